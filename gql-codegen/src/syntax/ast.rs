//! The syntax tree of a GraphQL document, with the spans that diagnostics refer to.
//! <https://spec.graphql.org/September2025/#sec-Appendix-Grammar-Summary>

use std::borrow::Cow;

use crate::source::{SourceId, Span};

/// A parsed document. <https://spec.graphql.org/September2025/#Document>
#[derive(Debug)]
pub struct Document<'a> {
    /// The source of the document.
    pub source: SourceId,
    /// The definitions, in the order of the text.
    pub definitions: Vec<Definition<'a>>,
}

/// A definition in a document. <https://spec.graphql.org/September2025/#Definition>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Definition<'a> {
    Operation(OperationDefinition<'a>),
    Fragment(FragmentDefinition<'a>),
    /// A schema definition or extension: `schema { … }` or `extend schema …`.
    Schema(SchemaDefinition<'a>),
    /// A definition or extension of a `type`, `interface`, `union`, `enum`, `input` or `scalar`.
    Type(TypeDefinition<'a>),
    /// A definition or extension of a directive: `directive @…` or `extend directive @…`.
    Directive(DirectiveDefinition<'a>),
}

/// Identifies a selection set, a field, a fragment spread or an inline fragment.
///
/// Ids are unique across documents that were parsed from different sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// The source of the node.
    pub source: SourceId,
    /// The number of the node within its source.
    pub index: u32,
}

/// A name. <https://spec.graphql.org/September2025/#Name>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// The text of the name.
    pub text: &'a str,
    /// The token, including the `$` of a variable.
    pub span: Span,
}

/// The type of an operation. <https://spec.graphql.org/September2025/#OperationType>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum OperationType {
    Query,
    Mutation,
    Subscription,
}

impl OperationType {
    /// Returns the keyword.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }

    /// Returns the location of directives on operations of this type.
    /// <https://spec.graphql.org/September2025/#ExecutableDirectiveLocation>
    pub fn directive_location(self) -> &'static str {
        match self {
            Self::Query => "QUERY",
            Self::Mutation => "MUTATION",
            Self::Subscription => "SUBSCRIPTION",
        }
    }
}

/// An operation. <https://spec.graphql.org/September2025/#OperationDefinition>
#[derive(Debug)]
pub struct OperationDefinition<'a> {
    /// The description, which the September 2025 edition allows.
    pub description: Option<StringValue<'a>>,
    /// The span from the keyword or `{` to the closing brace, without the description.
    pub span: Span,
    /// The type of the operation; a query in the shorthand form.
    pub operation: OperationType,
    /// The name; `None` for an anonymous operation.
    pub name: Option<Name<'a>>,
    /// The variables: `($first: Int = 10)`.
    pub variables: Vec<VariableDefinition<'a>>,
    /// The directives on the operation.
    pub directives: Vec<Directive<'a>>,
    /// The root selection set.
    pub selection_set: SelectionSet<'a>,
}

/// A variable definition. <https://spec.graphql.org/September2025/#VariableDefinition>
#[derive(Debug)]
pub struct VariableDefinition<'a> {
    /// The description, which the September 2025 edition allows.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at `$`.
    pub span: Span,
    /// The name, whose span includes the `$`, but whose text does not.
    pub name: Name<'a>,
    /// The type.
    pub ty: Type<'a>,
    /// The default value.
    pub default: Option<Value<'a>>,
    /// The directives on the variable.
    pub directives: Vec<Directive<'a>>,
}

/// A selection set. <https://spec.graphql.org/September2025/#SelectionSet>
#[derive(Debug)]
pub struct SelectionSet<'a> {
    /// The id of the node.
    pub id: NodeId,
    /// The span from `{` to `}`.
    pub span: Span,
    /// The selections, in the order of the text.
    pub selections: Vec<Selection<'a>>,
}

