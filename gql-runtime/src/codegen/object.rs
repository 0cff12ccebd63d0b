//! A JSON object into a struct, in one pass.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::fields::Fields;
use super::key::{self, Keys};

/// Reads an object with these response keys and makes a `T` of what they hold.
///
/// Keys come in any order, unknown ones are passed over, of repeated ones the last counts.
#[inline]
pub fn object<'de, D, F, T>(deserializer: D, keys: Keys, make: impl FnOnce(F) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: Fields<'de>,
{
    let mut slots = F::empty();
    deserializer.deserialize_map(Object::<F> {
        keys,
        slots: &mut slots,
    })?;
    match F::take(slots) {
        Some(fields) => Ok(make(fields)),
        None => Err(unread()),
    }
}

/// Reads what is left of an object.
#[inline]
pub(super) fn read<'de, A, F, T>(map: A, keys: Keys, make: impl FnOnce(F) -> T) -> Result<T, A::Error>
where
    A: MapAccess<'de>,
    F: Fields<'de>,
{
    let mut slots = F::empty();
    Object::<F> {
        keys,
        slots: &mut slots,
    }
    .visit_map(map)?;
    match F::take(slots) {
        Some(fields) => Ok(make(fields)),
        None => Err(unread()),
    }
}

/// Fills the slots of an object. What is made of them is not its matter: objects with the same slots share its code, and it has
/// nothing to hand out that an error would have to take back.
struct Object<'s, 'de, F: Fields<'de>> {
    keys: Keys,
    slots: &'s mut F::Slots,
}

impl<'de, F: Fields<'de>> Visitor<'de> for Object<'_, 'de, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { keys, slots } = self;
        let mut expected = 0;
        while let Some(index) = key::next::<A, F>(&mut map, keys, expected)? {
            // A key that nobody asked for has no slot, and its value is passed over there.
            F::fill(slots, index, &mut map)?;
            expected = index.wrapping_add(1);
        }
        F::complete(slots, keys)
    }
}

/// The visitor fills all slots: of a format that asks no visitor for an object.
#[cold]
fn unread<E: Error>() -> E {
    E::custom("no object was read")
}
