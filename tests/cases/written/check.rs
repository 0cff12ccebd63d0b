//! The JSON that responses are serialized to, byte by byte.

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

#[test]
fn a_type_that_nothing_asks_for_is_not_missed() {
    fn again<O: Operation>(data: &str, expected: &str)
    where
        O::Data: Serialize + PartialEq + std::fmt::Debug,
    {
        let read: O::Data = serde_json::from_str(data).expect("the data fits");
        let text = serde_json::to_string(&read).expect("it can be written");
        assert_eq!(text, expected);
        let second: O::Data = serde_json::from_str(&text).expect("it can be read again");
        assert_eq!(second, read);
        // From a tree, which lends no text, as well.
        let tree: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let third: O::Data = serde_json::from_value(tree).expect("it can be read from a tree");
        assert_eq!(third, read);
    }
    let away = r#"{"node":{"__typename":"Tug","kind":"Tug","id":"1"}}"#;
    again::<code::Nameless>(away, r#"{"node":{"id":"1","kind":"Tug"}}"#);
    again::<code::NamelessPair>(away, r#"{"node":{"id":"1","kind":"Tug"}}"#);
    again::<code::NamelessBoth>(away, r#"{"node":{"id":"1","kind":"Tug"}}"#);
    let there = r#"{"node":{"__typename":"Tug","kind":"Tug","id":"1","pull":3}}"#;
    let read: <code::Nameless as Operation>::Data = serde_json::from_str(there).expect("the data fits");
    let text = serde_json::to_string(&read).expect("it can be written");
    assert!(text.contains(r#""__typename":"Tug""#), "{text}");
}
