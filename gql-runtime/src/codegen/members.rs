//! Variables and input objects as JSON: members that have a value, the others left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::Input;

/// Writes a JSON object member by member.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
}

impl<S: Serializer> Members<S> {
    /// An object without members.
    pub fn begin(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            map: serializer.serialize_map(None)?,
        })
    }

    /// A member that is always there.
    #[inline]
    pub fn put<T: Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        self.map.serialize_entry(key, value)?;
        Ok(self)
    }

    /// A member that is left out when it has no value: then the default counts.
    /// <https://spec.graphql.org/September2025/#sec-Input-Objects.Input-Coercion>
    #[inline]
    pub fn maybe<T: Optional + Serialize>(self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        if value.is_absent() {
            Ok(self)
        } else {
            self.put(key, value)
        }
    }

    /// The object as it is.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map.end()
    }
}

/// What may have no value.
pub trait Optional {
    /// None.
    fn absent() -> Self;
    /// Whether it has none.
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

/// No value.
pub fn absent<T: Optional>() -> T {
    T::absent()
}

/// An object of one member: a `@oneOf` input. <https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects>
pub fn serialize_one<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    key: &'static str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    Members::begin(serializer)?.put(key, value)?.end()
}
