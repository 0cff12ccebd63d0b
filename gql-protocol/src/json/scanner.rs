//! The structure of JSON text that arrives in pieces.

use std::fmt;
use std::ops::Range;

use memchr::memchr3;

/// An element of the structure of JSON text, with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "JSON has no other elements")]
pub enum Token {
    /// An opening bracket, `{` or `[`.
    Open(usize),
    /// A closing bracket, `}` or `]`.
    Close(usize),
    /// The colon after a key.
    Colon(usize),
    /// The comma between members or items.
    Comma(usize),
    /// A string, with the range between its quotes.
    String(Range<usize>),
}

/// The error of a [`Scanner`]: the text has a sequence of bytes that JSON does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotJson;

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not JSON")
    }
}

impl std::error::Error for NotJson {}

/// A scanner that finds the structure of JSON text and reads each byte once.
///
/// The scanner skips numbers, literals and whitespace, and does not check that brackets and separators are well placed. It
/// stops at a line end within a string and at two consecutive hyphens, neither of which JSON allows, so that an unclosed
/// string does not hide the delimiter after a body. <https://www.rfc-editor.org/rfc/rfc8259#section-7>
///
/// ```
/// use gql_protocol::json::{Scanner, Token};
///
/// let mut scanner = Scanner::default();
/// assert_eq!(scanner.next(br#"{"a"#), Ok(Some(Token::Open(0))));
/// assert_eq!(scanner.next(br#"{"a"#), Ok(None));
/// assert_eq!(scanner.next(br#"{"ab":1}"#), Ok(Some(Token::String(2..4))));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scanner {
    position: usize,
    /// The position after the opening quote of the current string.
    string: Option<usize>,
}

impl Scanner {
    /// Returns the next token of `text`, or `None` if more text is needed. `text` must begin with the text of all previous
    /// calls.
    ///
    /// # Errors
    /// Returns an error if the text is not JSON.
    #[inline]
    pub fn next(&mut self, text: &[u8]) -> Result<Option<Token>, NotJson> {
        loop {
            if let Some(start) = self.string {
                return Ok(self.end_of_string(text)?.map(|end| Token::String(start..end)));
            }
            let Some((place, byte)) = self.find(text, ANY) else {
                return Ok(None);
            };
            return Ok(Some(match byte {
                b'"' => {
                    self.string = Some(self.position);
                    continue;
                }
                b'{' | b'[' => Token::Open(place),
                b'}' | b']' => Token::Close(place),
                b':' => Token::Colon(place),
                b',' => Token::Comma(place),
                _ => {
                    check_hyphen(text, place)?;
                    continue;
                }
            }));
        }
    }

    /// Returns the next bracket of `text` and skips every other token. Otherwise, it is like [`next`](Self::next).
    ///
    /// # Errors
    /// Returns an error if the text is not JSON.
    #[inline]
    pub fn next_bracket(&mut self, text: &[u8]) -> Result<Option<Token>, NotJson> {
        loop {
            if self.string.is_some() && self.end_of_string(text)?.is_none() {
                return Ok(None);
            }
            let Some((place, byte)) = self.find(text, BRACKETS) else {
                return Ok(None);
            };
            match byte {
                b'"' => self.string = Some(self.position),
                b'{' | b'[' => return Ok(Some(Token::Open(place))),
                b'}' | b']' => return Ok(Some(Token::Close(place))),
                _ => check_hyphen(text, place)?,
            }
        }
    }

    /// Moves past the next byte at which the scanner stops.
    #[inline]
    fn find(&mut self, text: &[u8], stops: u8) -> Option<(usize, u8)> {
        let place = find(text, self.position, stops);
        let byte = text.get(place).copied();
        self.position = if byte.is_some() { place + 1 } else { text.len() };
        byte.map(|byte| (place, byte))
    }

