//! The reader: a position in a text, and the tokens there.

use std::fmt;

use crate::error::{Error, Result};

/// A reader of JSON text. `&mut Reader` is a [`serde::Deserializer`].
pub struct Reader<'de> {
    pub(crate) text: &'de str,
    /// The part of the text that was not read yet. The position follows from its length.
    pub(crate) rest: &'de [u8],
    /// The number of lists and objects that may still be entered, plus one.
    pub(crate) depth: u8,
    /// The buffer for strings with escapes.
    pub(crate) scratch: String,
}

/// The maximum nesting depth of serde_json, plus one. It keeps recursive types from overflowing the stack.
const DEPTH: u8 = 128;

/// Shows the position only, as the text may be confidential.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("at", &self.at())
            .finish_non_exhaustive()
    }
}

impl<'de> Reader<'de> {
    /// Creates a reader for a text.
    pub fn new(text: &'de str) -> Self {
        Self {
            text,
            rest: text.as_bytes(),
            depth: DEPTH,
            scratch: String::new(),
        }
    }

    /// Checks that only whitespace is left.
    ///
    /// # Errors
    /// Returns an error if there is anything else.
    pub fn end(&mut self) -> Result<()> {
        match self.token() {
            None => Ok(()),
            Some(_) => Err(self.syntax("trailing characters")),
        }
    }

    /// Returns the number of bytes that were read.
    #[inline]
    pub(crate) fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Continues at another position.
    #[inline]
    pub(crate) fn move_to(&mut self, at: usize) {
        self.rest = self.text.as_bytes().get(at..).unwrap_or_default();
    }

    /// Skips this number of bytes, or all that are left.
    #[inline]
    pub(crate) fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Returns the text between two positions, both of which must be character boundaries.
    #[inline]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'de str {
        self.text.get(start..end).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Skips whitespace and returns the first byte of the next token. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
    #[inline]
    pub(crate) fn token(&mut self) -> Option<u8> {
        match self.peek() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.space(),
        }
    }

    #[inline(never)]
    fn space(&mut self) -> Option<u8> {
        const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
        // A single space, and a line break with an indentation, are skipped in words of eight bytes.
        self.advance(usize::from(self.peek() == Some(b'\n')));
        while let Some(word) = self.rest.first_chunk() {
            let others = u64::from_le_bytes(*word) ^ SPACES;
            self.advance(others.trailing_zeros() as usize / 8);
            if others != 0 {
                break;
            }
        }
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.advance(1);
        }
        self.peek()
    }

    /// Skips whitespace and returns whether the next token starts with this byte.
    #[inline]
    pub(crate) fn is_next(&mut self, byte: u8) -> bool {
        self.token() == Some(byte)
    }

    /// Skips a punctuation byte, if it is the next token.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let there = self.is_next(byte);
        if there {
            self.advance(1);
        }
        there
    }

    /// Skips `null`, `true` or `false` at the current position. <https://www.rfc-editor.org/rfc/rfc8259#section-3>
    #[inline]
    pub(crate) fn literal(&mut self, word: &str) -> Result<()> {
        if self.rest.starts_with(word.as_bytes()) {
            self.advance(word.len());
            Ok(())
        } else {
            Err(self.syntax("expected ident"))
        }
    }

    /// Enters a list or an object. If it is nested too deeply, the error is at the position `after`.
    #[inline]
    pub(crate) fn enter(&mut self, after: usize) -> Result<()> {
        self.depth -= 1;
        if self.depth > 0 {
            return Ok(());
        }
        self.depth += 1;
        self.move_to(after);
        Err(self.syntax("recursion limit exceeded"))
    }

    /// Creates a syntax error and moves to the end of the text: a type that continues after an error must not continue
    /// within a token.
    #[cold]
    #[inline(never)]
    pub(crate) fn syntax(&mut self, message: &str) -> Error {
        let error = Error::syntax(message, self.at());
        self.move_to(self.text.len());
        error
    }

    /// Records the position of an error that a visitor returned.
    #[cold]
    #[inline(never)]
    pub(crate) fn with_position(&self, error: Error) -> Error {
        error.at_offset(self.at())
    }

    /// Records the position of an error of a member or an item. Its type may have returned the error after the value was read, such
    /// as that of a conversion: the position is the end of the value, or its start if only its key was read.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_value(&mut self, error: Error) -> Error {
        if error.offset().is_some() {
            return error;
        }
        let read = self.text.as_bytes().get(..self.at()).unwrap_or_default();
        if !matches!(read.trim_ascii_end().last(), Some(b':' | b',' | b'[')) {
            return self.with_position(error);
        }
        // As in other errors, the position is before a list or an object that was not entered, and behind the first byte of any
        // other value.
        let is_leaf = !matches!(self.token(), Some(b'[' | b'{') | None);
        error.at_offset(self.at() + usize::from(is_leaf))
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;

    #[test]
    fn debug_does_not_show_the_text() {
        let mut reader = Reader::new(r#"  "secret" "#);
        reader.token();
        assert_eq!(format!("{reader:?}"), "Reader { at: 2, .. }");
    }

    #[test]
    fn whitespace_of_any_length_is_skipped() {
        for before in ["", " ", "\n", "\r\n", "\t", "\n\n", " \n"] {
            for spaces in 0..20 {
                for after in ["", "\n", "\t ", "\r\n  "] {
                    for next in ["", "1", "\0", "\u{a0}       "] {
                        let space = [before, &" ".repeat(spaces), after].concat();
                        let text = [&space, next].concat();
                        let mut reader = Reader::new(&text);
                        assert_eq!(reader.token(), next.bytes().next(), "{text:?}");
                        assert_eq!(reader.at(), space.len(), "{text:?}");
                    }
                }
            }
        }
    }
}