/// A selection. <https://spec.graphql.org/September2025/#Selection>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Selection<'a> {
    Field(Field<'a>),
    FragmentSpread(FragmentSpread<'a>),
    InlineFragment(InlineFragment<'a>),
}

impl<'a> Selection<'a> {
    /// Returns the span of the selection.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(field) => field.span,
            Self::FragmentSpread(spread) => spread.span,
            Self::InlineFragment(inline) => inline.span,
        }
    }

    /// Returns the directives on the selection.
    pub fn directives(&self) -> &[Directive<'a>] {
        match self {
            Self::Field(field) => &field.directives,
            Self::FragmentSpread(spread) => &spread.directives,
            Self::InlineFragment(inline) => &inline.directives,
        }
    }
}

/// A selected field. <https://spec.graphql.org/September2025/#Field>
#[derive(Debug)]
pub struct Field<'a> {
    /// The id of the node.
    pub id: NodeId,
    /// The span from the alias or name to the last token.
    pub span: Span,
    /// The alias, in `alias: name`.
    pub alias: Option<Name<'a>>,
    /// The name of the field in the schema.
    pub name: Name<'a>,
    /// The arguments, in the order of the text.
    pub arguments: Vec<Argument<'a>>,
    /// The directives on the field.
    pub directives: Vec<Directive<'a>>,
    /// The selection set; `None` for a leaf field.
    pub selection_set: Option<SelectionSet<'a>>,
}

impl<'a> Field<'a> {
    /// Returns the response key: the alias or, without one, the name. <https://spec.graphql.org/September2025/#sec-Field-Alias>
    pub fn response_key(&self) -> Name<'a> {
        self.alias.unwrap_or(self.name)
    }
}

/// An argument. <https://spec.graphql.org/September2025/#Argument>
#[derive(Debug)]
pub struct Argument<'a> {
    /// The span from the name to the end of the value.
    pub span: Span,
    /// The name of the argument.
    pub name: Name<'a>,
    /// The value.
    pub value: Value<'a>,
}

/// A fragment spread. <https://spec.graphql.org/September2025/#FragmentSpread>
#[derive(Debug)]
pub struct FragmentSpread<'a> {
    /// The id of the node.
    pub id: NodeId,
    /// The span, starting at `...`.
    pub span: Span,
    /// The name of the fragment.
    pub name: Name<'a>,
    /// The directives on the spread.
    pub directives: Vec<Directive<'a>>,
}

/// An inline fragment. <https://spec.graphql.org/September2025/#InlineFragment>
#[derive(Debug)]
pub struct InlineFragment<'a> {
    /// The id of the node.
    pub id: NodeId,
    /// The span, starting at `...`.
    pub span: Span,
    /// The type condition.
    pub type_condition: Option<Name<'a>>,
    /// The directives on the fragment.
    pub directives: Vec<Directive<'a>>,
    /// The selection set.
    pub selection_set: SelectionSet<'a>,
}

/// A fragment definition. <https://spec.graphql.org/September2025/#FragmentDefinition>
#[derive(Debug)]
pub struct FragmentDefinition<'a> {
    /// The description, which the September 2025 edition allows.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at `fragment`, without the description.
    pub span: Span,
    /// The name of the fragment.
    pub name: Name<'a>,
    /// The type condition.
    pub type_condition: Name<'a>,
    /// The directives on the fragment.
    pub directives: Vec<Directive<'a>>,
    /// The selection set.
    pub selection_set: SelectionSet<'a>,
}

/// A directive. <https://spec.graphql.org/September2025/#Directive>
#[derive(Debug)]
pub struct Directive<'a> {
    /// The span, starting at `@`.
    pub span: Span,
    /// The name, without the `@`.
    pub name: Name<'a>,
    /// The arguments, in the order of the text.
    pub arguments: Vec<Argument<'a>>,
}