    /// Moves past the closing quote and returns its position, or `None` if it has not arrived.
    fn end_of_string(&mut self, text: &[u8]) -> Result<Option<usize>, NotJson> {
        loop {
            // Most strings are short, so a search with a setup cost does not pay off for them.
            let near = text.len().min(self.position + 16);
            let mut place = find(&text[..near], self.position, IN_STRING);
            if place == near {
                let far = memchr3(b'"', b'\\', b'\n', &text[near..]);
                place = far.map_or(text.len(), |far| near + far);
            }
            let Some(byte) = text.get(place) else {
                self.position = place;
                return Ok(None);
            };
            match byte {
                b'"' => {
                    self.string = None;
                    self.position = place + 1;
                    return Ok(Some(place));
                }
                // The byte after a backslash does not close the string. It may not have arrived yet.
                b'\\' if place + 1 == text.len() => {
                    self.position = place;
                    return Ok(None);
                }
                b'\\' => self.position = place + 2,
                _ => return Err(NotJson),
            }
        }
    }
}

/// Returns an error for the second of two consecutive hyphens.
#[inline]
fn check_hyphen(text: &[u8], place: usize) -> Result<(), NotJson> {
    let before = place.checked_sub(1).and_then(|before| text.get(before));
    if before == Some(&b'-') {
        Err(NotJson)
    } else {
        Ok(())
    }
}

/// The bytes at which [`Scanner::next`] stops.
const ANY: u8 = 1;
/// The bytes at which [`Scanner::next_bracket`] stops.
const BRACKETS: u8 = 2;
/// The bytes at which the scanner stops in a string.
const IN_STRING: u8 = 4;

/// The stops of each byte.
const STOPS: [u8; 256] = {
    let mut stops = [0; 256];
    let kinds: [(&[u8], u8); 3] = [(b"\"{}[]-", ANY | BRACKETS), (b":,", ANY), (b"\"\\\n", IN_STRING)];
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

/// Returns the position of the first byte from `from` on at which the scanner stops, or the length of the text.
#[inline]
fn find(text: &[u8], from: usize, stops: u8) -> usize {
    let mut place = from;
    while let Some(&byte) = text.get(place)
        && STOPS[usize::from(byte)] & stops == 0
    {
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = br#"{"a" : [1,-2,"\\\"]"],"b":{"c":null} }"#;

    fn tokens(text: &[u8], step: usize) -> Vec<Token> {
        let (mut scanner, mut tokens) = (Scanner::default(), Vec::new());
        let mut seen = 0;
        while seen < text.len() {
            seen = (seen + step).min(text.len());
            while let Some(token) = scanner.next(&text[..seen]).unwrap() {
                tokens.push(token);
            }
        }
        tokens
    }

    #[test]
    fn any_split_gives_the_same_tokens() {
        let whole = tokens(TEXT, TEXT.len());
        assert_eq!(whole.len(), 16);
        assert_eq!(whole[1], Token::String(2..3));
        assert_eq!(whole[6], Token::String(14..19));
        assert_eq!(whole.last(), Some(&Token::Close(TEXT.len() - 1)));
        for step in 1..TEXT.len() {
            assert_eq!(tokens(TEXT, step), whole, "step {step}");
        }
    }

    #[test]
    fn next_bracket_skips_other_tokens() {
        let mut scanner = Scanner::default();
        let mut depth = 0_usize;
        while let Some(token) = scanner.next_bracket(TEXT).unwrap() {
            match token {
                Token::Open(_) => depth += 1,
                Token::Close(_) => depth -= 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((depth, scanner.position), (0, TEXT.len()));
    }

    #[test]
    fn invalid_sequences_are_errors() {
        for text in ["{\"a\":\r\n--graphql", "{\"a\":\"x\r\n--graphql", "[1\n--"] {
            let mut scanner = Scanner::default();
            let end = loop {
                match scanner.next(text.as_bytes()) {
                    Ok(Some(_)) => {}
                    end => break end,
                }
            };
            assert_eq!(end, Err(NotJson), "{text:?}");
        }
        assert_eq!(tokens(b"-1", 1), []);
    }
}
