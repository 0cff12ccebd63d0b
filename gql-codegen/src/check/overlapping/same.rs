//! When two fields say the same: the conditions of <https://spec.graphql.org/September2025/#FieldsInSetCanMerge()>.

use super::sets::Selected;
use crate::schema::{Schema, TypeRef};
use crate::syntax::ast::{Argument, Value};

/// Why two fields cannot stand under one response key where both apply: another field, or other arguments.
pub(super) fn different_calls(a: &Selected<'_>, b: &Selected<'_>) -> Option<String> {
    let (name_a, name_b) = (a.field.name.text, b.field.name.text);
    if name_a != name_b {
        Some(format!("\"{name_a}\" and \"{name_b}\" are different fields"))
    } else if !same_arguments(&a.field.arguments, &b.field.arguments) {
        Some("they have differing arguments".to_owned())
    } else {
        None
    }
}

/// Why two fields cannot stand under one response key even where only one applies: one of them is streamed, and a list has
/// items from one stream alone. Equal `@stream` directives conflict too, for nothing says which of them takes effect.
/// <https://github.com/graphql/defer-stream-wg/discussions/100>
pub(super) fn different_streams(a: &Selected<'_>, b: &Selected<'_>) -> Option<String> {
    // Fragments in a circle lead to a field twice.
    let is_same = a.field.id == b.field.id;
    (!is_same && (is_streamed(a) || is_streamed(b)))
        .then(|| "they have overlapping stream directives".to_owned())
}

/// Whether a field has a `@stream` directive, whatever its condition is.
pub(super) fn is_streamed(selected: &Selected<'_>) -> bool {
    let directives = &selected.field.directives;
    directives.iter().any(|it| it.name.text == "stream")
}

/// Why two fields cannot stand under one response key even where only one applies: values of another shape.
pub(super) fn different_shapes(schema: &Schema, a: &Selected<'_>, b: &Selected<'_>) -> Option<String> {
    let (a, b) = (a.ty?, b.ty?);
    (!same_shape(schema, a, b)).then(|| {
        let (a, b) = (schema.display(a), schema.display(b));
        format!("they return conflicting types \"{a}\" and \"{b}\"")
    })
}

/// <https://spec.graphql.org/September2025/#SameResponseShape()>, without the sub-selections.
fn same_shape(schema: &Schema, a: TypeRef, b: TypeRef) -> bool {
    if a.is_non_null() != b.is_non_null() {
        return false;
    }
    match (a.item(), b.item()) {
        (Some(a), Some(b)) => same_shape(schema, a, b),
        (None, None) => a.named == b.named || !(schema.ty(a.named).is_leaf() || schema.ty(b.named).is_leaf()),
        _ => false,
    }
}

/// The same names with the same values, in any order.
fn same_arguments(a: &[Argument<'_>], b: &[Argument<'_>]) -> bool {
    a.len() == b.len()
        && sorted(a, |it| it.name.text)
            .into_iter()
            .zip(sorted(b, |it| it.name.text))
            .all(|(a, b)| a.name.text == b.name.text && same_value(&a.value, &b.value))
}

fn same_value(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Variable(a), Value::Variable(b)) | (Value::Enum(a), Value::Enum(b)) => a.text == b.text,
        (Value::Int(a, _), Value::Int(b, _)) | (Value::Float(a, _), Value::Float(b, _)) => a == b,
        (Value::String(a), Value::String(b)) => a.block == b.block && a.value() == b.value(),
        (Value::Boolean(a, _), Value::Boolean(b, _)) => a == b,
        (Value::Null(_), Value::Null(_)) => true,
        (Value::List(a, _), Value::List(b, _)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_value(a, b))
        }
        (Value::Object(a, _), Value::Object(b, _)) => {
            a.len() == b.len()
                && sorted(a, |it| it.name.text)
                    .into_iter()
                    .zip(sorted(b, |it| it.name.text))
                    .all(|(a, b)| a.name.text == b.name.text && same_value(&a.value, &b.value))
        }
        _ => false,
    }
}

fn sorted<'v, T>(list: &'v [T], name: impl Fn(&'v T) -> &'v str) -> Vec<&'v T> {
    let mut sorted: Vec<&T> = list.iter().collect();
    sorted.sort_by_key(|it| name(it));
    sorted
}
