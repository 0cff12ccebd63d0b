//! Objects. <https://www.rfc-editor.org/rfc/rfc8259#section-4>

use serde::de::{DeserializeSeed, MapAccess, Visitor};

use super::key::NextKey;
use crate::error::{Error, Result};
use crate::reader::Reader;

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if self.token() != Some(b'{') {
            return Err(self.misfit(&visitor));
        }
        self.enter(self.at() + 1)?;
        let value = visitor.visit_map(Members::new(self));
        self.leave(b'}', value)
    }

    /// Moves to the byte before the quote of the next member's key. Returns `false` at the end of the object. `lead` is the
    /// byte in front of the member: the object's brace or a comma.
    #[inline]
    pub(super) fn next_member(&mut self, lead: u8) -> Result<bool> {
        match self.rest.first_chunk() == Some(&[lead, b'"']) {
            true => Ok(true),
            false => self.find_member(lead),
        }
    }

    /// Moves to the next member after whitespace, or to the end of the object.
    #[inline(never)]
    fn find_member(&mut self, lead: u8) -> Result<bool> {
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
    /// The byte in front of the next member.
    lead: u8,
}

impl<'r, 'de> Members<'r, 'de> {
    /// Creates the members of an object. The reader must be at its brace.
    #[inline]
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        let lead = b'{';
        Self { reader, lead }
    }

    /// Creates the rest of an object, the first member of which was read.
    #[inline]
    pub(super) fn after_first(reader: &'r mut Reader<'de>) -> Self {
        let lead = b',';
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
        self.lead = b',';
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
