//! Checks that every input object has a finite value. It must not require itself through its required fields or, if it is a
//! `@oneOf` type, through all of its fields. <https://spec.graphql.org/draft/#sec-Input-Objects.Circular-References>

use super::{Rules, TYPE_SYSTEM};
use crate::schema::{InputValue, Schema, TypeDef, TypeId, TypeKind};

/// A type on the current path.
struct Step {
    ty: TypeId,
    /// The next field to visit.
    next: usize,
}

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let schema = rules.schema;
    let endless = endless(schema);
    let mut visited = vec![false; schema.types.len()];
    for ty in &schema.types {
        if endless[ty.id.0 as usize] {
            search(rules, ty.id, &endless, &mut visited);
        }
    }
}

/// Returns which input objects have no finite value.
fn endless(schema: &Schema) -> Vec<bool> {
    let mut endless = vec![false; schema.types.len()];
    let mut missing = vec![0_usize; schema.types.len()];
    let mut needed_by: Vec<Vec<TypeId>> = vec![Vec::new(); schema.types.len()];
    let mut finite = Vec::new();
    for ty in &schema.types {
        let TypeKind::InputObject { fields, one_of } = &ty.kind else {
            continue;
        };
        let objects: Vec<TypeId> = fields
            .iter()
            .filter_map(|field| required_object(schema, ty, field))
            .collect();
        for object in &objects {
            needed_by[object.0 as usize].push(ty.id);
        }
        missing[ty.id.0 as usize] = match one_of {
            // One field with a finite value is sufficient.
            true if objects.is_empty() || objects.len() < fields.len() => 0,
            true => 1,
            false => objects.len(),
        };
        endless[ty.id.0 as usize] = missing[ty.id.0 as usize] > 0;
        if !endless[ty.id.0 as usize] {
            finite.push(ty.id);
        }
    }
    while let Some(ty) = finite.pop() {
        for by in &needed_by[ty.0 as usize] {
            let at = by.0 as usize;
            missing[at] = missing[at].saturating_sub(1);
            if missing[at] == 0 && std::mem::replace(&mut endless[at], false) {
                finite.push(*by);
            }
        }
    }
    endless
}

/// Searches depth first with an explicit stack, because schemas may be deeper than the call stack.
fn search(rules: &mut Rules<'_, '_>, from: TypeId, endless: &[bool], visited: &mut [bool]) {
    if std::mem::replace(&mut visited[from.0 as usize], true) {
        return;
    }
    let schema = rules.schema;
    let mut way = vec![Step { ty: from, next: 0 }];
    while let Some(step) = way.last_mut() {
        let ty = schema.ty(step.ty);
        let Some(field) = fields(ty).get(step.next) else {
            way.pop();
            continue;
        };
        step.next += 1;
        let Some(to) = required_object(schema, ty, field).filter(|to| endless[to.0 as usize]) else {
            continue;
        };
        if let Some(start) = way.iter().position(|step| step.ty == to) {
            report(rules, to, &way[start..]);
        } else if !std::mem::replace(&mut visited[to.0 as usize], true) {
            way.push(Step { ty: to, next: 0 });
        }
    }
}

fn fields(ty: &TypeDef) -> &[InputValue] {
    match &ty.kind {
        TypeKind::InputObject { fields, .. } => fields,
        _ => &[],
    }
}

/// Returns the input object that a required field contains: `T!`, but not `[T!]!`; or `T` in a `@oneOf` type.
fn required_object(schema: &Schema, of: &TypeDef, field: &InputValue) -> Option<TypeId> {
    let one_of = matches!(of.kind, TypeKind::InputObject { one_of: true, .. });
    let is_required = field.ty.is_non_null() != one_of && !field.ty.is_list();
    let is_object = matches!(schema.ty(field.ty.named).kind, TypeKind::InputObject { .. });
    (is_required && is_object).then_some(field.ty.named)
}

/// Each step of the cycle continued with the field before `next`.
fn report(rules: &mut Rules<'_, '_>, ty: TypeId, cycle: &[Step]) {
    let schema = rules.schema;
    let taken: Vec<(&TypeDef, &InputValue)> = cycle
        .iter()
        .filter_map(|step| {
            let ty = schema.ty(step.ty);
            Some((ty, fields(ty).get(step.next.checked_sub(1)?)?))
        })
        .collect();
    let names: Vec<String> = taken
        .iter()
        .map(|(ty, field)| format!("{}.{}", ty.name, field.name))
        .collect();
    let message = format!(
        "Input Object {} cannot be provided a finite value because it references itself through fields: {}.",
        schema.ty(ty).name,
        names.join(", ")
    );
    let places = taken.iter().filter_map(|(_, field)| field.span);
    rules.warn(&TYPE_SYSTEM, message, places);
}
