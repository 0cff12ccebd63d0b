//! Checks that objects and interfaces satisfy the interfaces that they implement.
//! <https://spec.graphql.org/September2025/#IsValidImplementation()>

use super::{Rules, TYPE_SYSTEM, head};
use crate::schema::coordinate::Coordinate;
use crate::schema::{FieldDef, Schema, TypeDef, TypeKind, TypeRef, builtin};
use crate::source::Span;
use crate::syntax::ast::{FieldDefinition, InputValueDefinition, Name, TypeDefinitionKind};

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let schema = rules.schema;
    for ty in schema
        .types
        .iter()
        .filter(|ty| ty.span.is_some() && ty.composite().is_some())
    {
        let declared = declared(rules, ty);
        for (at, name) in declared.iter().enumerate() {
            if rules.definition(name.text).is_none() && !builtin::is_type(name.text) {
                continue; // Unknown: KnownTypeNames says so.
            }
            let Some(interface) = schema.find(name.text).map(|id| schema.ty(id)) else {
                continue;
            };
            if !matches!(interface.kind, TypeKind::Interface(_)) {
                let message = format!(
                    "Type {} must only implement Interface types, it cannot implement {}.",
                    ty.name, interface.name
                );
                rules.warn(&TYPE_SYSTEM, message, places(&declared, name.text));
            } else if interface.id == ty.id {
                let message = format!(
                    "Type {} cannot implement itself because it would create a circular reference.",
                    ty.name
                );
                rules.warn(&TYPE_SYSTEM, message, places(&declared, name.text));
            } else if declared[..at].iter().any(|earlier| earlier.text == name.text) {
                let message = format!("Type {} can only implement {} once.", ty.name, interface.name);
                rules.warn(&TYPE_SYSTEM, message, places(&declared, name.text));
            } else {
                ancestors(rules, ty, interface, &declared);
                implementation(rules, ty, interface);
            }
        }
    }
}

/// Returns the interfaces that a type declares, in its definition and its extensions.
fn declared<'a>(rules: &Rules<'_, 'a>, ty: &TypeDef) -> Vec<Name<'a>> {
    rules
        .nodes(ty)
        .into_iter()
        .flat_map(|node| match &node.kind {
            TypeDefinitionKind::Object { implements, .. }
            | TypeDefinitionKind::Interface { implements, .. } => implements.as_slice(),
            _ => &[],
        })
        .copied()
        .collect()
}

