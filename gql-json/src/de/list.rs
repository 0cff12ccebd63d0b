//! Lists. <https://www.rfc-editor.org/rfc/rfc8259#section-5>

use serde::de::{DeserializeSeed, SeqAccess, Visitor};

use crate::error::{Error, Result};
use crate::reader::Reader;

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if !self.eat(b'[') {
            return Err(self.misfit(&visitor));
        }
        self.enter(self.at())?;
        let value = visitor.visit_seq(Elements {
            reader: &mut *self,
            first: true,
        });
        self.leave(b']', value)
    }

    /// Leaves a list or an object. It is skipped to its end if the visitor failed, as the type that contains it may
    /// continue.
    #[inline]
    pub(super) fn leave<T>(&mut self, closing: u8, value: Result<T>) -> Result<T> {
        self.depth += 1;
        match value {
            Ok(value) if self.eat(closing) => Ok(value),
            Ok(_) => Err(self.unclosed("trailing characters in a list or an object")),
            Err(error) => Err(self.failed(closing, error)),
        }
    }

    /// Creates the error for a list or an object that has more than its type reads.
    #[cold]
    #[inline(never)]
    pub(super) fn unclosed(&mut self, message: &str) -> Error {
        // Behind the comma, as the byte before it belongs to the last value.
        self.eat(b',');
        self.syntax(message)
    }

    /// Records the position of an error of the list or object itself, such as a missing member: its end. An error of a value in
    /// it has the position of that value.
    #[cold]
    #[inline(never)]
    fn failed(&mut self, closing: u8, error: Error) -> Error {
        self.eat(closing);
        self.with_position(error)
    }
}

struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        match self.reader.token() {
            Some(b']') => return Ok(None),
            Some(b',') if !self.first => self.reader.advance(1),
            Some(_) if self.first => self.first = false,
            _ => return Err(self.reader.syntax("expected `,` or `]`")),
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(self.reader.in_value(error)),
        }
    }
}
