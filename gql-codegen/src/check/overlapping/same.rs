//! The conditions under which two fields can be merged: <https://spec.graphql.org/September2025/#FieldsInSetCanMerge()>.

use super::sets::Selected;
use crate::schema::{Schema, TypeRef};
use crate::syntax::ast::{Argument, Value};

/// Returns why two fields that both apply conflict: they are different fields or have different arguments.
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

/// Returns why two fields conflict even if only one applies: one of them is streamed, and the items of a list come from a
/// single stream. Equal `@stream` directives also conflict, because it is undefined which of them takes effect.
/// <https://github.com/graphql/defer-stream-wg/discussions/100>
pub(super) fn different_streams(a: &Selected<'_>, b: &Selected<'_>) -> Option<String> {
    // Cyclic fragments lead to the same field twice.
    let is_same = a.field.id == b.field.id;
    (!is_same && (is_streamed(a) || is_streamed(b)))
        .then(|| "they have overlapping stream directives".to_owned())
}

/// Returns whether a field has a `@stream` directive, regardless of its condition.
pub(super) fn is_streamed(selected: &Selected<'_>) -> bool {
    let directives = &selected.field.directives;
    directives.iter().any(|it| it.name.text == "stream")
}

/// Returns why two fields conflict even if only one applies: their values have different shapes.
pub(super) fn different_shapes(schema: &Schema, a: &Selected<'_>, b: &Selected<'_>) -> Option<String> {
    let (a, b) = (a.ty?, b.ty?);
    (!same_shape(schema, a, b)).then(|| {
        let (a, b) = (schema.display(a), schema.display(b));
        format!("they return conflicting types \"{a}\" and \"{b}\"")
    })
}

/// Compares shapes without the selection sets. <https://spec.graphql.org/September2025/#SameResponseShape()>
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

/// Returns whether the arguments have the same names and values, in any order.
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
