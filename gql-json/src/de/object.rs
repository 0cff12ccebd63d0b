//! Objects, and those whose `__typename` is wanted first. <https://www.rfc-editor.org/rfc/rfc8259#section-4>

use serde::de::{DeserializeSeed, MapAccess, Visitor};

use super::key::{KnownKey, NextKey};
use crate::error::{Error, Result};
use crate::reader::Reader;
use crate::text::Text;

/// The name of a newtype struct that stands for an object whose member `__typename` comes first, wherever the text has it: its
/// visitor gets `visit_map`. Without that member the others come as they are.
pub const TYPE_NAME_FIRST: &str = "$gql_json::TypeNameFirst";

/// <https://spec.graphql.org/September2025/#sec-Type-Name-Introspection>
const TYPE_NAME: &str = "__typename";

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if !self.pass(b'{') {
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
        if !self.pass(b'{') {
            return Err(self.misfit(&visitor));
        }
        self.enter()?;
        let place = if self.token() == Some(b'"') && self.follows(TYPE_NAME) {
            Place::Passed
        } else {
            self.find_type_name()?
        };
        let value = visitor.visit_map(TypeNameFirst {
            reader: &mut *self,
            first: !matches!(place, Place::Passed),
            place,
            passed: NOWHERE,
        });
        self.leave(b'}', value)
    }

    /// Whether another member follows: if so, its quote is here.
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

    /// Looks for `__typename` in an object that has been entered, and goes back.
    #[cold]
    #[inline(never)]
    fn find_type_name(&mut self) -> Result<Place> {
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
                return Ok(Place::Ahead { key, value });
            }
            self.skip()?;
        }
        self.at = begin;
        Ok(Place::None)
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

/// The members of an object, `__typename` first.
struct TypeNameFirst<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
    place: Place,
    /// The key of the `__typename` that was read out of its order.
    passed: usize,
}

/// No place.
const NOWHERE: usize = usize::MAX;

/// The place of `__typename`, while it is to be read.
#[derive(Clone, Copy)]
enum Place {
    /// There is none, or it has been read.
    None,
    /// It is the first member, and its key has been passed.
    Passed,
    /// It is further on.
    Ahead { key: usize, value: usize },
}

impl<'de> MapAccess<'de> for TypeNameFirst<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !matches!(self.place, Place::None) {
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
        let Place::Ahead { key, value } = std::mem::replace(&mut self.place, Place::None) else {
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
