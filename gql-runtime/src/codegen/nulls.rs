//! Values that a null makes null or invalid: required fields, and the lists and objects around them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, VariantAccess, Visitor};

use super::fields::MAYBE;
use super::key::Keys;
use super::variants::{Case, Variants, variants};
use crate::null_error::NULL;

/// An object that is null if a required field in it is.
pub trait NullableObject: DeserializeOwned {
    /// Decodes the object. The result is `None` if a required field is null.
    fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;
}

/// An object of one of several types, as [`Variants`], that is null if a required field in it is.
pub trait NullableVariants: NullableObject {
    /// The names of the object types to distinguish.
    const TYPES: Keys;
    /// Whether an object without `__typename` is accepted. Its index is one more than that of unknown types.
    const NAMELESS: bool = false;
    /// Decodes the object. `case.index()` is the index in [`TYPES`](Self::TYPES), or its length for any other type.
    fn read<'de, A: VariantAccess<'de>>(case: Case<'de, A>) -> Result<Option<Self>, A::Error>;
}

/// An object whose position is not nullable, although the object may be null.
#[derive(Debug, Clone)]
pub struct Nullable<T>(pub Option<T>);

impl<'de, T: NullableObject> Deserialize<'de> for Nullable<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::nullable(deserializer).map(Nullable)
    }
}

impl<T: NullableVariants> Variants for Nullable<T> {
    const TYPES: Keys = T::TYPES;
    const NAMELESS: bool = T::NAMELESS;

    #[inline]
    fn read<'de, A: VariantAccess<'de>>(case: Case<'de, A>) -> Result<Self, A::Error> {
        T::read(case).map(Nullable)
    }
}

/// Decodes an object of one of several types, which may be null.
#[inline]
pub fn nullable_variants<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: NullableVariants,
{
    variants::<D, Nullable<T>>(deserializer).map(|Nullable(value)| value)
}

/// Decodes an object that may be null where no null is possible.
///
/// # Errors
/// Returns an error if the object is null, which the decoder of a response recognizes.
#[inline]
pub fn not_null<'de, D: Deserializer<'de>, T: NullableObject>(deserializer: D) -> Result<T, D::Error> {
    match T::nullable(deserializer) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(de::Error::custom(NULL)),
        Err(error) => Err(error),
    }
}

/// A value that must not be null.
#[derive(Debug)]
pub struct NonNull<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for NonNull<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(NonNullVisitor(PhantomData))
    }
}

struct NonNullVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NonNullVisitor<T> {
    type Value = NonNull<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that is not null")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(NonNull)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Err(E::custom("the field is null, but a value is required"))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        self.visit_none()
    }
}

/// A value that a directive may have removed, but that must not be null.
#[derive(Debug)]
pub struct MaybeNonNull<T>(pub Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for MaybeNonNull<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(MAYBE, MaybeNonNullVisitor(PhantomData))
    }
}

struct MaybeNonNullVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MaybeNonNullVisitor<T> {
    type Value = MaybeNonNull<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that may be absent")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        NonNull::deserialize(deserializer).map(|NonNull(value)| MaybeNonNull(Some(value)))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(MaybeNonNull(None))
    }
}

// The following functions exist because the types of slots are only known by their use.

/// Returns a value that makes the object around it null if it is `None`.
pub fn required<T>(value: Option<T>) -> Option<T> {
    value
}

/// Returns the object, or `None` if it is null.
pub fn object_or_null<T>(value: Nullable<T>) -> Option<T> {
    value.0
}

/// Makes an object within another one. A null ends `make`, and does not affect the other object.
pub fn attempt<T>(make: impl FnOnce() -> Option<T>) -> Option<T> {
    make()
}

/// Converts a nullable value.
pub fn map<T, U>(value: Option<T>, convert: impl FnOnce(T) -> U) -> Option<U> {
    value.map(convert)
}

/// Converts a nullable value to one that may be null for another reason.
pub fn and_then<T, U>(value: Option<T>, convert: impl FnOnce(T) -> Option<U>) -> Option<U> {
    value.and_then(convert)
}

/// Converts the items of a list.
pub fn items<T, U>(list: Vec<T>, convert: impl FnMut(T) -> U) -> Vec<U> {
    list.into_iter().map(convert).collect()
}

/// Converts the items of a list. A null item makes the list null.
pub fn try_items<T, U>(list: Vec<T>, convert: impl FnMut(T) -> Option<U>) -> Option<Vec<U>> {
    list.into_iter().map(convert).collect()
}

/// Omits the null items of a list.
pub fn present<T>(list: Vec<Option<T>>) -> Vec<T> {
    list.into_iter().flatten().collect()
}

/// Omits the null items of a list, and converts the others.
pub fn present_items<T, U>(list: Vec<Option<T>>, convert: impl FnMut(T) -> U) -> Vec<U> {
    list.into_iter().flatten().map(convert).collect()
}

/// Omits the null items of a list, and converts the others, which may then be null, too.
pub fn try_present<T, U>(list: Vec<Option<T>>, convert: impl FnMut(T) -> Option<U>) -> Vec<U> {
    list.into_iter().flatten().filter_map(convert).collect()
}

/// Converts the items of a list, and omits those that are null.
pub fn kept_items<T, U>(list: Vec<T>, convert: impl FnMut(T) -> Option<U>) -> Vec<U> {
    list.into_iter().filter_map(convert).collect()
}
