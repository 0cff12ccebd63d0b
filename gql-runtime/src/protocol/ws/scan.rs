//! The quick way through a message: by what its members look like as servers write them, and not into its payload.

use std::borrow::Cow;

use super::envelope::Envelope;
use super::message::{Id, Span};

/// Reads `type` and `id`, and then the payload of a result, presumed to be the last member: what it holds is not looked at.
/// A message in any other form gives `None`, be it malformed or not.
pub(super) fn scan(text: &str) -> Option<Envelope<'_>> {
    let mut cursor = Cursor {
        rest: text.as_bytes(),
    };
    let (mut kind, mut id) = (None, None);
    cursor.take(b"{")?;
    loop {
        cursor.skip_space();
        if cursor.take(b"\"id\"").is_some() {
            cursor.colon()?;
            id = Some(cursor.id()?);
        } else if cursor.take(b"\"type\"").is_some() {
            cursor.colon()?;
            kind = Some(cursor.kind()?);
        } else {
            cursor.take(b"\"payload\"")?;
            cursor.colon()?;
            if id.is_none() || !matches!(kind, Some("next" | "data")) {
                return None;
            }
            let start = text.len() - cursor.rest.len();
            let payload = Some(Span {
                range: start..start + cursor.object_before_brace()?,
                presumed: true,
            });
            return Some(envelope(kind?, id, payload));
        }
        cursor.skip_space();
        if cursor.take(b",").is_none() {
            cursor.take(b"}")?;
            cursor.skip_space();
            return cursor.rest.is_empty().then_some(envelope(kind?, id, None));
        }
    }
}

fn envelope(kind: &'static str, id: Option<Id>, payload: Option<Span>) -> Envelope<'static> {
    Envelope {
        kind: Cow::Borrowed(kind),
        id,
        payload,
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

    /// White space. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
    #[inline]
    fn skip_space(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    #[inline]
    fn colon(&mut self) -> Option<()> {
        self.skip_space();
        self.take(b":")?;
        self.skip_space();
        Some(())
    }

    /// The type of a message that comes often.
    #[inline]
    fn kind(&mut self) -> Option<&'static str> {
        let next = self.take(b"\"next\"").map(|()| "next");
        next.or_else(|| self.take(b"\"data\"").map(|()| "data"))
            .or_else(|| self.take(b"\"complete\"").map(|()| "complete"))
            .or_else(|| self.take(b"\"ping\"").map(|()| "ping"))
            .or_else(|| self.take(b"\"pong\"").map(|()| "pong"))
            .or_else(|| self.take(b"\"ka\"").map(|()| "ka"))
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

#[inline]
fn trim_end(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_in_the_usual_order_is_not_scanned() {
        for text in [
            r#"{"id":"7","type":"next","payload":{"data":{"a":"}"}}}"#,
            r#"{"type":"next","id":"7","payload":{"data":{"a":"}"}}}"#,
            "{ \"type\" : \"data\", \"id\" : \"7\" , \"payload\" : {\"data\":{\"a\":\"}\"}} } \r\n",
        ] {
            let envelope = scan(text).unwrap();
            assert_eq!(envelope.id, Some(Id(7)));
            let payload = envelope.payload.unwrap();
            assert!(payload.presumed);
            assert_eq!(&text[payload.range], r#"{"data":{"a":"}"}}"#);
        }
    }

    #[test]
    fn messages_without_a_payload() {
        for (text, kind, id) in [
            (r#"{"id":"7","type":"complete"}"#, "complete", Some(Id(7))),
            ("{\"type\": \"ka\"}\n", "ka", None),
            (r#"{"type":"pong","type":"ping"}"#, "ping", None),
            (
                r#"{"id":"1","id":"18446744073709551615","type":"complete"}"#,
                "complete",
                Some(Id(u64::MAX)),
            ),
        ] {
            let envelope = scan(text).unwrap();
            assert_eq!((envelope.kind.as_ref(), envelope.id), (kind, id), "{text}");
            assert!(envelope.payload.is_none());
        }
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
            r#"{"id":"7","type":"next","payload":[]}"#,
            r#"{"id":"7","type":"next","payload":{}"#,
            r#"{"id":"7","type":"error","payload":[{}]}"#,
            r#"{"type":"next","payload":{},"id":"7"}"#,
            r#"{"type":"ping","payload":{}}"#,
            r#"{"type":"ping"}}"#,
            r#"{"type":"ping",}"#,
            r#"{"more":1,"type":"ping"}"#,
        ] {
            assert!(scan(text).is_none(), "{text}");
        }
    }
}
