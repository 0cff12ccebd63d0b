//! An input that tells null, absent and a value apart.

use serde::ser::{Serialize, Serializer};

/// A nullable input: left out, `null`, or a value. What each means is up to the server: often "leave it", "clear it", "set it".
/// <https://spec.graphql.org/September2025/#sec-Null-Value>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Input<T> {
    /// Left out: the schema's default counts.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// This value.
    Value(T),
}

impl<T> From<T> for Input<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Input<T> {
    /// `None` is [`Input::Null`].
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> Input<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T: Serialize> Serialize for Input<T> {
    /// As `null` where it cannot be left out.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_some(value),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}
