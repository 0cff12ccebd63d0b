//! The values of fields whose errors take their place.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::field_error::FieldError;

/// The value of a field with `@catch(to: RESULT)`.
pub type FieldResult<T> = Result<T, FieldError>;

/// A field result as it is decoded. `Result` itself has another representation in serde.
#[derive(Debug, Clone)]
pub struct Caught<T>(pub FieldResult<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Caught<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(gql_json::REPLACED, CaughtVisitor(PhantomData))
    }
}

struct CaughtVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for CaughtVisitor<T> {
    type Value = Caught<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or the error in its place")
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(|value| Caught(Ok(value)))
    }

    /// The object that the decoder of the response wrote in place of the value.
    #[cold]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value().map(|error| Caught(Err(error)))
    }
}

// The following functions exist because the types of slots are only known by their use.

/// Returns the result of a field.
pub fn caught<T>(value: Caught<T>) -> FieldResult<T> {
    value.0
}

/// Converts the value of a field.
pub fn map_caught<T, U>(value: Caught<T>, convert: impl FnOnce(T) -> U) -> FieldResult<U> {
    value.0.map(convert)
}

/// Converts the value of a field, which may then be null.
pub fn try_caught<T, U>(value: Caught<T>, convert: impl FnOnce(T) -> Option<U>) -> Option<FieldResult<U>> {
    match value.0 {
        Ok(value) => convert(value).map(Ok),
        Err(error) => Some(Err(error)),
    }
}

/// Returns the result of a field whose null makes the object around it null.
pub fn required_caught<T>(value: Caught<Option<T>>) -> Option<Caught<T>> {
    match value.0 {
        Ok(value) => value.map(|value| Caught(Ok(value))),
        Err(error) => Some(Caught(Err(error))),
    }
}

// The values of a response are serialized without their errors, which is how the server sent them.

/// Converts the value of an option.
pub fn each_value<'v, T, U>(value: &'v Option<T>, convert: impl FnOnce(&'v T) -> U) -> Option<U> {
    value.as_ref().map(convert)
}

/// Converts the items of a list.
pub fn each_item<'v, T, U>(list: &'v [T], convert: impl FnMut(&'v T) -> U) -> Vec<U> {
    list.iter().map(convert).collect()
}

/// Converts the value of a field. An error becomes null.
pub fn each_result<'v, T, U>(value: &'v FieldResult<T>, convert: impl FnOnce(&'v T) -> U) -> Option<U> {
    value.as_ref().ok().map(convert)
}
