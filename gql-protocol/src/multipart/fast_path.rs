//! The fast path for parts: finds the result by the first and last bytes of a part, without reading its payload.

use std::ops::Range;

use memchr::memmem::Finder;

use super::object::{Progress, Scan};
use crate::json::Cursor;

/// Finds the results of parts in the form in which servers write them.
#[derive(Debug)]
pub(super) struct FastPath {
    errors: Finder<'static>,
    payload: Finder<'static>,
}

impl FastPath {
    pub(super) fn new() -> Self {
        Self {
            errors: Finder::new(b"\"errors\""),
            payload: Finder::new(b"\"payload\""),
        }
    }

    /// Returns the speculative range of the execution result in the body of a part: of the payload in `{"payload": {…}}` without errors of
    /// the stream, or of the whole `{"data": …}`. Returns `None` for a part that may be anything else.
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

/// Returns the exact range of the payload in the body of a part, which is read for it. This is the whole body if it is not one JSON
/// object.
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

    fn speculated(body: &'static str) -> Option<Payload> {
        let result = FastPath::new().result(body.as_bytes())?;
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
            let part = speculated(body).unwrap();
            assert_eq!(part.speculative(), Some(result.as_bytes()), "{body}");
            assert_eq!(part.as_bytes(), result.as_bytes(), "{body}");
        }
    }

    #[test]
    fn a_part_that_may_have_other_members_is_left_to_the_scan() {
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
            assert!(speculated(body).is_none(), "{body}");
        }
    }

    #[test]
    fn a_wrong_speculation_is_corrected() {
        let followed = speculated(r#"{"payload":{"data":1},"extensions":{}}"#).unwrap();
        assert_eq!(
            followed.speculative(),
            Some(&br#"{"data":1},"extensions":{}"#[..])
        );
        assert_eq!(followed.as_bytes(), br#"{"data":1}"#);
        let two = r#"{"payload":{"data":1}}{"payload":{"data":2}}"#;
        assert_eq!(speculated(two).unwrap().as_bytes(), two.as_bytes());
    }
}
