//! No input object asks for itself through fields that must be given.
//! <https://spec.graphql.org/September2025/#sec-Input-Objects.Circular-References>

use super::{Rules, TYPE_SYSTEM};
use crate::schema::{InputValue, Schema, TypeId, TypeKind};

/// A type on the way from where the search began.
struct Step {
    ty: TypeId,
    /// The field to look at next.
    next: usize,
}

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let schema = rules.schema;
    let mut visited = vec![false; schema.types.len()];
    for ty in &schema.types {
        if matches!(ty.kind, TypeKind::InputObject { .. }) {
            search(rules, ty.id, &mut visited);
        }
    }
}

/// Depth first, with the way kept in a list: schemas may be deeper than the stack.
fn search(rules: &mut Rules<'_, '_>, from: TypeId, visited: &mut [bool]) {
    if std::mem::replace(&mut visited[from.0 as usize], true) {
        return;
    }
    let schema = rules.schema;
    let mut way = vec![Step { ty: from, next: 0 }];
    while let Some(step) = way.last_mut() {
        let Some(field) = fields(schema, step.ty).get(step.next) else {
            way.pop();
            continue;
        };
        step.next += 1;
        let Some(to) = required_object(schema, field) else {
            continue;
        };
        if let Some(start) = way.iter().position(|step| step.ty == to) {
            report(rules, to, &way[start..]);
        } else if !std::mem::replace(&mut visited[to.0 as usize], true) {
            way.push(Step { ty: to, next: 0 });
        }
    }
}

fn fields(schema: &Schema, id: TypeId) -> &[InputValue] {
    match &schema.ty(id).kind {
        TypeKind::InputObject { fields, .. } => fields,
        _ => &[],
    }
}

/// The input object that a value of this field must hold: `T!`, but not `[T!]!`.
fn required_object(schema: &Schema, field: &InputValue) -> Option<TypeId> {
    let bare = field.ty.is_non_null() && !field.ty.is_list();
    let is_object = matches!(schema.ty(field.ty.named).kind, TypeKind::InputObject { .. });
    (bare && is_object).then_some(field.ty.named)
}

/// Each step of the cycle has gone on from the field before its next one.
fn report(rules: &mut Rules<'_, '_>, ty: TypeId, cycle: &[Step]) {
    let schema = rules.schema;
    let taken: Vec<&InputValue> = cycle
        .iter()
        .filter_map(|step| fields(schema, step.ty).get(step.next.checked_sub(1)?))
        .collect();
    let names: Vec<&str> = taken.iter().map(|field| &*field.name).collect();
    let message = format!(
        "Cannot reference Input Object \"{}\" within itself through a series of non-null fields: \"{}\".",
        schema.ty(ty).name,
        names.join(".")
    );
    rules.warn(&TYPE_SYSTEM, message, taken.iter().filter_map(|field| field.span));
}
