//! What a part is, told by how servers write it: from its first bytes and its last ones, its payload not read.

use std::ops::Range;

use memchr::memmem::Finder;

use super::object::{Progress, Scan};
use crate::json::Cursor;

/// Knows parts in their usual form.
#[derive(Debug)]
pub(super) struct Usual {
    errors: Finder<'static>,
    payload: Finder<'static>,
}

impl Usual {
    pub(super) fn new() -> Self {
        Self {
            errors: Finder::new(b"\"errors\""),
            payload: Finder::new(b"\"payload\""),
        }
    }

    /// Where the execution result is in a part's body, presumed that the body is JSON: `{"payload": {…}}`, the whole stream
    /// having no errors, or `{"data": …}` itself. `None` for a part that may be something else.
    pub(super) fn result(&self, body: &[u8]) -> Option<Range<usize>> {
        let mut cursor = Cursor::new(body);
        if cursor.take(b"{\"payload\":").is_some() {
            cursor.skip_space();
        } else {
            cursor.take(b"{")?;
            cursor.skip_space();
            if cursor.take(b"\"data\"").is_some() {
                let is_whole = body.ends_with(b"}") && self.payload.find(body).is_none();
                return is_whole.then_some(0..body.len());
            }
            cursor.take(b"\"payload\"")?;
            cursor.colon()?;
        }
        let start = body.len() - cursor.rest().len();
        let length = cursor.length_of_last_object()?;
        self.errors.find(body).is_none().then_some(start..start + length)
    }
}

/// Finds the payload of a part's body, at the cost of reading it; the whole body if it is not one JSON object.
pub(super) fn rescan(body: &[u8]) -> Range<usize> {
    let mut scan = Scan::default();
    if scan.advance(body) != Progress::Complete(body.len()) {
        return 0..body.len();
    }
    scan.members().payload.clone().unwrap_or(0..body.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Payload;
    use bytes::Bytes;

    fn presumed(body: &'static str) -> Option<Payload> {
        let result = Usual::new().result(body.as_bytes())?;
        Some(Payload::speculate(
            Bytes::from_static(body.as_bytes()),
            result,
            rescan,
        ))
    }

    #[test]
    fn results_as_servers_write_them() {
        for (body, result) in [
            (r#"{"payload":{"data":{"a":"}"}}}"#, r#"{"data":{"a":"}"}}"#),
            ("{ \"payload\" : {\"data\":1}\r\n}", r#"{"data":1}"#),
            (r#"{"data":{"a":1}}"#, r#"{"data":{"a":1}}"#),
            (
                r#"{"data":null,"errors":[{"message":"m"}]}"#,
                r#"{"data":null,"errors":[{"message":"m"}]}"#,
            ),
        ] {
            let part = presumed(body).unwrap();
            assert_eq!(part.speculative(), Some(result.as_bytes()), "{body}");
            assert_eq!(part.as_bytes(), result.as_bytes(), "{body}");
        }
    }

    #[test]
    fn what_may_say_more_is_not_usual() {
        for body in [
            "",
            "{}",
            "[]",
            r#"{"payload":null}"#,
            r#"{"payload":{"data":1},"errors":[]}"#,
            r#"{"payload":{"data":1},"errors":[{}],"extensions":{}}"#,
            r#"{"payload":{"data":1}} x"#,
            r#"{"payload":{"data":1}"#,
            r#"{"errors":[{}]}"#,
            r#"{"data":1,"payload":{"data":2}}"#,
            r#"{"more":1,"payload":{"data":2}}"#,
        ] {
            assert!(presumed(body).is_none(), "{body}");
        }
    }

    #[test]
    fn a_wrong_presumption_is_put_right() {
        let followed = presumed(r#"{"payload":{"data":1},"extensions":{}}"#).unwrap();
        assert_eq!(
            followed.speculative(),
            Some(&br#"{"data":1},"extensions":{}"#[..])
        );
        assert_eq!(followed.as_bytes(), br#"{"data":1}"#);
        let two = r#"{"payload":{"data":1}}{"payload":{"data":2}}"#;
        assert_eq!(presumed(two).unwrap().as_bytes(), two.as_bytes());
    }
}
