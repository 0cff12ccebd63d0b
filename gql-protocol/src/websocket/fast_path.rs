//! The fast path for results, which matches the members of a message in the order that servers use, without parsing the
//! payload.

use super::message::{Id, Span};
use crate::json::Cursor;

/// Reads `id` and `type` in any order, and then the payload, which is assumed to be the last member and is not parsed.
/// `kind` is the type of a result, in quotes. Returns `None` for any other message, and for a result in any other form.
#[inline]
pub(super) fn read_result(text: &[u8], kind: &[u8; 6]) -> Option<(Id, Span)> {
    read_compact(text, kind).or_else(|| read_spaced(text, kind))
}

/// Reads a result without white space, whose members are compared together with what is between them.
#[inline]
fn read_compact(text: &[u8], kind: &[u8; 6]) -> Option<(Id, Span)> {
    let mut cursor = Cursor::new(text);
    let id = if cursor.take(br#"{"id":""#).is_some() {
        let id = cursor.integer()?;
        cursor.take(br#"","type":"#)?;
        cursor.take(kind)?;
        cursor.take(br#","payload":"#)?;
        id
    } else {
        cursor.take(br#"{"type":"#)?;
        cursor.take(kind)?;
        cursor.take(br#","id":""#)?;
        let id = cursor.integer()?;
        cursor.take(br#"","payload":"#)?;
        id
    };
    Some((Id(id), payload(text, &cursor)?))
}

/// Reads a result with white space, or with a member twice.
fn read_spaced(text: &[u8], kind: &[u8; 6]) -> Option<(Id, Span)> {
    let mut cursor = Cursor::new(text);
    let (mut result, mut id) = (None, None);
    cursor.take(b"{")?;
    loop {
        cursor.skip_space();
        if cursor.take(b"\"id\"").is_some() {
            cursor.colon()?;
            id = Some(read_id(&mut cursor)?);
        } else if cursor.take(b"\"type\"").is_some() {
            cursor.colon()?;
            result = Some(cursor.take(kind)?);
        } else {
            cursor.take(b"\"payload\"")?;
            cursor.colon()?;
            result?;
            return Some((id?, payload(text, &cursor)?));
        }
        cursor.skip_space();
        cursor.take(b",")?;
    }
}

/// Returns the position of the payload, which begins at the cursor.
#[inline]
fn payload(text: &[u8], cursor: &Cursor<'_>) -> Option<Span> {
    let start = text.len() - cursor.rest().len();
    Some(Span {
        range: start..start + cursor.length_of_last_object()?,
        speculative: true,
    })
}

/// Reads an id as the client writes it, which is a positive integer in quotes.
#[inline]
fn read_id(cursor: &mut Cursor<'_>) -> Option<Id> {
    cursor.take(b"\"")?;
    let id = cursor.integer()?;
    cursor.take(b"\"")?;
    Some(Id(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_in_the_usual_order_is_not_read() {
        for text in [
            r#"{"id":"7","type":"next","payload":{"data":{"a":"}"}}}"#,
            r#"{"type":"next","id":"7","payload":{"data":{"a":"}"}}}"#,
            r#"{"id":"1","type":"next","id":"7","payload":{"data":{"a":"}"}}}"#,
            "{ \"type\" : \"next\", \"id\" : \"7\" , \"payload\" : {\"data\":{\"a\":\"}\"}} } \r\n",
        ] {
            let (id, payload) = read_result(text.as_bytes(), b"\"next\"").unwrap();
            assert_eq!(id, Id(7));
            assert!(payload.speculative);
            assert_eq!(&text[payload.range], r#"{"data":{"a":"}"}}"#);
        }
        let largest = r#"{"id":"18446744073709551615","type":"data","payload":{}}"#;
        assert_eq!(
            read_result(largest.as_bytes(), b"\"data\"").unwrap().0,
            Id(u64::MAX)
        );
    }

    #[test]
    fn what_looks_otherwise_is_left_to_the_general_way() {
        for text in [
            "",
            "{",
            "{}",
            r#"{"id":"","type":"next","payload":{}}"#,
            r#"{"id":"07","type":"next","payload":{}}"#,
            r#"{"id":7,"type":"next","payload":{}}"#,
            r#"{"id":"7x","type":"next","payload":{}}"#,
            r#"{"id":"18446744073709551616","type":"next","payload":{}}"#,
            r#"{"id":"7","type":"nextt","payload":{}}"#,
            r#"{"id":"7","type":"data","payload":{}}"#,
            r#"{"id":"7","type":"next","payload":[]}"#,
            r#"{"id":"7","type":"next","payload":{}"#,
            r#"{"id":"7","type":"next"}"#,
            r#"{"id":"7","type":"error","payload":[{}]}"#,
            r#"{"type":"next","payload":{},"id":"7"}"#,
            r#"{"type":"next","payload":{}}"#,
            r#"{"id":"7","payload":{}}"#,
            r#"{"more":1,"id":"7","type":"next","payload":{}}"#,
        ] {
            assert!(read_result(text.as_bytes(), b"\"next\"").is_none(), "{text}");
        }
    }
}
