//! Converts nodes of the syntax tree to the definitions of types, fields, values and directives.

use super::collect::{SchemaBuilder, types_of};
use super::names::Ordered;
use super::{
    Composite, Description, DirectiveDef, EnumValue, FieldDef, InputValue, ListLevels, TypeDef, TypeId,
    TypeKind, TypeRef, builtin,
};
use crate::diagnostic::Diagnostic;
use crate::schema::validate::TYPE_SYSTEM;
use crate::source::Span;
use crate::syntax::ast::{
    Definition, Directive, DirectiveDefinition, Document, EnumValueDefinition, FieldDefinition,
    InputValueDefinition, Name, StringValue, Type, TypeDefinition, TypeDefinitionKind, Value,
};

impl<'d, 'a> SchemaBuilder<'d, 'a> {
    /// Returns the type at this index: its definition merged with its extensions.
    pub(super) fn type_def(&mut self, at: usize) -> TypeDef {
        let id = TypeId(at as u32);
        let node = self.nodes[at];
        let mut kind = self.kind(node);
        for extension in self.extensions(id) {
            let more = self.kind(extension);
            merge(&mut kind, more);
        }
        match &mut kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => {
                composite.index = Ordered::keep_first(&mut composite.fields);
            }
            TypeKind::Enum { values } => {
                Ordered::keep_first(values);
            }
            TypeKind::InputObject { fields, .. } => {
                Ordered::keep_first(fields);
            }
            TypeKind::Scalar { .. } | TypeKind::Union { .. } => {}
        }
        TypeDef {
            id,
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            kind,
        }
    }

    /// Converts a single definition or extension of a type.
    fn kind(&mut self, node: &'d TypeDefinition<'a>) -> TypeKind {
        match &node.kind {
            TypeDefinitionKind::Scalar => TypeKind::Scalar {
                specified_by: string_argument(&node.directives, "specifiedBy", "url"),
            },
            TypeDefinitionKind::Object { implements, fields } => {
                TypeKind::Object(self.composite(implements, fields))
            }
            TypeDefinitionKind::Interface { implements, fields } => {
                TypeKind::Interface(self.composite(implements, fields))
            }
            TypeDefinitionKind::Union { members } => TypeKind::Union {
                members: self.known(members),
            },
            TypeDefinitionKind::Enum { values } => TypeKind::Enum {
                values: self.enum_values(values),
            },
            TypeDefinitionKind::InputObject { fields } => TypeKind::InputObject {
                fields: self.input_values(fields),
                one_of: node
                    .directives
                    .iter()
                    .any(|directive| directive.name.text == "oneOf"),
            },
        }
    }

    fn composite(&mut self, implements: &'d [Name<'a>], fields: &'d [FieldDefinition<'a>]) -> Composite {
        // Nearly all fields are kept. A growing list would be moved repeatedly.
        let mut shown = Vec::with_capacity(fields.len());
        for field in fields {
            if !self.hidden.has_member(&field.directives, &field.ty) {
                shown.push(self.field(field));
            }
        }
        Composite {
            interfaces: self.known(implements),
            fields: shown,
            ..Composite::default()
        }
    }

    /// Returns the types with these names, ignoring unknown ones.
    fn known(&self, names: &[Name<'_>]) -> Vec<TypeId> {
        names.iter().filter_map(|name| self.find(name.text)).collect()
    }

    fn field(&mut self, node: &'d FieldDefinition<'a>) -> FieldDef {
        let mut arguments = self.input_values(&node.arguments);
        Ordered::keep_first(&mut arguments);
        FieldDef {
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            arguments,
            ty: self.type_ref(&node.ty),
            semantic_non_null: ListLevels::default(),
            deprecated: deprecated(&node.directives),
        }
    }

    fn input_values(&mut self, nodes: &'d [InputValueDefinition<'a>]) -> Vec<InputValue> {
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            if self.hidden.has_member(&node.directives, &node.ty) {
                continue;
            }
            values.push(InputValue {
                name: node.name.text.into(),
                span: self.span(node.name),
                description: description(&node.description),
                ty: self.type_ref(&node.ty),
                default: node.default.as_ref().map(Value::span),
                deprecated: deprecated(&node.directives),
            });
        }
        values
    }

    fn enum_values(&self, nodes: &[EnumValueDefinition<'_>]) -> Vec<EnumValue> {
        let mut shown = Vec::with_capacity(nodes.len());
        for node in nodes {
            if !self.hidden.is_marked(&node.directives) {
                shown.push(self.enum_value(node));
            }
        }
        shown
    }

    fn enum_value(&self, node: &EnumValueDefinition<'_>) -> EnumValue {
        EnumValue {
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            deprecated: deprecated(&node.directives),
        }
    }

    fn type_ref(&mut self, ty: &'d Type<'a>) -> TypeRef {
        let named = self.find_or_assume(ty.name().text);
        TypeRef::of(ty, named).unwrap_or_else(|| {
            let message = format!(
                "This reference to \"{}\" has more than {} list and non-null wrappers.",
                ty.name().text,
                TypeRef::MAX_WRAPPERS
            );
            self.diagnostics
                .push(Diagnostic::error(&TYPE_SYSTEM, message, ty.span()));
            TypeRef::named(named)
        })
    }

    /// Returns the first directive with each name, with its extensions. Extensions of undefined directives are ignored.
    pub(super) fn directives(
        &mut self,
        documents: impl Iterator<Item = &'d Document<'a>>,
    ) -> Vec<DirectiveDef> {
        let mut directives: Vec<DirectiveDef> = Vec::new();
        let mut extensions = Vec::new();
        for definition in documents.flat_map(|document| &document.definitions) {
            let Definition::Directive(node) = definition else {
                continue;
            };
            if self.hidden.has_directive(node) {
                continue;
            }
            if node.extend {
                extensions.push(node);
            } else if !directives.iter().any(|it| *it.name == *node.name.text) {
                directives.push(self.directive(node));
            }
        }
        for node in extensions {
            if let Some(directive) = directives.iter_mut().find(|it| *it.name == *node.name.text)
                && directive.deprecated.is_none()
            {
                directive.deprecated = deprecated(&node.directives);
            }
        }
        directives
    }

    fn directive(&mut self, node: &'d DirectiveDefinition<'a>) -> DirectiveDef {
        let mut arguments = self.input_values(&node.arguments);
        Ordered::keep_first(&mut arguments);
        DirectiveDef {
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            arguments,
            repeatable: node.repeatable,
            locations: node
                .locations
                .iter()
                .map(|location| location.text.into())
                .collect(),
            deprecated: deprecated(&node.directives),
        }
    }

    /// Returns `__typename`, `__schema` and `__type`.
    pub(super) fn meta_fields(&mut self, built_ins: &'d Document<'a>) -> Vec<FieldDef> {
        types_of(built_ins)
            .filter(|node| node.name.text == builtin::META)
            .filter_map(|node| match &node.kind {
                TypeDefinitionKind::Object { fields, .. } => Some(fields),
                _ => None,
            })
            .flatten()
            .map(|field| self.field(field))
            .collect()
    }

    fn span(&self, name: Name<'_>) -> Option<Span> {
        (name.span.source != self.built_in).then_some(name.span)
    }
}

