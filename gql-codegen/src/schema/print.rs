//! Prints a [`Schema`] as GraphQL.

use super::sdl::{Sdl, SdlItem, deprecated, joined, specified_by};
use super::{Composite, DirectiveDef, EnumValue, FieldDef, InputValue, Schema, TypeDef, TypeId, TypeKind};
use crate::syntax::ast::OperationType;

/// Prints the schema as a document: the schema definition, directives, then types, in the order of definition.
///
/// Extensions are merged. Built-in elements are omitted, as are directives on definitions other than `@deprecated`,
/// `@specifiedBy` and `@oneOf`.
pub fn print(schema: &Schema) -> String {
    let mut sdl = Sdl::default();
    let roots: Vec<SdlItem> = [
        OperationType::Query,
        OperationType::Mutation,
        OperationType::Subscription,
    ]
    .into_iter()
    .filter_map(|operation| {
        Some(SdlItem {
            name: format!(
                "{}: {}",
                operation.as_str(),
                schema.ty(schema.root(operation)?).name
            ),
            ..SdlItem::default()
        })
    })
    .collect();
    if !roots.is_empty() {
        let description = schema.text(schema.description);
        sdl.definition(description.as_deref(), "schema", &roots);
    }
    for directive in schema
        .directives
        .iter()
        .filter(|directive| directive.span.is_some())
    {
        sdl.directive(&directive_item(schema, directive));
    }
    for ty in schema.types.iter().filter(|ty| ty.span.is_some()) {
        let description = schema.text(ty.description);
        sdl.definition(description.as_deref(), &head(schema, ty), &items(schema, ty));
    }
    sdl.finish()
}

fn head(schema: &Schema, ty: &TypeDef) -> String {
    let name = &ty.name;
    match &ty.kind {
        TypeKind::Scalar { specified_by: url } => format!("scalar {name}{}", specified_by(url.as_deref())),
        TypeKind::Object(composite) => format!("type {name}{}", implements(schema, composite)),
        TypeKind::Interface(composite) => format!("interface {name}{}", implements(schema, composite)),
        TypeKind::Union { members } => {
            format!("union {name}{}", joined(" = ", &names(schema, members), " | "))
        }
        TypeKind::Enum { .. } => format!("enum {name}"),
        TypeKind::InputObject { one_of, .. } => {
            format!("input {name}{}", if *one_of { " @oneOf" } else { "" })
        }
    }
}

fn implements(schema: &Schema, composite: &Composite) -> String {
    joined(" implements ", &names(schema, &composite.interfaces), " & ")
}

fn names<'s>(schema: &'s Schema, ids: &[TypeId]) -> Vec<&'s str> {
    ids.iter().map(|&id| &*schema.ty(id).name).collect()
}

fn items(schema: &Schema, ty: &TypeDef) -> Vec<SdlItem> {
    match &ty.kind {
        TypeKind::Object(composite) | TypeKind::Interface(composite) => composite
            .fields
            .iter()
            .map(|field| field_item(schema, field))
            .collect(),
        TypeKind::Enum { values } => values.iter().map(|value| value_item(schema, value)).collect(),
        TypeKind::InputObject { fields, .. } => input_items(schema, fields),
        TypeKind::Scalar { .. } | TypeKind::Union { .. } => Vec::new(),
    }
}

fn field_item(schema: &Schema, field: &FieldDef) -> SdlItem {
    SdlItem {
        description: schema.text(field.description),
        name: field.name.to_string(),
        arguments: input_items(schema, &field.arguments),
        rest: format!(
            ": {}{}",
            schema.display(field.ty),
            deprecated(field.deprecated.as_deref())
        ),
    }
}

fn input_items(schema: &Schema, inputs: &[InputValue]) -> Vec<SdlItem> {
    inputs
        .iter()
        .map(|input| {
            let default = input
                .default
                .map(|span| format!(" = {}", schema.sources.slice(span)));
            SdlItem {
                description: schema.text(input.description),
                name: input.name.to_string(),
                arguments: Vec::new(),
                rest: format!(
                    ": {}{}{}",
                    schema.display(input.ty),
                    default.unwrap_or_default(),
                    deprecated(input.deprecated.as_deref())
                ),
            }
        })
        .collect()
}

fn value_item(schema: &Schema, value: &EnumValue) -> SdlItem {
    SdlItem {
        description: schema.text(value.description),
        name: value.name.to_string(),
        arguments: Vec::new(),
        rest: deprecated(value.deprecated.as_deref()),
    }
}

fn directive_item(schema: &Schema, directive: &DirectiveDef) -> SdlItem {
    let repeatable = if directive.repeatable { " repeatable" } else { "" };
    SdlItem {
        description: schema.text(directive.description),
        name: format!("directive @{}", directive.name),
        arguments: input_items(schema, &directive.arguments),
        rest: format!(
            "{}{repeatable}{}",
            deprecated(directive.deprecated.as_deref()),
            joined(" on ", &directive.locations, " | ")
        ),
    }
}
