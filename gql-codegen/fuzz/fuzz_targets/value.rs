//! Any bytes as a value and as a type: what is printed is read again, and means the same.
#![no_main]

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::SourceId;
use gql_codegen::syntax::ast::{Type, Value};
use gql_codegen::syntax::{parse_type, parse_value};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Some(value) = value(&text) {
        let printed = value.to_string();
        let again = self::value(&printed).expect("a printed value is a value");
        assert!(same(&value, &again), "{text:?} printed as {printed:?}");
    }
    if let Some(ty) = ty(&text) {
        let printed = ty.to_string();
        assert_eq!(
            self::ty(&printed).expect("a printed type is a type").to_string(),
            printed
        );
    }
});

fn value(text: &str) -> Option<Value<'_>> {
    let mut diagnostics = Diagnostics::new();
    let value = parse_value(SourceId(0), text, false, &mut diagnostics);
    assert_eq!(value.is_none(), diagnostics.has_errors());
    value
}

fn ty(text: &str) -> Option<Type<'_>> {
    let mut diagnostics = Diagnostics::new();
    let ty = parse_type(SourceId(0), text, &mut diagnostics);
    assert_eq!(ty.is_none(), diagnostics.has_errors());
    ty
}

fn same(one: &Value<'_>, other: &Value<'_>) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => {
            one.value() == other.value() && one.block == other.block
        }
        (Value::List(one, _), Value::List(other, _)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one, _), Value::Object(other, _)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| one.name.text == other.name.text && same(&one.value, &other.value))
        }
        _ => one.to_string() == other.to_string(),
    }
}
