//! Objects, including those with `__typename` moved to the front. <https://www.rfc-editor.org/rfc/rfc8259#section-4>

use serde::de::{DeserializeSeed, MapAccess, Visitor};

use super::key::{KnownKey, NextKey};
use crate::error::{Error, Result};
use crate::reader::Reader;
use crate::text::Text;

/// The name of the newtype struct that requests an object with the member `__typename` first, wherever it is in the text.
/// Its visitor gets `visit_map`. Without that member, the others keep their order.
pub const TYPE_NAME_FIRST: &str = "$gql_json::TypeNameFirst";

/// The introspection field for the name of an object's type.
/// <https://spec.graphql.org/September2025/#sec-Type-Name-Introspection>
const TYPE_NAME: &str = "__typename";

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

    #[inline]
    pub(super) fn type_name_first<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if !self.eat(b'{') {
            return Err(self.misfit(&visitor));
        }
        self.enter()?;
        let position = if self.token() == Some(b'"') && self.follows(TYPE_NAME) {
            TypeNamePosition::Passed
        } else {
            self.find_type_name()?
        };
        let value = visitor.visit_map(TypeNameFirst {
            reader: &mut *self,
            first: !matches!(position, TypeNamePosition::Passed),
            position,
            passed: NOWHERE,
        });
        self.leave(b'}', value)
    }

    /// Returns whether another member follows. If so, the reader is at its quote.
    #[inline]
    fn next_member(&mut self, first: &mut bool) -> Result<bool> {
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

    /// Finds `__typename` in an object that was entered, and restores the position.
    #[cold]
    #[inline(never)]
    fn find_type_name(&mut self) -> Result<TypeNamePosition> {
        let begin = self.at;
        let mut first = true;
        while self.next_member(&mut first)? {
            let key = self.at;
            let found = match self.key()? {
                Text::Lent(key) => key == TYPE_NAME,
                Text::Scratch => self.scratch == TYPE_NAME,
            };
            if found {
                let value = self.at;
                self.at = begin;
                return Ok(TypeNamePosition::Ahead { key, value });
            }
            self.skip()?;
        }
        self.at = begin;
        Ok(TypeNamePosition::None)
    }
}

struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.reader.next_member(&mut self.first)? {
            seed.deserialize(NextKey(self.reader)).map(Some)
        } else {
            Ok(None)
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

/// The members of an object, with `__typename` first.
struct TypeNameFirst<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
    position: TypeNamePosition,
    /// The position of the `__typename` that was read out of order.
    passed: usize,
}

/// The absence of a position.
const NOWHERE: usize = usize::MAX;

/// The position of `__typename` until it is read.
#[derive(Clone, Copy)]
enum TypeNamePosition {
    /// The member is missing or was read.
    None,
    /// The first member, the key of which was skipped.
    Passed,
    /// A later member.
    Ahead { key: usize, value: usize },
}

impl<'de> MapAccess<'de> for TypeNameFirst<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !matches!(self.position, TypeNamePosition::None) {
            return seed.deserialize(KnownKey::new(TYPE_NAME)).map(Some);
        }
        while self.reader.next_member(&mut self.first)? {
            if self.reader.at != self.passed {
                return seed.deserialize(NextKey(self.reader)).map(Some);
            }
            self.reader.skip_member()?;
        }
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let TypeNamePosition::Ahead { key, value } =
            std::mem::replace(&mut self.position, TypeNamePosition::None)
        else {
            return seed.deserialize(&mut *self.reader);
        };
        let begin = std::mem::replace(&mut self.reader.at, value);
        let read = seed.deserialize(&mut *self.reader)?;
        self.reader.at = begin;
        self.passed = key;
        Ok(read)
    }
}

impl Reader<'_> {
    #[cold]
    #[inline(never)]
    fn skip_member(&mut self) -> Result<()> {
        self.key()?;
        self.skip()
    }
}
