//! The keys of objects, which are compared with the expected key or parsed.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::raw;
use super::scalar::Delegate;
use crate::error::{Error, Result};
use crate::reader::Reader;
use crate::text::Text;

/// The name of the newtype struct that requests the key that a seed expects. Its visitor gets `visit_unit` if that key
/// comes next, and `visit_newtype_struct` for any other key.
pub const EXPECTED: &str = "$gql_json::Expected";

impl<'de> Reader<'de> {
    /// Skips this key and its colon, if it comes next. The reader must be at the byte before its quote.
    #[inline]
    pub(super) fn follows(&mut self, key: &str) -> bool {
        let (key, length) = (key.as_bytes(), key.len());
        let there = match self.rest.get(2..length + 4) {
            Some(text) => {
                text.ends_with(b"\":") && text.get(..length).is_some_and(|text| equal_keys(text, key))
            }
            None => false,
        };
        if there {
            self.advance(length + 4);
        }
        there
    }

    /// Skips a long key, so that the code for it is shared.
    #[inline(never)]
    fn long_follows(&mut self, key: &str) -> bool {
        self.follows(key)
    }

    /// Reads a key and its colon. The reader must be at the byte before the quote.
    #[inline(never)]
    pub(super) fn key(&mut self) -> Result<Text<'de>> {
        self.advance(1);
        let key = match self.plain_here() {
            Some(key) => Text::Lent(key),
            None => self.string()?,
        };
        self.colon().map(|()| key)
    }

    fn colon(&mut self) -> Result<()> {
        if self.eat(b':') {
            Ok(())
        } else {
            Err(self.syntax("expected `:`"))
        }
    }
}

/// The length of keys that are compared without a function call.
const SHORT: usize = 16;

/// Returns whether two texts are equal. Keys are short, so that two overlapping words cover most of them, without a
/// function call.
#[inline]
fn equal_keys(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0..4 => a.first() == b.first() && a.get(1) == b.get(1) && a.last() == b.last(),
        4..8 => a.first_chunk::<4>() == b.first_chunk::<4>() && a.last_chunk::<4>() == b.last_chunk::<4>(),
        8..=SHORT => {
            a.first_chunk::<8>() == b.first_chunk::<8>() && a.last_chunk::<8>() == b.last_chunk::<8>()
        }
        _ => a == b,
    }
}

/// The next key. The reader is at the byte before its quote.
pub(super) struct NextKey<'r, 'de>(pub(super) &'r mut Reader<'de>);

/// Deserializes numbers in quotes, for the keys of maps.
macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.number(visitor, |number, visitor| number.$method(visitor))
        }
    )*};
}

impl<'de> NextKey<'_, 'de> {
    fn number<V: Visitor<'de>>(
        self,
        visitor: V,
        read: impl FnOnce(&mut Delegate<'de>, V) -> serde_json::Result<V::Value>,
    ) -> Result<V::Value> {
        let reader = self.0;
        reader.advance(2);
        let Some(b'-' | b'0'..=b'9') = reader.peek() else {
            return Err(reader.syntax("invalid value: expected key to be a number in quotes"));
        };
        let value = reader.delegate_number(visitor, read)?;
        if reader.peek() != Some(b'"') {
            return Err(reader.syntax("expected `\"`"));
        }
        reader.advance(1);
        reader.colon().map(|()| value)
    }
}

impl<'de> Deserializer<'de> for NextKey<'_, 'de> {
    type Error = Error;

    #[inline(never)]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.key()? {
            Text::Lent(key) => visitor.visit_borrowed_str(key),
            Text::Scratch => visitor.visit_str(&self.0.scratch),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.key()? {
            Text::Lent("true") => visitor.visit_bool(true),
            Text::Lent("false") => visitor.visit_bool(false),
            Text::Lent(key) => Err(Error::invalid_type(Unexpected::Str(key), &visitor)),
            Text::Scratch => Err(Error::invalid_type(Unexpected::Str(&self.0.scratch), &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        let reader = self.0;
        let is_next = match name {
            // The names with a meaning are longer.
            key if key.len() <= SHORT => reader.follows(key),
            EXPECTED => false,
            raw::TOKEN => {
                reader.advance(1);
                let value = reader.raw_value(visitor)?;
                return reader.colon().map(|()| value);
            }
            key => reader.long_follows(key),
        };
        match is_next {
            true => visitor.visit_newtype_struct(KnownKey(name)),
            false => visitor.visit_newtype_struct(Self(reader)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.0.key()? {
            Text::Lent(key) => visitor.visit_enum(BorrowedStrDeserializer::new(key)),
            Text::Scratch => visitor.visit_enum(self.0.scratch.as_str().into_deserializer()),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.advance(1);
        let value = self.0.bytes_or_list(visitor)?;
        self.0.colon().map(|()| value)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The expected key, which was skipped. A user's newtype struct that happens to have its name deserializes it as well.
pub(super) struct KnownKey(&'static str);

impl<'de> Deserializer<'de> for KnownKey {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_str(self.0)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        match name {
            EXPECTED => visitor.visit_unit(),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_bytes(self.0.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::equal_keys;

    #[test]
    fn keys_of_any_length_differ_by_any_byte() {
        let text = "abcdefghijklmnopqrstuvwxyz".as_bytes();
        for length in 0..text.len() {
            let key = &text[..length];
            // An equal text at another address.
            let equal = key.to_vec();
            assert!(equal_keys(key, &equal), "{key:?}");
            assert!(!equal_keys(key, &text[..length + 1]), "{key:?}");
            for place in 0..length {
                let mut other = key.to_vec();
                other[place] = b'_';
                assert!(!equal_keys(key, &other), "{key:?} {other:?}");
            }
        }
    }
}
