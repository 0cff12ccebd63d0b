//! Finds the end of a JSON object that arrives in pieces, and its members on the way, looking at each byte once.

use std::ops::Range;

use crate::json::{Scanner, Token};

/// The places of the members that decide the kind of a part, counted from the object's `{`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PartMembers {
    pub(super) payload: Option<Range<usize>>,
    pub(super) errors: Option<Range<usize>>,
    pub(super) data: Option<Range<usize>>,
}

/// The state of a scan.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// All bytes so far belong to the object.
    More,
    /// The object has ended, with this length in bytes.
    Complete(usize),
    /// The bytes are not a JSON object.
    Invalid,
}

/// The scan. It finds brackets, strings and members, and does not check anything else: the decoder does.
#[derive(Debug, Default)]
pub(super) struct Scan {
    scanner: Scanner,
    depth: u32,
    /// At depth 1: the key read last, and the place after its colon.
    key: Range<usize>,
    value: Option<usize>,
    members: PartMembers,
}

impl Scan {
    /// Continues in `bytes`, which begin with the object's `{` and with everything that was given before.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> Progress {
        loop {
            let token = if self.depth == 1 {
                self.scanner.next(bytes)
            } else {
                self.scanner.next_bracket(bytes)
            };
            match token {
                Ok(Some(Token::Open(_))) => self.depth += 1,
                Ok(Some(Token::Close(place))) if self.depth == 1 => {
                    self.end_member(bytes, place);
                    return Progress::Complete(place + 1);
                }
                Ok(Some(Token::Close(_))) => self.depth = self.depth.saturating_sub(1),
                Ok(Some(Token::Colon(place))) => self.value = Some(place + 1),
                Ok(Some(Token::Comma(place))) => self.end_member(bytes, place),
                Ok(Some(Token::String(text))) if self.value.is_none() => self.key = text,
                Ok(Some(Token::String(_))) => {}
                Ok(None) => return Progress::More,
                Err(_) => return Progress::Invalid,
            }
        }
    }

    /// Returns the members that were found, once the object is complete.
    pub(super) fn members(&self) -> &PartMembers {
        &self.members
    }

    fn end_member(&mut self, bytes: &[u8], end: usize) {
        let Some(start) = self.value.take() else { return };
        let value = &bytes[start..end];
        let start = start + value.len() - value.trim_ascii_start().len();
        let range = start..start + value.trim_ascii().len();
        match &bytes[self.key.clone()] {
            b"payload" => self.members.payload = Some(range),
            b"errors" => self.members.errors = Some(range),
            b"data" => self.members.data = Some(range),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        r#" {"data" : [{"payload":1}], "x":"}\"\\", "payload": {"data":{"errors":"{"}} ,"errors":null}{"#;

    #[test]
    fn any_split_gives_the_same_end_and_members() {
        let text = &TEXT.as_bytes()[1..];
        for step in 1..text.len() {
            let mut scan = Scan::default();
            let mut progress = Progress::More;
            let mut seen = 0;
            while progress == Progress::More && seen < text.len() {
                seen = (seen + step).min(text.len());
                progress = scan.advance(&text[..seen]);
            }
            assert_eq!(progress, Progress::Complete(text.len() - 1), "step {step}");
            let members = scan.members().clone();
            let text_of = |range: Option<Range<usize>>| std::str::from_utf8(&text[range.unwrap()]).unwrap();
            assert_eq!(text_of(members.data), r#"[{"payload":1}]"#);
            assert_eq!(text_of(members.payload), r#"{"data":{"errors":"{"}}"#);
            assert_eq!(text_of(members.errors), "null");
        }
    }

    #[test]
    fn an_object_that_contains_a_delimiter_is_invalid() {
        for text in ["{\"a\":\r\n--graphql", "{\"a\":\"x\r\n--graphql", "{\"a\":1\n--"] {
            assert_eq!(
                Scan::default().advance(text.as_bytes()),
                Progress::Invalid,
                "{text:?}"
            );
        }
        assert_eq!(
            Scan::default().advance(b"{\"a\":-1,\"b\":\"--\"}"),
            Progress::Complete(17)
        );
    }
}
