//! Checks each type separately: its name, its members, and the types of fields and arguments.
//! <https://spec.graphql.org/September2025/#sec-Type-System>

use super::{Rules, TYPE_SYSTEM, fields, head};
use crate::schema::coordinate::Coordinate;
use crate::schema::{TypeDef, TypeKind, builtin};
use crate::source::Span;
use crate::syntax::ast::{
    FieldDefinition, InputValueDefinition, Name, Type, TypeDefinition, TypeDefinitionKind,
};

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let schema = rules.schema;
    for ty in schema.types.iter().filter(|ty| ty.span.is_some()) {
        let nodes = rules.nodes(ty);
        let Some(&first) = nodes.first() else {
            continue;
        };
        if !builtin::INTROSPECTION.contains(&&*ty.name) {
            reserved_name(rules, first.name);
        }
        empty(rules, ty, &nodes);
        match &ty.kind {
            TypeKind::Object(_) | TypeKind::Interface(_) => {
                for field in nodes.iter().flat_map(|node| fields(node)) {
                    // Only the first of several fields with the same name is checked.
                    if schema.field(ty.id, field.name.text).and_then(|kept| kept.span)
                        == Some(field.name.span)
                    {
                        output_field(rules, ty, field);
                    }
                }
            }
            TypeKind::Union { .. } => union_members(rules, ty, &nodes),
            TypeKind::Enum { .. } => {
                for value in nodes.iter().flat_map(|node| match &node.kind {
                    TypeDefinitionKind::Enum { values } => values.as_slice(),
                    _ => &[],
                }) {
                    reserved_name(rules, value.name);
                }
            }
            TypeKind::InputObject { one_of, .. } => {
                for field in nodes.iter().flat_map(|node| match &node.kind {
                    TypeDefinitionKind::InputObject { fields } => fields.as_slice(),
                    _ => &[],
                }) {
                    input_field(rules, ty, field, *one_of);
                }
            }
            TypeKind::Scalar { .. } => {}
        }
    }
}

/// Checks that a name is not reserved. <https://spec.graphql.org/September2025/#sec-Names.Reserved-Names>
pub(super) fn reserved_name(rules: &mut Rules<'_, '_>, name: Name<'_>) {
    if name.text.starts_with("__") {
        let message = format!(
            "Name \"{}\" must not begin with \"__\", which is reserved by GraphQL introspection.",
            name.text
        );
        rules.warn(&TYPE_SYSTEM, message, [name.span]);
    }
}

