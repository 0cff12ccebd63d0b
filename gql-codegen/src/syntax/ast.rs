//! The tree of a GraphQL document, a span on every token that a message may point to.
//! <https://spec.graphql.org/September2025/#sec-Appendix-Grammar-Summary>

use std::borrow::Cow;

use crate::source::{SourceId, Span};

/// <https://spec.graphql.org/September2025/#Document>
#[derive(Debug)]
pub struct Document<'a> {
    /// The text that it was parsed from.
    pub source: SourceId,
    /// In the order of the text.
    pub definitions: Vec<Definition<'a>>,
}

/// <https://spec.graphql.org/September2025/#Definition>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Definition<'a> {
    Operation(OperationDefinition<'a>),
    Fragment(FragmentDefinition<'a>),
    /// `schema { … }`, or `extend schema …`.
    Schema(SchemaDefinition<'a>),
    /// `type`, `interface`, `union`, `enum`, `input`, `scalar`, or an extension of one.
    Type(TypeDefinition<'a>),
    /// `directive @…`, or `extend directive @…`.
    Directive(DirectiveDefinition<'a>),
}

/// Identifies a selection set, a field, a fragment spread or an inline fragment: the parser numbers those of a text.
///
/// Ids are unique among documents that were parsed from different sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// The text that the node was parsed from.
    pub source: SourceId,
    /// Counts the nodes of that text.
    pub index: u32,
}

/// <https://spec.graphql.org/September2025/#Name>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// As written.
    pub text: &'a str,
    /// The token. Of a variable: with its `$`.
    pub span: Span,
}

/// Which root type an operation starts at. <https://spec.graphql.org/September2025/#OperationType>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum OperationType {
    Query,
    Mutation,
    Subscription,
}

impl OperationType {
    /// The keyword.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }

    /// Where its directives stand, as a directive's definition names the place.
    /// <https://spec.graphql.org/September2025/#ExecutableDirectiveLocation>
    pub fn directive_location(self) -> &'static str {
        match self {
            Self::Query => "QUERY",
            Self::Mutation => "MUTATION",
            Self::Subscription => "SUBSCRIPTION",
        }
    }
}

/// <https://spec.graphql.org/September2025/#OperationDefinition>
#[derive(Debug)]
pub struct OperationDefinition<'a> {
    /// September 2025 allows one.
    pub description: Option<StringValue<'a>>,
    /// From the keyword (or `{`) to the closing brace; without the description.
    pub span: Span,
    /// `query` where the shorthand leaves it out.
    pub operation: OperationType,
    /// None: anonymous.
    pub name: Option<Name<'a>>,
    /// `($first: Int = 10)`.
    pub variables: Vec<VariableDefinition<'a>>,
    /// On the operation.
    pub directives: Vec<Directive<'a>>,
    /// What it selects.
    pub selection_set: SelectionSet<'a>,
}

/// <https://spec.graphql.org/September2025/#VariableDefinition>
#[derive(Debug)]
pub struct VariableDefinition<'a> {
    /// September 2025 allows one.
    pub description: Option<StringValue<'a>>,
    /// From `$` on.
    pub span: Span,
    /// Text without the `$`, span with it.
    pub name: Name<'a>,
    /// As written.
    pub ty: Type<'a>,
    /// Behind `=`.
    pub default: Option<Value<'a>>,
    /// On the variable.
    pub directives: Vec<Directive<'a>>,
}

/// <https://spec.graphql.org/September2025/#SelectionSet>
#[derive(Debug)]
pub struct SelectionSet<'a> {
    /// Identifies it.
    pub id: NodeId,
    /// From `{` to `}`.
    pub span: Span,
    /// In order.
    pub selections: Vec<Selection<'a>>,
}

/// <https://spec.graphql.org/September2025/#Selection>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Selection<'a> {
    Field(Field<'a>),
    FragmentSpread(FragmentSpread<'a>),
    InlineFragment(InlineFragment<'a>),
}

impl<'a> Selection<'a> {
    /// The whole of it.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(field) => field.span,
            Self::FragmentSpread(spread) => spread.span,
            Self::InlineFragment(inline) => inline.span,
        }
    }

    /// Those on it.
    pub fn directives(&self) -> &[Directive<'a>] {
        match self {
            Self::Field(field) => &field.directives,
            Self::FragmentSpread(spread) => &spread.directives,
            Self::InlineFragment(inline) => &inline.directives,
        }
    }
}

