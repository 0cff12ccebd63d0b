//! The quick way through a message: a result, by what its members look like as servers write them, and not into its payload.

use super::message::{Id, Span};
use crate::json::{trim_end, trim_start};

/// Reads `id` and `type`, in whichever order, and then the payload, presumed to be the last member: what it holds is not looked
/// at. `kind` is the type of a result, in quotes. Any other message, and a result in any other form, gives `None`.
#[inline]
pub(super) fn scan(text: &[u8], kind: &[u8; 6]) -> Option<(Id, Span)> {
    let mut cursor = Cursor { rest: text };
    let (mut result, mut id) = (None, None);
    cursor.take(b"{")?;
    loop {
        cursor.skip_space();
        if cursor.take(b"\"id\"").is_some() {
            cursor.colon()?;
            id = Some(cursor.id()?);
        } else if cursor.take(b"\"type\"").is_some() {
            cursor.colon()?;
            result = Some(cursor.take(kind)?);
        } else {
            cursor.take(b"\"payload\"")?;
            cursor.colon()?;
            result?;
            let start = text.len() - cursor.rest.len();
            let payload = Span {
                range: start..start + cursor.object_before_brace()?,
                presumed: true,
            };
            return Some((id?, payload));
        }
        cursor.skip_space();
        cursor.take(b",")?;
    }
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    /// Takes that text, if it is what comes next.
    #[inline]
    fn take<const LENGTH: usize>(&mut self, text: &[u8; LENGTH]) -> Option<()> {
        let (next, rest) = self.rest.split_first_chunk::<LENGTH>()?;
        (next == text).then(|| self.rest = rest)
    }

    #[inline]
    fn skip_space(&mut self) {
        self.rest = trim_start(self.rest);
    }

    #[inline]
    fn colon(&mut self) -> Option<()> {
        self.skip_space();
        self.take(b":")?;
        self.skip_space();
        Some(())
    }

    /// An id as we write them: digits, the first of them not 0.
    #[inline]
    fn id(&mut self) -> Option<Id> {
        self.take(b"\"")?;
        let (mut id, start) = (0_u64, self.rest.len());
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            id = id.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            if id == 0 {
                return None;
            }
            self.rest = rest;
        }
        let some = self.rest.len() < start;
        self.take(b"\"")?;
        some.then_some(Id(id))
    }

    /// How long the object is that begins here, if it ends before the message's own brace.
    fn object_before_brace(&self) -> Option<usize> {
        let object = trim_end(trim_end(self.rest).strip_suffix(b"}")?);
        matches!(object, [b'{', .., b'}']).then_some(object.len())
    }
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
            let (id, payload) = scan(text.as_bytes(), b"\"next\"").unwrap();
            assert_eq!(id, Id(7));
            assert!(payload.presumed);
            assert_eq!(&text[payload.range], r#"{"data":{"a":"}"}}"#);
        }
        let largest = r#"{"id":"18446744073709551615","type":"data","payload":{}}"#;
        assert_eq!(scan(largest.as_bytes(), b"\"data\"").unwrap().0, Id(u64::MAX));
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
            assert!(scan(text.as_bytes(), b"\"next\"").is_none(), "{text}");
        }
    }
}
