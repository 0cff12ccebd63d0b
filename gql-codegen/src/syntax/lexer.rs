//! Splits text into tokens. <https://spec.graphql.org/September2025/#sec-Language.Source-Text>
//!
//! Macros run this code unoptimized, so loops index bytes, use lookup tables, and avoid calls.

use super::token::{NAME_CONTINUE, START, Token, TokenKind};

/// The reason for an invalid or missing token.
#[derive(Debug)]
pub(super) struct LexicalError {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) message: String,
    /// The start of an unterminated string.
    pub(super) opened: Option<usize>,
}

/// Reads one token after another.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    position: usize,
    /// Whether the last token caused an error. Separate from `error`, so that the check is cheap.
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

    /// Moves back to the start of a previous token.
    pub(super) fn rewind(&mut self, position: u32) {
        self.position = position as usize;
    }

    /// Returns the next token, or [`Kind::Eof`] repeatedly at the end of the text.
    pub(super) fn next(&mut self) -> Token {
        let bytes = self.bytes;
        let len = bytes.len();
        let mut at = self.position;
        while at < len {
            let kind = START[bytes[at] as usize];
            if kind.is(TokenKind::Ignored) {
                at += 1;
                continue;
            }
            let start = at;
            match kind {
                TokenKind::Name => {
                    at += 1;
                    while at < len && NAME_CONTINUE[bytes[at] as usize] {
                        at += 1;
                    }
                    return self.token(TokenKind::Name, start, at);
                }
                TokenKind::String => return self.string(start),
                TokenKind::Int => return self.number(start),
                TokenKind::Comment => {
                    at = self.find_line_end(at);
                    continue;
                }
                TokenKind::Spread => {
                    if at + 2 < len && bytes[at + 1] == b'.' && bytes[at + 2] == b'.' {
                        return self.token(TokenKind::Spread, start, start + 3);
                    }
                    return self.invalid_character(start);
                }
                TokenKind::Invalid => {
                    if bytes[at..].starts_with("\u{feff}".as_bytes()) {
                        at += 3;
                        continue;
                    }
                    return self.invalid_character(start);
                }
                punctuator => return self.token(punctuator, start, start + 1),
            }
        }
        self.token(TokenKind::Eof, len, len)
    }

    pub(super) fn token(&mut self, kind: TokenKind, start: usize, end: usize) -> Token {
        self.position = end;
        // Offsets fit because longer texts are rejected earlier.
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

    fn invalid_character(&mut self, at: usize) -> Token {
        let message = if self.bytes[at] == b'\'' {
            "Unexpected single quote character ('), did you mean to use a double quote (\")?".to_owned()
        } else {
            format!("Unexpected character: {}.", self.describe_character(at))
        };
        let end = at + self.character_length(at);
        self.fail(at, end, message, None);
        self.token(TokenKind::Invalid, at, end)
    }

    pub(super) fn fail(&mut self, start: usize, end: usize, message: String, opened: Option<usize>) {
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

    pub(super) fn character_length(&self, at: usize) -> usize {
        self.character(at).map_or(0, char::len_utf8)
    }

    /// Describes a character: printable ASCII in quotes, other characters by code point.
    pub(super) fn describe_character(&self, at: usize) -> String {
        match self.character(at) {
            None => "<EOF>".to_owned(),
            Some('"') => "'\"'".to_owned(),
            Some(character @ ' '..='~') => format!("\"{character}\""),
            Some(other) => format!("U+{:04X}", other as u32),
        }
    }
}
