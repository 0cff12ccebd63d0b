//! Reads strings and numbers.

use super::lexer::Lexer;
use super::string::{self, BadEscape};
use super::token::{NAME_CONTINUE, Token, TokenKind};

impl Lexer<'_> {
    /// Reads a string. <https://spec.graphql.org/September2025/#StringValue>
    pub(super) fn string(&mut self, start: usize) -> Token {
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
                    return Token::new(TokenKind::String, start, at + 1);
                }
                b'\\' => match string::escape(bytes, at) {
                    Ok((_, size)) => at += size,
                    Err(bad) => {
                        bad_escape.get_or_insert((at, bad));
                        // An escaped quote does not end the string, whatever follows.
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
        Token::new(TokenKind::Invalid, start, at)
    }

    /// Reads up to the next three quotes without a preceding backslash.
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
                return Token::new(TokenKind::BlockString, start, at + 3);
            }
        }
        self.fail(len, len, "Unterminated string.".to_owned(), Some(start));
        Token::new(TokenKind::Invalid, start, len)
    }

    /// Reads a number. <https://spec.graphql.org/September2025/#IntValue>, <https://spec.graphql.org/September2025/#FloatValue>
    pub(super) fn number(&mut self, start: usize) -> Token {
        let mut at = start;
        let mut kind = TokenKind::Int;
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
            kind = TokenKind::Float;
            match self.digits(at + 1) {
                Some(end) => at = end,
                None => return self.invalid_number(start, at + 1, "expected digit but got"),
            }
        }
        if matches!(self.peek(at), Some(b'e' | b'E')) {
            kind = TokenKind::Float;
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
            _ => Token::new(kind, start, at),
        }
    }

    /// Returns the end of a sequence of at least one digit.
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
        Token::new(TokenKind::Invalid, start, end)
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
}
