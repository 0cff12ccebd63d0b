//! Objects. <https://www.rfc-editor.org/rfc/rfc8259#section-4>

use serde::de::{DeserializeSeed, MapAccess, Visitor};

use super::key::NextKey;
use crate::error::{Error, Result};
use crate::reader::Reader;

/// The text in front of the first member of an object, and the quote of its key.
pub(super) const FIRST: [u8; 2] = *b"{\"";

/// The text in front of any other member, and the quote of its key.
pub(super) const NEXT: [u8; 2] = *b",\"";

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if !self.is_next(b'{') {
            return Err(self.misfit(&visitor));
        }
        self.enter_object()?;
        let value = visitor.visit_map(Members {
            reader: &mut *self,
            lead: FIRST,
        });
        self.leave(b'}', value)
    }

    /// Enters an object, the brace of which is next, without moving.
    #[inline]
    fn enter_object(&mut self) -> Result<()> {
        self.enter(self.at() + 1)
    }

    /// Moves to the byte before the quote of the next member's key. Returns `false` at the end of the object. `lead` is
    /// [`FIRST`] or [`NEXT`].
    #[inline]
    pub(super) fn next_member(&mut self, lead: [u8; 2]) -> Result<bool> {
        if self.rest.first_chunk() == Some(&lead) {
            Ok(true)
        } else if self.peek() == Some(b'}') {
            Ok(false)
        } else {
            self.find_member(lead)
        }
    }

    /// Moves to the next member after whitespace, or to the end of the object.
    #[inline(never)]
    fn find_member(&mut self, lead: [u8; 2]) -> Result<bool> {
        let [lead, _] = lead;
        match self.token() {
            Some(byte) if byte == lead => self.advance(1),
            Some(b'}') => return Ok(false),
            Some(_) => return Err(self.syntax("expected `,` or `}`")),
            None => return Err(self.syntax("EOF while parsing an object")),
        }
        match self.token() {
            Some(b'"') => self.move_to(self.at() - 1),
            Some(b'}') if lead == b'{' => return Ok(false),
            None if lead == b'{' => return Err(self.syntax("EOF while parsing an object")),
            _ => return Err(self.syntax("key must be a string")),
        }
        Ok(true)
    }
}

/// The members of an object.
pub(super) struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// Either [`FIRST`] or [`NEXT`].
    lead: [u8; 2],
}

impl<'r, 'de> Members<'r, 'de> {
    /// Creates the rest of an object, the first member of which was read.
    #[inline]
    pub(super) fn after_first(reader: &'r mut Reader<'de>) -> Self {
        let lead = NEXT;
        Self { reader, lead }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.reader.next_member(self.lead)? {
            return Ok(None);
        }
        self.lead = NEXT;
        match seed.deserialize(NextKey(self.reader)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(self.reader.in_value(error)),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.reader.in_value(error)),
        }
    }
}