/// <https://spec.graphql.org/September2025/#Field>
#[derive(Debug)]
pub struct Field<'a> {
    /// Identifies it.
    pub id: NodeId,
    /// From the alias (or name) to the last token.
    pub span: Span,
    /// `alias: name`.
    pub alias: Option<Name<'a>>,
    /// Of the field in the schema.
    pub name: Name<'a>,
    /// In order.
    pub arguments: Vec<Argument<'a>>,
    /// On the field.
    pub directives: Vec<Directive<'a>>,
    /// None: a leaf.
    pub selection_set: Option<SelectionSet<'a>>,
}

impl<'a> Field<'a> {
    /// The alias, or the name. <https://spec.graphql.org/September2025/#sec-Field-Alias>
    pub fn response_key(&self) -> Name<'a> {
        self.alias.unwrap_or(self.name)
    }
}

/// <https://spec.graphql.org/September2025/#Argument>
#[derive(Debug)]
pub struct Argument<'a> {
    /// From the name to the value's end.
    pub span: Span,
    /// The argument's.
    pub name: Name<'a>,
    /// What is given.
    pub value: Value<'a>,
}

/// <https://spec.graphql.org/September2025/#FragmentSpread>
#[derive(Debug)]
pub struct FragmentSpread<'a> {
    /// Identifies it.
    pub id: NodeId,
    /// From `...` on.
    pub span: Span,
    /// The fragment's.
    pub name: Name<'a>,
    /// On the spread.
    pub directives: Vec<Directive<'a>>,
}

/// <https://spec.graphql.org/September2025/#InlineFragment>
#[derive(Debug)]
pub struct InlineFragment<'a> {
    /// Identifies it.
    pub id: NodeId,
    /// From `...` on.
    pub span: Span,
    /// Behind `on`.
    pub type_condition: Option<Name<'a>>,
    /// On the fragment.
    pub directives: Vec<Directive<'a>>,
    /// What it selects.
    pub selection_set: SelectionSet<'a>,
}

/// <https://spec.graphql.org/September2025/#FragmentDefinition>
#[derive(Debug)]
pub struct FragmentDefinition<'a> {
    /// September 2025 allows one.
    pub description: Option<StringValue<'a>>,
    /// From `fragment` on; without the description.
    pub span: Span,
    /// The fragment's.
    pub name: Name<'a>,
    /// Behind `on`.
    pub type_condition: Name<'a>,
    /// On the fragment.
    pub directives: Vec<Directive<'a>>,
    /// What it selects.
    pub selection_set: SelectionSet<'a>,
}

/// <https://spec.graphql.org/September2025/#Directive>
#[derive(Debug)]
pub struct Directive<'a> {
    /// From `@` on.
    pub span: Span,
    /// Text without the `@`, span of the name alone.
    pub name: Name<'a>,
    /// In order.
    pub arguments: Vec<Argument<'a>>,
}

/// <https://spec.graphql.org/September2025/#Value>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Value<'a> {
    /// Text without the `$`, span with it.
    Variable(Name<'a>),
    /// The digits as written: integers may be beyond any machine's.
    Int(&'a str, Span),
    /// As written.
    Float(&'a str, Span),
    String(StringValue<'a>),
    Boolean(bool, Span),
    Null(Span),
    Enum(Name<'a>),
    List(Vec<Value<'a>>, Span),
    Object(Vec<ObjectField<'a>>, Span),
}

impl Value<'_> {
    /// The whole of it.
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

/// <https://spec.graphql.org/September2025/#ObjectField>
#[derive(Debug)]
pub struct ObjectField<'a> {
    /// From the name to the value's end.
    pub span: Span,
    /// The input field's.
    pub name: Name<'a>,
    /// What is given.
    pub value: Value<'a>,
}

/// A string as written; its escapes are known to be good. <https://spec.graphql.org/September2025/#StringValue>
#[derive(Debug, Clone, Copy)]
pub struct StringValue<'a> {
    /// With its quotes.
    pub span: Span,
    /// Between the quotes, escapes and indentation as they stand.
    pub raw: &'a str,
    /// `"""…"""`.
    pub block: bool,
}

impl<'a> StringValue<'a> {
    /// What it means: escapes replaced, a block string's common indentation and blank edges taken away.
    /// <https://spec.graphql.org/September2025/#sec-String-Value.Semantics>
    pub fn value(&self) -> Cow<'a, str> {
        super::string::value(self.raw, self.block)
    }
}

/// A type reference. <https://spec.graphql.org/September2025/#Type>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Type<'a> {
    Named(Name<'a>),
    /// From `[` to `]`.
    List(Box<Type<'a>>, Span),
    /// With the `!`.
    NonNull(Box<Type<'a>>, Span),
}

impl<'a> Type<'a> {
    /// The whole of it.
    pub fn span(&self) -> Span {
        match self {
            Self::Named(name) => name.span,
            Self::List(_, span) | Self::NonNull(_, span) => *span,
        }
    }

    /// The name in the middle.
    pub fn name(&self) -> Name<'a> {
        match self {
            Self::Named(name) => *name,
            Self::List(inner, _) | Self::NonNull(inner, _) => inner.name(),
        }
    }
}

impl std::fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name.text),
            Self::List(inner, _) => write!(f, "[{inner}]"),
            Self::NonNull(inner, _) => write!(f, "{inner}!"),
        }
    }
}

