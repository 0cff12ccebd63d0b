//! Response keys to slot numbers, without a String.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

/// The response keys of an object, in the order of its slots.
pub type Keys = &'static [&'static str];

/// Reads a key and gives its slot, or [`UNKNOWN`] for a key that nobody asked for.
pub(super) struct Key<F> {
    pub(super) keys: Keys,
    /// The slot after the last one: servers answer in the order of the selection, so it is nearly always right.
    pub(super) expected: usize,
    pub(super) fields: PhantomData<F>,
}

/// No slot.
pub(super) const UNKNOWN: usize = usize::MAX;

impl<'de, F> DeserializeSeed<'de> for Key<F> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<F> Visitor<'_> for Key<F> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a response key")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        if self
            .keys
            .get(self.expected)
            .is_some_and(|expected| same(expected, key))
        {
            return Ok(self.expected);
        }
        Ok(find(self.keys, key))
    }
}

#[cold]
fn find(keys: Keys, key: &str) -> usize {
    keys.iter()
        .position(|candidate| same(candidate, key))
        .unwrap_or(UNKNOWN)
}

/// Whether two names are the same. Names are short: two words that overlap cover most of them, without a call.
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
    fn names_of_any_length_are_told_apart_at_any_place() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let name = &text[..length];
            // Equal, but not the same place in memory.
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