/// Returns the reason of `@deprecated`, or its default. <https://spec.graphql.org/September2025/#sec--deprecated>
fn deprecated(directives: &[Directive<'_>]) -> Option<String> {
    directives
        .iter()
        .any(|directive| directive.name.text == "deprecated")
        .then(|| {
            string_argument(directives, "deprecated", "reason")
                .unwrap_or_else(|| builtin::NO_REASON.to_owned())
        })
}

/// Merges an extension into a type.
fn merge(kind: &mut TypeKind, more: TypeKind) {
    match (kind, more) {
        (TypeKind::Scalar { specified_by }, TypeKind::Scalar { specified_by: more }) => {
            *specified_by = more.or(specified_by.take());
        }
        (TypeKind::Object(composite), TypeKind::Object(more))
        | (TypeKind::Interface(composite), TypeKind::Interface(more)) => {
            composite.interfaces.extend(more.interfaces);
            composite.fields.extend(more.fields);
        }
        (TypeKind::Union { members }, TypeKind::Union { members: more }) => members.extend(more),
        (TypeKind::Enum { values }, TypeKind::Enum { values: more }) => values.extend(more),
        (
            TypeKind::InputObject { fields, one_of },
            TypeKind::InputObject {
                fields: more,
                one_of: also,
            },
        ) => {
            fields.extend(more);
            *one_of |= also;
        }
        _ => {}
    }
}

/// Returns a string argument of a directive.
fn string_argument(directives: &[Directive<'_>], directive: &str, argument: &str) -> Option<String> {
    let directive = directives.iter().find(|node| node.name.text == directive)?;
    let argument = directive
        .arguments
        .iter()
        .find(|node| node.name.text == argument)?;
    match &argument.value {
        Value::String(string) => Some(string.value().into_owned()),
        _ => None,
    }
}

/// Returns the location of a description's text.
pub(super) fn description(string: &Option<StringValue<'_>>) -> Option<Description> {
    let string = string.as_ref()?;
    let quotes = if string.block { 3 } else { 1 };
    let span = string.span;
    Some(Description {
        raw: Span::new(span.source, span.start + quotes, span.end.saturating_sub(quotes)),
        block: string.block,
    })
}
