//! Response keys to slot numbers, without a String.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

/// The response keys of an object, in the order of its slots.
pub type Keys = &'static [&'static str];

/// Reads a key and gives its slot; `None` for a key that nobody asked for.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) keys: Keys,
    /// The slot after the last one: servers answer in the order of the selection, so it is nearly always right.
    pub(super) expected: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<usize>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a response key")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        if self
            .keys
            .get(self.expected)
            .is_some_and(|expected| *expected == key)
        {
            return Ok(Some(self.expected));
        }
        Ok(self.keys.iter().position(|candidate| *candidate == key))
    }
}