/// A value. <https://spec.graphql.org/September2025/#Value>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Value<'a> {
    /// A variable, whose span includes the `$`, but whose text does not.
    Variable(Name<'a>),
    /// An integer as written, of any size.
    Int(&'a str, Span),
    /// A floating-point number as written.
    Float(&'a str, Span),
    String(StringValue<'a>),
    Boolean(bool, Span),
    Null(Span),
    Enum(Name<'a>),
    List(Vec<Value<'a>>, Span),
    Object(Vec<ObjectField<'a>>, Span),
}

impl Value<'_> {
    /// Returns the span of the value.
    pub fn span(&self) -> Span {
        match self {
            Self::Variable(name) | Self::Enum(name) => name.span,
            Self::String(string) => string.span,
            Self::Int(_, span)
            | Self::Float(_, span)
            | Self::Boolean(_, span)
            | Self::Null(span)
            | Self::List(_, span)
            | Self::Object(_, span) => *span,
        }
    }
}

/// A field of an input object value. <https://spec.graphql.org/September2025/#ObjectField>
#[derive(Debug)]
pub struct ObjectField<'a> {
    /// The span from the name to the end of the value.
    pub span: Span,
    /// The name of the input field.
    pub name: Name<'a>,
    /// The value.
    pub value: Value<'a>,
}

/// A string as written, whose escape sequences are valid. <https://spec.graphql.org/September2025/#StringValue>
#[derive(Debug, Clone, Copy)]
pub struct StringValue<'a> {
    /// The span, including the quotes.
    pub span: Span,
    /// The text between the quotes, with escape sequences and indentation.
    pub raw: &'a str,
    /// Whether it is a block string: `"""…"""`.
    pub block: bool,
}

impl<'a> StringValue<'a> {
    /// Returns the semantic value: escape sequences are replaced, and the common indentation and blank edges of a block string
    /// are removed. <https://spec.graphql.org/September2025/#sec-String-Value.Semantics>
    pub fn value(&self) -> Cow<'a, str> {
        super::string::value(self.raw, self.block)
    }
}

/// A type reference. <https://spec.graphql.org/September2025/#Type>
#[derive(Debug)]
pub struct Type<'a> {
    /// The type without its `!`.
    pub nullable: NullableType<'a>,
    /// Whether the type is non-null: `T!`. <https://spec.graphql.org/September2025/#NonNullType>
    pub non_null: bool,
    /// The offset after the last token.
    pub(super) end: u32,
}

/// A type reference without its `!`, which is the part that a non-null type wraps. Only lists are on the heap.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum NullableType<'a> {
    Named(Name<'a>),
    /// A list type, with the span from `[` to `]`.
    List(Box<Type<'a>>, Span),
}

impl<'a> Type<'a> {
    /// Returns the span of the type, including its `!`.
    pub fn span(&self) -> Span {
        let (NullableType::Named(Name { span, .. }) | NullableType::List(_, span)) = self.nullable;
        Span {
            end: self.end,
            ..span
        }
    }

    /// Returns the name of the innermost type.
    pub fn name(&self) -> Name<'a> {
        match &self.nullable {
            NullableType::Named(name) => *name,
            NullableType::List(inner, _) => inner.name(),
        }
    }
}

impl std::fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.nullable {
            NullableType::Named(name) => f.write_str(name.text)?,
            NullableType::List(inner, _) => write!(f, "[{inner}]")?,
        }
        f.write_str(if self.non_null { "!" } else { "" })
    }
}

/// A schema definition or extension. <https://spec.graphql.org/September2025/#SchemaDefinition>,
/// <https://spec.graphql.org/September2025/#SchemaExtension>
#[derive(Debug)]
pub struct SchemaDefinition<'a> {
    /// The description, which extensions do not have.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at the first keyword.
    pub span: Span,
    /// Whether it is an extension: `extend schema`.
    pub extend: bool,
    /// The directives on the schema.
    pub directives: Vec<Directive<'a>>,
    /// The root operation types, such as `query: Query`.
    pub operations: Vec<RootOperationTypeDefinition<'a>>,
}