/// <https://spec.graphql.org/September2025/#SchemaDefinition>, <https://spec.graphql.org/September2025/#SchemaExtension>
#[derive(Debug)]
pub struct SchemaDefinition<'a> {
    /// Never on an extension.
    pub description: Option<StringValue<'a>>,
    /// From the first keyword on.
    pub span: Span,
    /// `extend schema`.
    pub extend: bool,
    /// On the schema.
    pub directives: Vec<Directive<'a>>,
    /// `query: Query`.
    pub operations: Vec<RootOperationTypeDefinition<'a>>,
}

/// <https://spec.graphql.org/September2025/#RootOperationTypeDefinition>
#[derive(Debug)]
pub struct RootOperationTypeDefinition<'a> {
    /// From the keyword to the type.
    pub span: Span,
    /// The kind.
    pub operation: OperationType,
    /// The root type.
    pub ty: Name<'a>,
}

/// <https://spec.graphql.org/September2025/#TypeDefinition>, <https://spec.graphql.org/September2025/#TypeExtension>
#[derive(Debug)]
pub struct TypeDefinition<'a> {
    /// Never on an extension.
    pub description: Option<StringValue<'a>>,
    /// From the first keyword on.
    pub span: Span,
    /// `extend …`.
    pub extend: bool,
    /// The type's.
    pub name: Name<'a>,
    /// On the type.
    pub directives: Vec<Directive<'a>>,
    /// What is different for each kind.
    pub kind: TypeDefinitionKind<'a>,
}

/// What follows a type's name.
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

/// <https://spec.graphql.org/September2025/#FieldDefinition>
#[derive(Debug)]
pub struct FieldDefinition<'a> {
    /// In front.
    pub description: Option<StringValue<'a>>,
    /// From the name on.
    pub span: Span,
    /// The field's.
    pub name: Name<'a>,
    /// In order.
    pub arguments: Vec<InputValueDefinition<'a>>,
    /// As written.
    pub ty: Type<'a>,
    /// On the field.
    pub directives: Vec<Directive<'a>>,
}

/// <https://spec.graphql.org/September2025/#InputValueDefinition>
#[derive(Debug)]
pub struct InputValueDefinition<'a> {
    /// In front.
    pub description: Option<StringValue<'a>>,
    /// From the name on.
    pub span: Span,
    /// The argument's or input field's.
    pub name: Name<'a>,
    /// As written.
    pub ty: Type<'a>,
    /// Behind `=`.
    pub default: Option<Value<'a>>,
    /// On it.
    pub directives: Vec<Directive<'a>>,
}

/// <https://spec.graphql.org/September2025/#EnumValueDefinition>
#[derive(Debug)]
pub struct EnumValueDefinition<'a> {
    /// In front.
    pub description: Option<StringValue<'a>>,
    /// From the name on.
    pub span: Span,
    /// The value.
    pub name: Name<'a>,
    /// On it.
    pub directives: Vec<Directive<'a>>,
}

/// <https://spec.graphql.org/draft/#DirectiveDefinition>, <https://spec.graphql.org/draft/#DirectiveExtension>
///
/// An extension adds directives and has neither arguments nor locations.
#[derive(Debug)]
pub struct DirectiveDefinition<'a> {
    /// Never on an extension.
    pub description: Option<StringValue<'a>>,
    /// From the first keyword on.
    pub span: Span,
    /// `extend …`.
    pub extend: bool,
    /// Text without the `@`, span of the name alone.
    pub name: Name<'a>,
    /// In order.
    pub arguments: Vec<InputValueDefinition<'a>>,
    /// On the directive's definition.
    pub directives: Vec<Directive<'a>>,
    /// `repeatable`.
    pub repeatable: bool,
    /// `on FIELD | QUERY`; the parser takes only those of the grammar.
    pub locations: Vec<Name<'a>>,
}
