//! Deprecated elements of the schema are deprecated in Rust: `expect` fails where there is no such warning.

use super::code::*;

#[test]
#[expect(deprecated)]
fn fields() {
    let _ = |repo: used::UsedRepo| repo.old;
}

#[test]
#[expect(deprecated)]
fn fields_of_fragments() {
    let _ = |parts: Parts| parts.names;
}

#[test]
#[expect(deprecated)]
fn values() {
    assert_eq!(State::Closed.as_str(), "CLOSED");
}

#[test]
#[expect(deprecated)]
fn input_fields() {
    let filter = Filter {
        old: Some(1),
        ..Filter::default()
    };
    assert_eq!(serde_json::to_string(&filter).expect("JSON"), r#"{"old":1}"#);
}

#[test]
#[expect(deprecated)]
fn variants_of_inputs() {
    assert_eq!(serde_json::to_string(&Pick::B(1)).expect("JSON"), r#"{"b":1}"#);
}
