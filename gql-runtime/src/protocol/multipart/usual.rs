//! What a part is, told by how servers write it: from its first bytes and its last ones, its payload not read.

use std::ops::Range;

use bytes::Bytes;
use memchr::memmem::Finder;

use super::object::{Progress, Scan};

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
        let value = match body.split_first_chunk() {
            Some((b"{\"payload\":", value)) => trim_start(value),
            _ => {
                let members = trim_start(body.strip_prefix(b"{")?);
                if members.starts_with(b"\"data\"") {
                    let whole = body.ends_with(b"}") && self.payload.find(body).is_none();
                    return whole.then_some(0..body.len());
                }
                let colon = trim_start(members.strip_prefix(b"\"payload\"")?);
                trim_start(colon.strip_prefix(b":")?)
            }
        };
        let object = trim_end(value.strip_suffix(b"}")?);
        let start = body.len() - value.len();
        let usual = matches!(object, [b'{', .., b'}']) && self.errors.find(body).is_none();
        usual.then_some(start..start + object.len())
    }
}

/// A part's body and where in it the execution result is presumed to be.
#[derive(Debug, Clone)]
pub(crate) struct Presumed {
    pub(super) body: Bytes,
    pub(super) result: Range<usize>,
}

impl Presumed {
    /// The presumed result: right if it is one JSON value, which its decoder finds out.
    pub(crate) fn result(&self) -> &[u8] {
        self.body.get(self.result.clone()).unwrap_or_default()
    }

    /// The result for certain, at the cost of reading the part; the whole part if it is not one JSON object.
    pub(crate) fn exact(&self) -> &[u8] {
        let mut scan = Scan::default();
        if scan.advance(&self.body) != Progress::Complete(self.body.len()) {
            return &self.body;
        }
        let payload = scan.members().payload.clone();
        payload
            .and_then(|payload| self.body.get(payload))
            .unwrap_or(&self.body)
    }
}

/// Without white space in front. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
fn trim_start(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}

/// Without white space behind.
fn trim_end(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presumed(body: &'static str) -> Option<Presumed> {
        let result = Usual::new().result(body.as_bytes())?;
        Some(Presumed {
            body: Bytes::from_static(body.as_bytes()),
            result,
        })
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
            assert_eq!(part.result(), result.as_bytes(), "{body}");
            assert_eq!(part.exact(), result.as_bytes(), "{body}");
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
        assert_eq!(followed.result(), br#"{"data":1},"extensions":{}"#);
        assert_eq!(followed.exact(), br#"{"data":1}"#);
        let two = presumed(r#"{"payload":{"data":1}}{"payload":{"data":2}}"#).unwrap();
        assert_eq!(two.exact(), &two.body[..]);
    }
}
