//! The comparison of the reader with serde_json: both return the same value, or both reject the text.

use std::fmt::Debug;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::hinted::Node;
use crate::types::Everything;

/// Deserializes a text as many types.
///
/// # Panics
/// Panics if the reader and serde_json do not agree.
pub(crate) fn agree(text: &str) {
    one::<Value>(text);
    // `__typename`, and its errors, are read before the members that precede it.
    values::<Node>(text);
    one::<Everything<'_>>(text);
    one::<IgnoredAny>(text);
    one::<&RawValue>(text);
    one::<&str>(text);
    one::<Vec<f32>>(text);
    one::<Vec<f64>>(text);
    one::<Vec<i64>>(text);
}

fn one<'de, T: Deserialize<'de> + Debug>(text: &'de str) {
    let Some((expected, read)) = values::<T>(text) else {
        return;
    };
    let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
    assert!(is_json || read.is_syntax() || read.is_eof(), "{text:?}: {read}");
    if !is_json || !expected.is_data() {
        return;
    }
    let (message, place) = parts(&expected, text);
    let (read_message, read_place) = parts(&read, text);
    if message.contains("expected a boolean") {
        // serde_json omits the first letter of a key that is not a boolean.
        assert!(read_message.contains("expected a boolean"), "{text:?}: {read}");
        return;
    }
    if let Some(expected) = message.strip_prefix("invalid type: number, ") {
        // With `arbitrary_precision`, serde_json does not convert the number for a message.
        let is_huge = read_message == "number out of range";
        assert!(is_huge || read_message.ends_with(expected), "{text:?}: {read}");
    } else {
        assert_eq!(message, read_message, "{text:?}");
    }
    // The reader does not skip a comma after an item that does not fit, places a key that does not fit at the value behind it, and an
    // error of a conversion before the end of the list or object.
    let between = text.get(place.min(read_place)..place.max(read_place));
    let between: String = between.unwrap_or("xx").split_whitespace().collect();
    assert!(
        matches!(between.as_bytes(), [] | [b',' | b':' | b']' | b'}'] | [b':', _]),
        "{text:?}: {expected}, {read}"
    );
}

/// Returns the message without its position, and the position as an offset.
fn parts(error: &serde_json::Error, text: &str) -> (String, usize) {
    let whole = error.to_string();
    let message = whole
        .split_once(" at line ")
        .map_or(whole.as_str(), |(message, _)| message);
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    (
        message.to_owned(),
        lines.map(str::len).sum::<usize>() + error.column(),
    )
}

/// Compares the values, and returns the errors if both reject the text.
fn values<'de, T: Deserialize<'de> + Debug>(
    text: &'de str,
) -> Option<(serde_json::Error, serde_json::Error)> {
    let expected = serde_json::from_str::<T>(text);
    let read = gql_json::from_str::<T>(text);
    match (expected, read) {
        (Ok(expected), Ok(read)) => {
            // Unlike equality, this distinguishes -0 from 0.
            assert_eq!(format!("{expected:?}"), format!("{read:?}"), "{text:?}");
            None
        }
        (Err(expected), Err(read)) => Some((expected, read)),
        // A type that continues after an error makes serde_json accept text that is not JSON, such as `-\u{b}` for a
        // number.
        (Ok(_), Err(_)) if serde_json::from_str::<IgnoredAny>(text).is_err() => None,
        // Such a type continues where serde_json stops, within a number that is out of range, or a string that is not
        // Unicode.
        (Err(expected), Ok(_)) if expected.is_syntax() && text.contains("enient") => None,
        (expected, read) => panic!("{text:?}: serde_json {expected:?}, the reader {read:?}"),
    }
}
