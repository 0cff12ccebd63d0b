//! Finds the end of a JSON object that arrives in pieces, and its members on the way, looking at each byte once.

use std::ops::Range;

use memchr::memchr3;

/// Where the members of a part's object are that decide what the part is; the ranges count from the object's `{`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Members {
    pub(super) payload: Option<Range<usize>>,
    pub(super) errors: Option<Range<usize>>,
    pub(super) data: Option<Range<usize>>,
}

/// How far the scan came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// All bytes seen so far belong to the object.
    More,
    /// The object ends here, this many bytes from its `{`.
    Complete(usize),
    /// This is no JSON object.
    Invalid,
}

/// The scan. It checks brackets, strings and little else: the decoder finds the rest.
#[derive(Debug, Default)]
pub(super) struct Scan {
    position: usize,
    depth: u32,
    string: bool,
    /// At depth 1: the key read last, the place after its colon.
    key: Range<usize>,
    value: Option<usize>,
    members: Members,
}

impl Scan {
    /// Goes on in `bytes`, which begin with the object's `{` and with what was seen before.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> Progress {
        loop {
            if self.string {
                match self.skip_in_string(bytes) {
                    Some(true) => continue,
                    Some(false) => return Progress::More,
                    None => return Progress::Invalid,
                }
            }
            let stops = if self.depth == 1 { AT_MEMBERS } else { DEEPER };
            let place = find(bytes, self.position, stops);
            let Some(&byte) = bytes.get(place) else {
                self.position = bytes.len();
                return Progress::More;
            };
            self.position = place + 1;
            match byte {
                b'"' => {
                    self.string = true;
                    if self.depth == 1 && self.value.is_none() {
                        self.key = place + 1..place + 1;
                    }
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    if self.depth == 1 {
                        self.end_member(bytes, place);
                        return Progress::Complete(self.position);
                    }
                    self.depth -= 1;
                }
                b':' => self.value = Some(self.position),
                b',' => self.end_member(bytes, place),
                // No JSON has two in a row; every delimiter begins with them.
                _ if place > 0 && bytes.get(place - 1) == Some(&b'-') => return Progress::Invalid,
                _ => {}
            }
        }
    }

    /// The members found, once the object is complete.
    pub(super) fn members(&self) -> &Members {
        &self.members
    }

    /// Goes on inside a string: whether it came further, or needs more bytes; `None` at a line end, which is not allowed
    /// there, so a string that is never closed does not swallow the delimiter.
    /// <https://www.rfc-editor.org/rfc/rfc8259#section-7>
    fn skip_in_string(&mut self, bytes: &[u8]) -> Option<bool> {
        // Most strings are short: for them a search that takes long to begin is not worth it.
        let near = bytes.len().min(self.position + 16);
        let mut place = find(&bytes[..near], self.position, IN_STRING);
        if place == near {
            let far = memchr3(b'"', b'\\', b'\n', &bytes[near..]);
            place = far.map_or(bytes.len(), |far| near + far);
        }
        if place == bytes.len() {
            self.position = place;
            return Some(false);
        }
        match bytes[place] {
            b'"' => {
                self.string = false;
                self.position = place + 1;
                if self.depth == 1 && self.value.is_none() {
                    self.key.end = place;
                }
                Some(true)
            }
            // The byte after a backslash does not close the string; it may not have come yet.
            b'\\' if place + 1 == bytes.len() => {
                self.position = place;
                Some(false)
            }
            b'\\' => {
                self.position = place + 2;
                Some(true)
            }
            _ => None,
        }
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

/// Where the scan stops among the members of the object.
const AT_MEMBERS: u8 = 1;
/// Where it stops in what they hold.
const DEEPER: u8 = 2;
/// Where it stops in a string.
const IN_STRING: u8 = 4;

/// For each byte, where the scan stops at it.
const STOPS: [u8; 256] = {
    let mut stops = [0; 256];
    let kinds: [(&[u8], u8); 3] = [
        (b"\"{}[]-", AT_MEMBERS | DEEPER),
        (b":,", AT_MEMBERS),
        (b"\"\\\n", IN_STRING),
    ];
    let mut kind = 0;
    while kind < kinds.len() {
        let (bytes, flags) = kinds[kind];
        let mut index = 0;
        while index < bytes.len() {
            stops[bytes[index] as usize] |= flags;
            index += 1;
        }
        kind += 1;
    }
    stops
};

/// The first place from `from` on at which the scan stops; the length of the text if there is none.
fn find(bytes: &[u8], from: usize, stops: u8) -> usize {
    let mut place = from;
    while let Some(&byte) = bytes.get(place)
        && STOPS[usize::from(byte)] & stops == 0
    {
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        r#" {"data" : [{"payload":1}], "x":"}\"\\", "payload": {"data":{"errors":"{"}} ,"errors":null}{"#;

    #[test]
    fn any_cut_gives_the_same_end_and_members() {
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
    fn what_runs_into_a_delimiter_is_invalid() {
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