/// The type of an operation in a schema definition. <https://spec.graphql.org/September2025/#RootOperationTypeDefinition>
#[derive(Debug)]
pub struct RootOperationTypeDefinition<'a> {
    /// The span from the keyword to the type.
    pub span: Span,
    /// The type of the operation.
    pub operation: OperationType,
    /// The root type.
    pub ty: Name<'a>,
}

/// A type definition or extension. <https://spec.graphql.org/September2025/#TypeDefinition>,
/// <https://spec.graphql.org/September2025/#TypeExtension>
#[derive(Debug)]
pub struct TypeDefinition<'a> {
    /// The description, which extensions do not have.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at the first keyword.
    pub span: Span,
    /// Whether it is an extension.
    pub extend: bool,
    /// The name of the type.
    pub name: Name<'a>,
    /// The directives on the type.
    pub directives: Vec<Directive<'a>>,
    /// The kind of the type, with its members.
    pub kind: TypeDefinitionKind<'a>,
}

/// The kind of a type definition, with its members.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum TypeDefinitionKind<'a> {
    Scalar,
    Object {
        implements: Vec<Name<'a>>,
        fields: Vec<FieldDefinition<'a>>,
    },
    Interface {
        implements: Vec<Name<'a>>,
        fields: Vec<FieldDefinition<'a>>,
    },
    Union {
        members: Vec<Name<'a>>,
    },
    Enum {
        values: Vec<EnumValueDefinition<'a>>,
    },
    InputObject {
        fields: Vec<InputValueDefinition<'a>>,
    },
}

/// A field definition. <https://spec.graphql.org/September2025/#FieldDefinition>
#[derive(Debug)]
pub struct FieldDefinition<'a> {
    /// The description.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at the name.
    pub span: Span,
    /// The name of the field.
    pub name: Name<'a>,
    /// The arguments, in the order of the text.
    pub arguments: Vec<InputValueDefinition<'a>>,
    /// The type.
    pub ty: Type<'a>,
    /// The directives on the field.
    pub directives: Vec<Directive<'a>>,
}

/// The definition of an argument or an input field. <https://spec.graphql.org/September2025/#InputValueDefinition>
#[derive(Debug)]
pub struct InputValueDefinition<'a> {
    /// The description.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at the name.
    pub span: Span,
    /// The name.
    pub name: Name<'a>,
    /// The type.
    pub ty: Type<'a>,
    /// The default value.
    pub default: Option<Value<'a>>,
    /// The directives on the argument or input field.
    pub directives: Vec<Directive<'a>>,
}

/// The definition of an enum value. <https://spec.graphql.org/September2025/#EnumValueDefinition>
#[derive(Debug)]
pub struct EnumValueDefinition<'a> {
    /// The description.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at the name.
    pub span: Span,
    /// The name of the value.
    pub name: Name<'a>,
    /// The directives on the value.
    pub directives: Vec<Directive<'a>>,
}

/// A directive definition or extension. <https://spec.graphql.org/draft/#DirectiveDefinition>,
/// <https://spec.graphql.org/draft/#DirectiveExtension>
///
/// An extension adds directives, and has neither arguments nor locations.
#[derive(Debug)]
pub struct DirectiveDefinition<'a> {
    /// The description, which extensions do not have.
    pub description: Option<StringValue<'a>>,
    /// The span, starting at the first keyword.
    pub span: Span,
    /// Whether it is an extension.
    pub extend: bool,
    /// The name, without the `@`.
    pub name: Name<'a>,
    /// The arguments, in the order of the text.
    pub arguments: Vec<InputValueDefinition<'a>>,
    /// The directives on the definition.
    pub directives: Vec<Directive<'a>>,
    /// Whether the directive is `repeatable`.
    pub repeatable: bool,
    /// The locations, as in `on FIELD | QUERY`, all of which are valid.
    pub locations: Vec<Name<'a>>,
}
