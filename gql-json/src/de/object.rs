//! Objects. <https://www.rfc-editor.org/rfc/rfc8259#section-4>

use serde::de::{DeserializeSeed, MapAccess, Visitor};

use super::key::NextKey;
use crate::error::{Error, Result};
use crate::reader::Reader;

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if !self.eat(b'{') {
            return Err(self.misfit(&visitor));
        }
        self.enter()?;
        let value = visitor.visit_map(Members {
            reader: &mut *self,
            first: true,
        });
        self.leave(b'}', value)
    }

    /// Returns whether another member follows. If so, the reader is at its quote.
    #[inline]
    pub(super) fn next_member(&mut self, first: &mut bool) -> Result<bool> {
        match self.token() {
            Some(b'}') => return Ok(false),
            Some(b',') if !*first => self.at += 1,
            Some(_) if *first => *first = false,
            Some(_) => return Err(self.syntax("expected `,` or `}`")),
            None => return Err(self.syntax("EOF while parsing an object")),
        }
        match self.token() {
            Some(b'"') => Ok(true),
            _ => Err(self.syntax("key must be a string")),
        }
    }
}

/// The members of an object.
pub(super) struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'r, 'de> Members<'r, 'de> {
    /// Creates the rest of an object, the first member of which was read.
    #[inline]
    pub(super) fn after_first(reader: &'r mut Reader<'de>) -> Self {
        let first = false;
        Self { reader, first }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.reader.next_member(&mut self.first)? {
            return Ok(None);
        }
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
