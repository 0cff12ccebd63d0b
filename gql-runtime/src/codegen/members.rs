//! Serializes variables and input objects, without the members that have no value.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::Input;

/// A serializer for a JSON object, one member after the other.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
}

impl<S: Serializer> Members<S> {
    /// Creates an object without members.
    pub fn begin(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            map: serializer.serialize_map(None)?,
        })
    }

    /// Adds a required member.
    #[inline]
    pub fn put<T: Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        self.map.serialize_entry(key, value)?;
        Ok(self)
    }

    /// Adds a member if it has a value. Otherwise the default applies.
    /// <https://spec.graphql.org/September2025/#sec-Input-Objects.Input-Coercion>
    #[inline]
    pub fn maybe<T: Optional + Serialize>(self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        if value.is_absent() {
            Ok(self)
        } else {
            self.put(key, value)
        }
    }

    /// Finishes the object.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map.end()
    }
}

/// A type whose value may be absent.
pub trait Optional {
    /// Returns the absent value.
    fn absent() -> Self;
    /// Returns whether the value is absent.
    fn is_absent(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn absent() -> Self {
        None
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Optional for Input<T> {
    fn absent() -> Self {
        Self::Absent
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Returns the absent value.
pub fn absent<T: Optional>() -> T {
    T::absent()
}

/// Serializes an object with one member, such as a `@oneOf` input.
/// <https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects>
pub fn serialize_one<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    key: &'static str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    Members::begin(serializer)?.put(key, value)?.end()
}
