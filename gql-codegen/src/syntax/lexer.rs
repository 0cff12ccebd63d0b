//! Splits text into tokens. <https://spec.graphql.org/September2025/#sec-Language.Source-Text>
//!
//! Macros run this code unoptimized, so loops index bytes, use lookup tables, and avoid calls.

use super::name;
use super::token::{START, Token, TokenKind};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
    /// Whether the last token caused an error. Separate from `error`, so that the check is cheap.
    pub(super) failed: bool,
    pub(super) error: Option<LexicalError>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            failed: false,
            error: None,
        }
    }

    /// Replaces a token by the one after it, or by [`TokenKind::Eof`] repeatedly at the end of the text.
    ///
    /// All tokens but punctuators are read by functions that are called last and not inlined, and that write the token themselves:
    /// this function neither saves registers nor copies tokens.
    pub(super) fn advance(&mut self, token: &mut Token) {
        let bytes = self.bytes;
        let mut at = token.end as usize;
        while at < bytes.len() {
            let kind = START[bytes[at] as usize];
            match kind {
                TokenKind::Ignored => at += 1,
                TokenKind::Name => return name::read(bytes, at, token),
                TokenKind::String
                | TokenKind::Int
                | TokenKind::Spread
                | TokenKind::Comment
                | TokenKind::Invalid => return self.read(kind, at, token),
                punctuator => {
                    *token = Token::new(punctuator, at, at + 1);
                    return;
                }
            }
        }
        *token = Token::new(TokenKind::Eof, at, at);
    }

    /// Reads a token that is neither a name nor a punctuator of one character, or skips a comment or a byte order mark.
    #[inline(never)]
    fn read(&mut self, kind: TokenKind, start: usize, token: &mut Token) {
        let rest = &self.bytes[start..];
        match kind {
            TokenKind::String => *token = self.string(start),
            TokenKind::Int => *token = self.number(start),
            TokenKind::Spread if rest.starts_with(b"...") => *token = Token::new(kind, start, start + 3),
            TokenKind::Spread => *token = self.invalid_character(start),
            TokenKind::Invalid if !rest.starts_with(BYTE_ORDER_MARK) => {
                *token = self.invalid_character(start)
            }
            _ => {
                token.end = self.skip_ignored(start) as u32;
                self.advance(token);
            }
        }
    }

    /// Returns the offset of the first byte that is not ignored. <https://spec.graphql.org/September2025/#Ignored>
    fn skip_ignored(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.bytes.len() {
            let rest = &self.bytes[at..];
            at += match START[rest[0] as usize] {
                TokenKind::Ignored => 1,
                TokenKind::Comment => memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
                TokenKind::Invalid if rest.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK.len(),
                _ => break,
            };
        }
        at
    }

    fn invalid_character(&mut self, at: usize) -> Token {
        let message = if self.bytes[at] == b'\'' {
            "Unexpected single quote character ('), did you mean to use a double quote (\")?".to_owned()
        } else {
            format!("Unexpected character: {}.", self.describe_character(at))
        };
        let end = at + self.character_length(at);
        self.fail(at, end, message, None);
        Token::new(TokenKind::Invalid, at, end)
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