fn places(declared: &[Name<'_>], name: &str) -> Vec<Span> {
    declared
        .iter()
        .filter(|declared| declared.text == name)
        .map(|declared| declared.span)
        .collect()
}

/// Checks that a type implements the interfaces of its interfaces.
fn ancestors(rules: &mut Rules<'_, '_>, ty: &TypeDef, interface: &TypeDef, of_type: &[Name<'_>]) {
    let of_interface = declared(rules, interface);
    for transitive in &of_interface {
        if of_type.iter().any(|name| name.text == transitive.text) {
            continue;
        }
        let message = if *transitive.text == *ty.name {
            format!(
                "Type {} cannot implement {} because it would create a circular reference.",
                ty.name, interface.name
            )
        } else {
            format!(
                "Type {} must implement {} because it is implemented by {}.",
                ty.name, transitive.text, interface.name
            )
        };
        let mut spans = places(&of_interface, transitive.text);
        spans.extend(places(of_type, &interface.name));
        rules.warn(&TYPE_SYSTEM, message, spans);
    }
}

/// Checks that every field of the interface exists, with a compatible type and the same arguments.
fn implementation(rules: &mut Rules<'_, '_>, ty: &TypeDef, interface: &TypeDef) {
    let schema = rules.schema;
    let Some(composite) = interface.composite() else {
        return;
    };
    for expected in &composite.fields {
        let Some(field) = schema.field(ty.id, &expected.name) else {
            let message = format!(
                "Interface field {} expected but {} does not provide it.",
                Coordinate::Member(&interface.name, &expected.name),
                ty.name
            );
            let heads: Vec<Span> = rules.nodes(ty).into_iter().map(head).collect();
            rules.warn(&TYPE_SYSTEM, message, expected.span.into_iter().chain(heads));
            continue;
        };
        if !is_subtype(schema, field.ty, expected.ty) {
            let message = format!(
                "Interface field {}.{} expects type {} but {}.{} is type {}.",
                interface.name,
                expected.name,
                schema.display(expected.ty),
                ty.name,
                field.name,
                schema.display(field.ty)
            );
            let nodes = [(interface, expected), (ty, field)];
            let spans: Vec<Span> = nodes
                .into_iter()
                .filter_map(|(of, field)| rules.field_node(of.id, &field.name))
                .map(|node| node.ty.span())
                .collect();
            rules.warn(&TYPE_SYSTEM, message, spans);
        }
        arguments(rules, (ty, field), (interface, expected));
        if field.deprecated.is_some() && expected.deprecated.is_none() {
            let message = format!(
                "Interface field {}.{} is not deprecated, so implementation field {}.{} must not be deprecated.",
                interface.name, expected.name, ty.name, field.name
            );
            let node = rules.field_node(ty.id, &field.name);
            let mark = node.and_then(|node| {
                let mut directives = node.directives.iter();
                directives
                    .find(|it| it.name.text == "deprecated")
                    .map(|it| it.span)
            });
            let places = mark.into_iter().chain(node.map(|node| node.ty.span()));
            rules.note(&TYPE_SYSTEM, message, places);
        }
    }
}

fn arguments(
    rules: &mut Rules<'_, '_>,
    (ty, field): (&TypeDef, &FieldDef),
    (interface, expected): (&TypeDef, &FieldDef),
) {
    let schema = rules.schema;
    for wanted in &expected.arguments {
        let place = Coordinate::Argument(&interface.name, &expected.name, &wanted.name);
        let Some(argument) = field
            .arguments
            .iter()
            .find(|argument| argument.name == wanted.name)
        else {
            let message = format!(
                "Interface field argument {place} expected but {}.{} does not provide it.",
                ty.name, field.name
            );
            rules.warn(&TYPE_SYSTEM, message, wanted.span.into_iter().chain(field.span));
            continue;
        };
        if argument.ty != wanted.ty {
            let message = format!(
                "Interface field argument {place} expects type {} but {}.{}({}:) is type {}.",
                schema.display(wanted.ty),
                ty.name,
                field.name,
                argument.name,
                schema.display(argument.ty)
            );
            let nodes = [
                rules.field_node(interface.id, &expected.name),
                rules.field_node(ty.id, &field.name),
            ];
            let spans: Vec<Span> = nodes
                .into_iter()
                .flatten()
                .filter_map(|node| argument_node(node, &wanted.name))
                .map(|node| node.ty.span())
                .collect();
            rules.warn(&TYPE_SYSTEM, message, spans);
        }
    }
    for argument in field.arguments.iter().filter(|argument| argument.is_required()) {
        if !expected
            .arguments
            .iter()
            .any(|wanted| wanted.name == argument.name)
        {
            let message = format!(
                "Argument \"{}\" must not be required type \"{}\" if not provided by the Interface field \"{}.{}\".",
                Coordinate::Argument(&ty.name, &field.name, &argument.name),
                schema.display(argument.ty),
                interface.name,
                expected.name
            );
            rules.warn(
                &TYPE_SYSTEM,
                message,
                argument.span.into_iter().chain(expected.span),
            );
        }
    }
}

fn argument_node<'r, 'a>(field: &'r FieldDefinition<'a>, name: &str) -> Option<&'r InputValueDefinition<'a>> {
    field.arguments.iter().find(|argument| argument.name.text == name)
}

/// Returns whether the type of a field is compatible.
/// <https://spec.graphql.org/September2025/#IsValidImplementationFieldType()>
fn is_subtype(schema: &Schema, mut ty: TypeRef, mut of: TypeRef) -> bool {
    loop {
        if of.is_non_null() && !ty.is_non_null() {
            return false;
        }
        match (ty.item(), of.item()) {
            (Some(item), Some(of_item)) => (ty, of) = (item, of_item),
            (None, None) => break,
            _ => return false,
        }
    }
    if ty.named == of.named {
        return true;
    }
    match (&schema.ty(of.named).kind, schema.ty(ty.named).composite()) {
        (TypeKind::Union { members }, _) => members.contains(&ty.named),
        (TypeKind::Interface(_), Some(composite)) => composite.interfaces.contains(&of.named),
        _ => false,
    }
}
