//! A place in a text, and the tokens there.

use crate::error::{Error, Result};

/// JSON text, and how far it is read. `&mut Reader` is a [`serde::Deserializer`].
#[derive(Debug)]
pub struct Reader<'de> {
    text: &'de str,
    pub(crate) at: usize,
    /// How many lists and objects may still be entered, and one more.
    pub(crate) depth: u8,
    /// A string whose escapes are resolved.
    pub(crate) scratch: String,
}

/// How deep serde_json lets lists and objects nest, and one more: types that hold themselves must not exhaust the stack.
const DEPTH: u8 = 128;

impl<'de> Reader<'de> {
    /// Begins to read a text.
    pub fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            depth: DEPTH,
            scratch: String::new(),
        }
    }

    /// Checks that nothing but white space is left.
    ///
    /// # Errors
    /// If something is.
    pub fn end(&mut self) -> Result<()> {
        match self.token() {
            None => Ok(()),
            Some(_) => Err(self.syntax("trailing characters")),
        }
    }

    #[inline]
    pub(crate) fn bytes(&self) -> &'de [u8] {
        self.text.as_bytes()
    }

    /// The text from here on.
    #[inline]
    pub(crate) fn rest(&self) -> &'de [u8] {
        self.bytes().get(self.at..).unwrap_or_default()
    }

    /// The text between two places, both at the border of a character.
    #[inline]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'de str {
        self.text.get(start..end).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    /// The first byte of the next token; white space in front of it is passed. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
    #[inline]
    pub(crate) fn token(&mut self) -> Option<u8> {
        match self.peek() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.space(),
        }
    }

    #[inline(never)]
    fn space(&mut self) -> Option<u8> {
        if self.peek() == Some(b'\n') {
            // An indentation, by words.
            self.at += 1;
            let (words, _) = self.rest().as_chunks::<8>();
            self.at += 8 * words.iter().take_while(|word| **word == [b' '; 8]).count();
        }
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    /// Passes a byte of punctuation, if it is the next token.
    #[inline]
    pub(crate) fn pass(&mut self, byte: u8) -> bool {
        let there = self.token() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// Passes `null`, `true` or `false`, whose first byte is here. <https://www.rfc-editor.org/rfc/rfc8259#section-3>
    #[inline]
    pub(crate) fn word(&mut self, word: &str) -> Result<()> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.syntax("expected ident"))
        }
    }

    /// Goes one level deeper.
    #[inline]
    pub(crate) fn enter(&mut self) -> Result<()> {
        self.depth -= 1;
        if self.depth > 0 {
            return Ok(());
        }
        self.depth += 1;
        Err(self.syntax("recursion limit exceeded"))
    }

    /// The error of a text that cannot be read on. Nothing is left to read then: a type that goes on after an error must not go on
    /// within a token.
    #[cold]
    #[inline(never)]
    pub(crate) fn syntax(&mut self, message: &str) -> Error {
        let error = Error::syntax(message, self.at);
        self.at = self.text.len();
        error
    }

    /// Notes the place of an error that a visitor reports.
    #[cold]
    #[inline(never)]
    pub(crate) fn place(&self, error: Error) -> Error {
        error.placed(self.at)
    }
}
