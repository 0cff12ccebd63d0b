//! A JSON object into a struct, in one pass.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};

use super::fields::Fields;
use super::key::{Key, Keys};

/// Reads an object with these response keys and makes a `T` of what they hold.
///
/// Keys come in any order, unknown ones are passed over, of repeated ones the last counts.
#[inline]
pub fn object<'de, D, F, T>(deserializer: D, keys: Keys, make: impl FnOnce(F) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: Fields<'de>,
{
    deserializer.deserialize_map(Object {
        keys,
        make,
        fields: PhantomData,
    })
}

struct Object<F, M> {
    keys: Keys,
    make: M,
    fields: PhantomData<F>,
}

impl<'de, F: Fields<'de>, T, M: FnOnce(F) -> T> Visitor<'de> for Object<F, M> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        read(map, self.keys).map(self.make)
    }
}

/// Reads what is left of an object.
#[inline]
pub(super) fn read<'de, A: MapAccess<'de>, F: Fields<'de>>(mut map: A, keys: Keys) -> Result<F, A::Error> {
    let mut slots = F::empty();
    let mut expected = 0;
    while let Some(index) = map.next_key_seed(Key {
        keys,
        expected,
        fields: PhantomData::<F>,
    })? {
        // A key that nobody asked for has no slot, and its value is passed over there.
        F::fill(&mut slots, index, &mut map)?;
        expected = index.wrapping_add(1);
    }
    F::finish(slots, keys)
}