/// Reports a type without fields, members or values.
fn empty(rules: &mut Rules<'_, '_>, ty: &TypeDef, nodes: &[&TypeDefinition<'_>]) {
    let has_members = nodes.iter().any(|node| match &node.kind {
        TypeDefinitionKind::Scalar => true,
        TypeDefinitionKind::Object { fields, .. } | TypeDefinitionKind::Interface { fields, .. } => {
            !fields.is_empty()
        }
        TypeDefinitionKind::Union { members } => !members.is_empty(),
        TypeDefinitionKind::Enum { values } => !values.is_empty(),
        TypeDefinitionKind::InputObject { fields } => !fields.is_empty(),
    });
    if has_members {
        return;
    }
    let (what, members) = match ty.kind {
        TypeKind::Union { .. } => ("Union type", "member types"),
        TypeKind::Enum { .. } => ("Enum type", "values"),
        TypeKind::InputObject { .. } => ("Input Object type", "fields"),
        _ => ("Type", "fields"),
    };
    let message = format!("{what} {} must define one or more {members}.", ty.name);
    rules.warn(&TYPE_SYSTEM, message, nodes.iter().map(|node| head(node)));
}

fn output_field(rules: &mut Rules<'_, '_>, ty: &TypeDef, field: &FieldDefinition<'_>) {
    reserved_name(rules, field.name);
    let place = Coordinate::Member(&ty.name, field.name.text);
    if let Some(id) = rules.schema.find(field.ty.name().text)
        && matches!(rules.schema.ty(id).kind, TypeKind::InputObject { .. })
    {
        let message = format!("The type of {place} must be Output Type but got: {}.", field.ty);
        rules.warn(&TYPE_SYSTEM, message, [field.ty.span()]);
    }
    for argument in &field.arguments {
        reserved_name(rules, argument.name);
        let place = Coordinate::Argument(&ty.name, field.name.text, argument.name.text);
        input_type(rules, &argument.ty, argument.ty.span(), place);
        required_deprecated(rules, argument, "argument", place);
    }
}

fn input_field(rules: &mut Rules<'_, '_>, ty: &TypeDef, field: &InputValueDefinition<'_>, one_of: bool) {
    reserved_name(rules, field.name);
    let place = Coordinate::Member(&ty.name, field.name.text);
    input_type(rules, &field.ty, field.ty.span(), place);
    required_deprecated(rules, field, "input field", place);
    // See https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects
    if one_of && field.ty.non_null {
        let message = format!("OneOf input field {place} must be nullable.");
        rules.warn(&TYPE_SYSTEM, message, [field.ty.span()]);
    }
    if one_of && field.default.is_some() {
        let message = format!("OneOf input field {place} cannot have a default value.");
        rules.warn(&TYPE_SYSTEM, message, [field.name.span]);
    }
}

/// Checks that a type is an input type. <https://spec.graphql.org/September2025/#IsInputType()>
pub(super) fn input_type(rules: &mut Rules<'_, '_>, ty: &Type<'_>, span: Span, place: Coordinate<'_>) {
    if let Some(id) = rules.schema.find(ty.name().text)
        && !rules.schema.ty(id).is_input()
    {
        let message = format!("The type of {place} must be Input Type but got: {ty}.");
        rules.warn(&TYPE_SYSTEM, message, [span]);
    }
}

/// Checks that a required element is not deprecated. <https://spec.graphql.org/September2025/#sec--deprecated>
pub(super) fn required_deprecated(
    rules: &mut Rules<'_, '_>,
    input: &InputValueDefinition<'_>,
    what: &str,
    place: Coordinate<'_>,
) {
    let deprecated = input
        .directives
        .iter()
        .find(|directive| directive.name.text == "deprecated");
    if let Some(deprecated) = deprecated
        && input.ty.non_null
        && input.default.is_none()
    {
        let message = format!("Required {what} {place} cannot be deprecated.");
        rules.warn(&TYPE_SYSTEM, message, [deprecated.span, input.ty.span()]);
    }
}

/// Checks the members of a union. <https://spec.graphql.org/September2025/#sec-Unions.Type-Validation>
fn union_members(rules: &mut Rules<'_, '_>, ty: &TypeDef, nodes: &[&TypeDefinition<'_>]) {
    let members: Vec<Name<'_>> = nodes
        .iter()
        .flat_map(|node| match &node.kind {
            TypeDefinitionKind::Union { members } => members.as_slice(),
            _ => &[],
        })
        .copied()
        .collect();
    for (at, member) in members.iter().enumerate() {
        let places = || -> Vec<Span> {
            let same = members.iter().filter(|other| other.text == member.text);
            same.map(|other| other.span).collect()
        };
        if members[..at].iter().any(|earlier| earlier.text == member.text) {
            let message = format!(
                "Union type {} can only include type {} once.",
                ty.name, member.text
            );
            rules.warn(&TYPE_SYSTEM, message, places());
            continue;
        }
        let kind = rules.schema.find(member.text).map(|id| &rules.schema.ty(id).kind);
        let known = rules.definition(member.text).is_some() || builtin::is_type(member.text);
        if known && !matches!(kind, Some(TypeKind::Object(_))) {
            let message = format!(
                "Union type {} can only include Object types, it cannot include {}.",
                ty.name, member.text
            );
            rules.warn(&TYPE_SYSTEM, message, places());
        }
    }
}
