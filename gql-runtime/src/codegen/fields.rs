//! The slots of an object: tuples of what its response keys hold.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A tuple of values that are read from the members of one JSON object.
pub trait Fields<'de>: Sized {
    /// The same, each value perhaps not there yet.
    type Slots;
    /// How many values there are.
    const LEN: usize;
    /// No value is there.
    fn empty() -> Self::Slots;
    /// Reads the value of slot `index`.
    fn fill<A: MapAccess<'de>>(slots: &mut Self::Slots, index: usize, map: &mut A) -> Result<(), A::Error>;
    /// Gives what is not there its value: `None` if it may be absent, otherwise an error. `keys` begins with the first slot's.
    fn complete<E: de::Error>(slots: &mut Self::Slots, keys: &[&'static str]) -> Result<(), E>;
    /// All values, if they are there.
    fn take(slots: Self::Slots) -> Option<Self>;
}

// rustc translates each tuple's functions anew for each type of response, so what is done to a slot stands in functions
// that know nothing of the tuple, and values are moved where nothing can go wrong between two of them.
macro_rules! tuples {
    ($($len:literal: $($name:ident $index:tt),*;)*) => {$(
        impl<'de, $($name: Deserialize<'de>),*> Fields<'de> for ($($name,)*) {
            type Slots = ($(Option<$name>,)*);
            const LEN: usize = $len;

            #[inline]
            #[allow(clippy::unused_unit, reason = "the tuple of no slots")]
            fn empty() -> Self::Slots {
                ($(None::<$name>,)*)
            }

            #[inline]
            fn fill<Access: MapAccess<'de>>(
                slots: &mut Self::Slots, index: usize, map: &mut Access,
            ) -> Result<(), Access::Error> {
                let _ = &slots;
                match index {
                    $($index => fill(&mut slots.$index, map),)*
                    _ => pass(map),
                }
            }

            #[inline]
            fn complete<Error: de::Error>(slots: &mut Self::Slots, keys: &[&'static str]) -> Result<(), Error> {
                let _ = (&slots, keys);
                $(if let Err(error) = complete(&mut slots.$index, keys, $index) {
                    return Err(error);
                })*
                Ok(())
            }

            #[inline]
            #[allow(non_snake_case, reason = "a value has the name of its type")]
            fn take(slots: Self::Slots) -> Option<Self> {
                match slots {
                    ($(Some($name),)*) => Some(($($name,)*)),
                    #[allow(unreachable_patterns, reason = "the tuple of no slots")]
                    _ => None,
                }
            }
        }
    )*};
}

#[inline]
fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    *slot = Some(map.next_value()?);
    Ok(())
}

#[inline]
fn pass<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<de::IgnoredAny>().map(drop)
}

#[inline]
fn complete<'de, T: Deserialize<'de>, E: de::Error>(
    slot: &mut Option<T>,
    keys: &[&'static str],
    index: usize,
) -> Result<(), E> {
    if slot.is_none() {
        *slot = Some(missing(keys.get(index).copied().unwrap_or_default())?);
    }
    Ok(())
}

tuples! {
    0: ;
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
    13: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12;
    14: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13;
    15: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14;
    16: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15;
}

/// More slots than a tuple takes: the first sixteen, and the others.
#[derive(Debug)]
pub struct Wide<A, B>(pub A, pub B);

impl<'de, A: Fields<'de>, B: Fields<'de>> Fields<'de> for Wide<A, B> {
    type Slots = (A::Slots, B::Slots);
    const LEN: usize = A::LEN + B::LEN;

    fn empty() -> Self::Slots {
        (A::empty(), B::empty())
    }

    #[inline]
    fn fill<Access: MapAccess<'de>>(
        slots: &mut Self::Slots,
        index: usize,
        map: &mut Access,
    ) -> Result<(), Access::Error> {
        match index.checked_sub(A::LEN) {
            None => A::fill(&mut slots.0, index, map),
            Some(index) => B::fill(&mut slots.1, index, map),
        }
    }

    fn complete<E: de::Error>(slots: &mut Self::Slots, keys: &[&'static str]) -> Result<(), E> {
        A::complete(&mut slots.0, keys)?;
        B::complete(&mut slots.1, keys.get(A::LEN..).unwrap_or_default())
    }

    fn take(slots: Self::Slots) -> Option<Self> {
        Some(Self(A::take(slots.0)?, B::take(slots.1)?))
    }
}

/// A selection that `@skip` or `@include` may take away: told apart from one that is `null`.
#[derive(Debug)]
pub struct Maybe<T>(pub Option<T>);

const MAYBE: &str = "$gql_runtime::Maybe";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(MAYBE, MaybeVisitor(PhantomData))
    }
}

struct MaybeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MaybeVisitor<T> {
    type Value = Maybe<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that may be absent")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(|value| Maybe(Some(value)))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }
}

/// What a key that is not there holds: `None` where the type has one, otherwise an error that names the key.
/// Servers leave out failed fields (<https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors>).
#[cold]
fn missing<'de, T: Deserialize<'de>, E: de::Error>(key: &'static str) -> Result<T, E> {
    T::deserialize(Missing(key, PhantomData))
}

struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: de::Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        if name == MAYBE {
            visitor.visit_none()
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
