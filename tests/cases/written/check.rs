//! What is written of a response, to the letter.

use super::code;
use gql_runtime::Operation;
use gql_runtime::codegen::Serialize;

fn written<O: Operation>(data: &str) -> String
where
    O::Data: Serialize,
{
    let data: O::Data = serde_json::from_str(data).expect("the data fits");
    serde_json::to_string(&data).expect("it can be written")
}

#[test]
fn the_type_is_written_first() {
    for data in [
        r#"{"node":{"__typename":"Tug","id":"1"}}"#,
        r#"{"node":{"__typename":"Ship","id":"1","cargo":null}}"#,
    ] {
        assert_eq!(written::<code::Typed>(data).len(), data.len());
        let first = data.split(',').next().unwrap_or_default();
        assert!(written::<code::Typed>(data).starts_with(first), "{data}");
    }
    assert_eq!(
        written::<code::Typed>(r#"{"node":{"id":"1","__typename":"Tug"}}"#),
        r#"{"node":{"__typename":"Tug","id":"1"}}"#
    );
    // Fragments may have names in front of it by the alphabet.
    let parts = written::<code::Parts>(r#"{"node":{"__typename":"Tug","id":"1","A":"1"}}"#);
    assert!(parts.starts_with(r#"{"node":{"__typename":"Tug","#), "{parts}");
    let inside = r#"{"node":{"__typename":"Tug","id":"1","A":"1","pull":null},"ship":{"id":"1","__typename":"Ship","cargo":"x"}}"#;
    let again = written::<code::Inside>(inside);
    assert!(again.starts_with(r#"{"node":{"__typename":"Tug","#), "{again}");
    // No type decides here: the member stands where it is selected.
    assert!(again.ends_with(r#""ship":{"id":"1","__typename":"Ship","cargo":"x"}}"#), "{again}");
}

#[test]
fn what_may_be_absent_is_left_out_when_it_has_no_value() {
    for (data, expected) in [
        (r#"{"ship":{"id":"1","cargo":null}}"#, r#"{"ship":{"id":"1"}}"#),
        (r#"{"ship":{"id":"1"}}"#, r#"{"ship":{"id":"1"}}"#),
        (r#"{"ship":{"id":"1","hull":{"length":1}}}"#, r#"{"ship":{"id":"1","hull":{"length":1,"depth":null}}}"#),
    ] {
        assert_eq!(written::<code::Conditional>(data), expected);
        assert_eq!(written::<code::Conditional>(expected), expected);
    }
}
