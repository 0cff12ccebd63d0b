//! Comparison of default values.

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::SourceId;
use gql_codegen::syntax::ast::{ObjectField, Value};
use gql_codegen::syntax::parse_value;

/// Returns whether two values have the same meaning; `None` means that there is no value.
pub(super) fn is_same(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return a == b;
    };
    let read = |text| parse_value(SourceId(0), text, true, &mut Diagnostics::new());
    match (read(a), read(b)) {
        (Some(a), Some(b)) => same(&a, &b),
        _ => a == b,
    }
}

/// Compares values, ignoring whitespace, commas, the form of strings, and the order of input object fields.
/// <https://spec.graphql.org/September2025/#sec-Input-Object-Values>
fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Object(a, _), Value::Object(b, _)) => {
            let is_in_b = |field: &ObjectField<'_>| {
                let other = b.iter().find(|other| other.name.text == field.name.text);
                other.is_some_and(|other| same(&field.value, &other.value))
            };
            a.len() == b.len() && a.iter().all(is_in_b)
        }
        (Value::List(a, _), Value::List(b, _)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Int(a, _), Value::Int(b, _)) | (Value::Float(a, _), Value::Float(b, _)) => a == b,
        (Value::Boolean(a, _), Value::Boolean(b, _)) => a == b,
        (Value::Null(_), Value::Null(_)) => true,
        (Value::Enum(a), Value::Enum(b)) => a.text == b.text,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn what_is_a_change() {
        for (a, b, expected) in [
            ("{a: 1, b: [RED {c: null}]}", "{ b: [RED, {c: null}] a: 1 }", true),
            ("\"a\"", "\"\"\"a\"\"\"", true),
            ("{a: 1}", "{a: 1, b: 2}", false),
            ("[1, 2]", "[2, 1]", false),
            ("RED", "\"RED\"", false),
            ("1", "1.0", false),
            ("true", "false", false),
        ] {
            assert_eq!(is_same(Some(a), Some(b)), expected, "{a} {b}");
            assert_eq!(is_same(Some(b), Some(a)), expected, "{b} {a}");
        }
        assert!(is_same(None, None) && !is_same(Some("null"), None));
    }
}
