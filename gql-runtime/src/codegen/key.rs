//! Maps response keys to slot indices, without allocating.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};

/// The response keys of an object, in the order of its slots.
pub type Keys = &'static [&'static str];

/// Reads a key and returns its slot, or [`UNKNOWN`] for a key that was not selected. `expected` is the slot after the
/// previous one, which is almost always right, as servers answer in the order of the selection.
#[inline]
pub(super) fn next<'de, A: MapAccess<'de>, F>(
    map: &mut A,
    keys: Keys,
    expected: usize,
) -> Result<Option<usize>, A::Error> {
    if cfg!(debug_assertions) {
        map.next_key_seed(Key::<()>(keys, expected, PhantomData))
    } else {
        // The seed has a type parameter, so that the compiler inlines serde_json's code. Without optimizations, this would
        // only duplicate it.
        map.next_key_seed(Key::<F>(keys, expected, PhantomData))
    }
}

struct Key<F>(Keys, usize, PhantomData<F>);

/// The index for a key without a slot.
const UNKNOWN: usize = usize::MAX;

impl<'de, F> DeserializeSeed<'de> for Key<F> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // gql-json compares the text with this key; other deserializers return the key as usual.
        match self.0.get(self.1) {
            Some(key) => deserializer.deserialize_newtype_struct(key, self),
            None => deserializer.deserialize_identifier(OtherKey(self.0, self.1)),
        }
    }
}

impl<'de, F> Visitor<'de> for Key<F> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a response key")
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(gql_json::EXPECTED, OtherKey(self.0, self.1))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(slot(self.0, self.1, key))
    }
}

/// Any key, or the expected one if the deserializer has recognized it. The code is shared by all types.
struct OtherKey(Keys, usize);

impl<'de> Visitor<'de> for OtherKey {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a response key")
    }

    /// The expected key is next.
    #[inline]
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.1)
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(slot(self.0, self.1, key))
    }
}

#[inline]
fn slot(keys: Keys, expected: usize, key: &str) -> usize {
    match keys.get(expected) {
        Some(candidate) if same(candidate, key) => expected,
        _ => find(keys, key),
    }
}

#[cold]
fn find(keys: Keys, key: &str) -> usize {
    keys.iter()
        .position(|candidate| same(candidate, key))
        .unwrap_or(UNKNOWN)
}

/// A key, borrowed where the input allows it.
pub(super) struct Name<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a response key")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Name(Cow::Borrowed(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Name(Cow::Owned(key.to_owned())))
    }
}

/// Returns whether two names are equal. Names are short, so that two overlapping words cover most of them, without a
/// function call.
#[inline]
pub(super) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0..4 => a.iter().eq(b),
        4..8 => a.first_chunk::<4>() == b.first_chunk::<4>() && a.last_chunk::<4>() == b.last_chunk::<4>(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk::<8>() && a.last_chunk::<8>() == b.last_chunk::<8>(),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn names_of_any_length_differ_by_any_byte() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let name = &text[..length];
            // An equal text at another address.
            let equal = name.to_owned();
            assert!(same(name, &equal), "{name}");
            assert!(!same(name, &text[..length + 1]), "{name}");
            for place in 0..length {
                let mut other = name.to_owned();
                other.replace_range(place..=place, "_");
                assert!(!same(name, &other), "{name} {other}");
            }
        }
    }
}
