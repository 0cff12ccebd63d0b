//! Text to tokens. <https://spec.graphql.org/September2025/#sec-Language.Source-Text>
//!
//! Macros run this unoptimised: the loops index bytes, look tables up and call as little as they can.

use super::string::{self, BadEscape};
use super::token::{Kind, NAME_CONTINUE, START, Token};

/// Why there is no token, or not a good one.
#[derive(Debug)]
pub(super) struct LexicalError {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) message: String,
    /// Where the string begins that does not end.
    pub(super) opened: Option<usize>,
}

/// Reads one token after the other.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    bytes: &'a [u8],
    position: usize,
    /// Whether the last token left an error behind. Apart from `error`, so that asking costs nothing.
    pub(super) failed: bool,
    pub(super) error: Option<LexicalError>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            position: 0,
            failed: false,
            error: None,
        }
    }

    /// Goes on at an offset where a token began.
    pub(super) fn rewind(&mut self, position: u32) {
        self.position = position as usize;
    }

    /// The next token; [`Kind::Eof`] for ever at the end.
    pub(super) fn next(&mut self) -> Token {
        let bytes = self.bytes;
        let len = bytes.len();
        let mut at = self.position;
        while at < len {
            let kind = START[bytes[at] as usize];
            if kind.is(Kind::Ignored) {
                at += 1;
                continue;
            }
            let start = at;
            match kind {
                Kind::Name => {
                    at += 1;
                    while at < len && NAME_CONTINUE[bytes[at] as usize] {
                        at += 1;
                    }
                    return self.token(Kind::Name, start, at);
                }
                Kind::String => return self.string(start),
                Kind::Int => return self.number(start),
                Kind::Comment => {
                    at = self.find_line_end(at);
                    continue;
                }
                Kind::Spread => {
                    if at + 2 < len && bytes[at + 1] == b'.' && bytes[at + 2] == b'.' {
                        return self.token(Kind::Spread, start, start + 3);
                    }
                    return self.invalid_character(start);
                }
                Kind::Invalid => {
                    if bytes[at..].starts_with("\u{feff}".as_bytes()) {
                        at += 3;
                        continue;
                    }
                    return self.invalid_character(start);
                }
                punctuator => return self.token(punctuator, start, start + 1),
            }
        }
        self.token(Kind::Eof, len, len)
    }

    fn token(&mut self, kind: Kind, start: usize, end: usize) -> Token {
        self.position = end;
        // Offsets fit: longer texts are turned away before they get here.
        Token {
            kind,
            start: start as u32,
            end: end as u32,
        }
    }

    fn find_line_end(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |length| from + length)
    }

    /// <https://spec.graphql.org/September2025/#StringValue>
    fn string(&mut self, start: usize) -> Token {
        let bytes = self.bytes;
        let len = bytes.len();
        if start + 2 < len && bytes[start + 1] == b'"' && bytes[start + 2] == b'"' {
            return self.block_string(start);
        }
        let mut at = start + 1;
        let mut bad_escape = None;
        while at < len {
            match bytes[at] {
                b'"' => {
                    if let Some((from, BadEscape { units })) = bad_escape {
                        self.report_escape(from, units);
                    }
                    return self.token(Kind::String, start, at + 1);
                }
                b'\\' => match string::escape(bytes, at) {
                    Ok((_, size)) => at += size,
                    Err(bad) => {
                        bad_escape.get_or_insert((at, bad));
                        // Whatever follows, an escaped quote does not end the string.
                        at += if at + 1 < len && bytes[at + 1] == b'"' {
                            2
                        } else {
                            1
                        };
                    }
                },
                b'\n' | b'\r' => break,
                _ => at += 1,
            }
        }
        match bad_escape {
            Some((from, BadEscape { units })) => self.report_escape(from, units),
            None => self.fail(at, at, "Unterminated string.".to_owned(), Some(start)),
        }
        self.token(Kind::Invalid, start, at)
    }

    /// Finds the three quotes that are not behind a backslash.
    fn block_string(&mut self, start: usize) -> Token {
        let bytes = self.bytes;
        let len = bytes.len();
        let content = start + 3;
        let mut at = content;
        while at < len {
            let Some(length) = memchr::memchr(b'"', &bytes[at..]) else {
                break;
            };
            at += length;
            if at + 2 >= len || bytes[at + 1] != b'"' || bytes[at + 2] != b'"' {
                at += 1;
            } else if at > content && bytes[at - 1] == b'\\' {
                at += 3;
            } else {
                return self.token(Kind::BlockString, start, at + 3);
            }
        }
        self.fail(len, len, "Unterminated string.".to_owned(), Some(start));
        self.token(Kind::Invalid, start, len)
    }

    /// <https://spec.graphql.org/September2025/#IntValue>, <https://spec.graphql.org/September2025/#FloatValue>
    fn number(&mut self, start: usize) -> Token {
        let mut at = start;
        let mut kind = Kind::Int;
        if self.peek(at) == Some(b'-') {
            at += 1;
        }
        if self.peek(at) == Some(b'0') {
            at += 1;
            if matches!(self.peek(at), Some(b'0'..=b'9')) {
                return self.invalid_number(start, at, "unexpected digit after 0");
            }
        } else {
            match self.digits(at) {
                Some(end) => at = end,
                None => return self.invalid_number(start, at, "expected digit but got"),
            }
        }
        if self.peek(at) == Some(b'.') {
            kind = Kind::Float;
            match self.digits(at + 1) {
                Some(end) => at = end,
                None => return self.invalid_number(start, at + 1, "expected digit but got"),
            }
        }
        if matches!(self.peek(at), Some(b'e' | b'E')) {
            kind = Kind::Float;
            at += 1;
            if matches!(self.peek(at), Some(b'+' | b'-')) {
                at += 1;
            }
            match self.digits(at) {
                Some(end) => at = end,
                None => return self.invalid_number(start, at, "expected digit but got"),
            }
        }
        match self.peek(at) {
            Some(b'.' | b'_' | b'a'..=b'z' | b'A'..=b'Z') => {
                self.invalid_number(start, at, "expected digit but got")
            }
            _ => self.token(kind, start, at),
        }
    }

    /// The end of one or more digits.
    fn digits(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while matches!(self.peek(at), Some(b'0'..=b'9')) {
            at += 1;
        }
        (at > from).then_some(at)
    }

    fn peek(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn invalid_number(&mut self, start: usize, at: usize, what: &str) -> Token {
        let message = format!("Invalid number, {what}: {}.", self.describe_character(at));
        self.fail(at, at + self.character_length(at), message, None);
        let mut end = at;
        while end < self.bytes.len() && (NAME_CONTINUE[self.bytes[end] as usize] || self.bytes[end] == b'.') {
            end += 1;
        }
        self.token(Kind::Invalid, start, end)
    }

    fn invalid_character(&mut self, at: usize) -> Token {
        let message = if self.bytes[at] == b'\'' {
            "Unexpected single quote character ('), did you mean to use a double quote (\")?".to_owned()
        } else {
            format!("Unexpected character: {}.", self.describe_character(at))
        };
        let end = at + self.character_length(at);
        self.fail(at, end, message, None);
        self.token(Kind::Invalid, at, end)
    }

    fn report_escape(&mut self, at: usize, units: usize) {
        let rest = self.text.get(at..).unwrap_or("");
        let written = string::first_units(rest, units);
        let kind = if rest.starts_with("\\u") {
            "Unicode"
        } else {
            "character"
        };
        let message = format!("Invalid {kind} escape sequence: \"{written}\".");
        self.fail(at, at + written.len(), message, None);
    }

    fn fail(&mut self, start: usize, end: usize, message: String, opened: Option<usize>) {
        self.failed = true;
        self.error = Some(LexicalError {
            start,
            end,
            message,
            opened,
        });
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    fn character_length(&self, at: usize) -> usize {
        self.character(at).map_or(0, char::len_utf8)
    }

    /// Printable ASCII quoted, others by their code point.
    fn describe_character(&self, at: usize) -> String {
        match self.character(at) {
            None => "<EOF>".to_owned(),
            Some('"') => "'\"'".to_owned(),
            Some(character @ ' '..='~') => format!("\"{character}\""),
            Some(other) => format!("U+{:04X}", other as u32),
        }
    }
}
