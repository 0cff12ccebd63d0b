//! An input that distinguishes absent, `null` and a value.

use serde::ser::{Serialize, Serializer};

/// A nullable input that is absent, `null` or a value.
///
/// Each of them is a different request. The server decides on their meaning, which is often to keep, clear or set a value.
/// <https://spec.graphql.org/September2025/#sec-Null-Value>
///
/// | Rust | JSON that is sent |
/// | --- | --- |
/// | `Input::Absent`, `Input::default()`, `Input::from_option(None)` | the member is left out: the default of the schema applies |
/// | `Input::Null`, `Input::<T>::from(None)` | `"name": null` |
/// | `Input::Value(v)`, `Input::from(v)`, `Input::from(Some(v))` | `"name": v` |
///
/// Two conversions take an `Option`: [`From`] sends `None` as `null`, [`from_option`](Self::from_option) omits it.
///
/// ```
/// use gql_runtime::Input;
///
/// let title: Input<&str> = "Emma".into();
/// assert_eq!(title.value(), Some(&"Emma"));
/// assert_eq!(Input::<i32>::from(None), Input::Null);
/// assert_eq!(Input::<i32>::from_option(None), Input::Absent);
/// assert_eq!(Input::Value(2).map(|copies| copies * 2), Input::Value(4));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(clippy::exhaustive_enums, reason = "GraphQL has these three")]
pub enum Input<T> {
    /// Omits the input, so that the default of the schema applies.
    #[default]
    Absent,
    /// Sends `null`.
    Null,
    /// Sends this value.
    Value(T),
}

impl<T> Input<T> {
    /// Converts an `Option`, omitting `None`.
    ///
    /// [`From`] sends it as `null` instead.
    pub fn from_option(option: Option<T>) -> Self {
        option.map_or(Self::Absent, Self::Value)
    }

    /// Returns whether the input is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the input is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether the input is a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Returns the value, or `None` if the input is absent or `null`.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts the input into its value, or `None` if the input is absent or `null`.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts from `&Input<T>` to `Input<&T>`.
    pub const fn as_ref(&self) -> Input<&T> {
        match self {
            Self::Absent => Input::Absent,
            Self::Null => Input::Null,
            Self::Value(value) => Input::Value(value),
        }
    }

    /// Applies a function to the value. Absent inputs and `null` are unchanged.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Input<U> {
        match self {
            Self::Absent => Input::Absent,
            Self::Null => Input::Null,
            Self::Value(value) => Input::Value(map(value)),
        }
    }

    /// Takes the input and leaves [`Input::Absent`] in its place.
    pub const fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Absent)
    }
}

impl<T> From<T> for Input<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Input<T> {
    /// Sends `None` as `null`. Use [`Input::from_option`] to omit it.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Input<T> {
    /// Writes `null` for an absent input that cannot be omitted.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_some(value),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Input;

    #[test]
    fn predicates_of_each_state() {
        for (input, absent, null, value) in [
            (Input::Absent, true, false, None),
            (Input::Null, false, true, None),
            (Input::Value(7), false, false, Some(7)),
        ] {
            assert_eq!((input.is_absent(), input.is_null()), (absent, null), "{input:?}");
            assert_eq!(input.is_value(), value.is_some());
            assert_eq!(input.value(), value.as_ref());
            assert_eq!(input.as_ref().into_value(), value.as_ref());
            assert_eq!(
                input.map(i64::from),
                match input {
                    Input::Absent => Input::Absent,
                    Input::Null => Input::Null,
                    Input::Value(value) => Input::Value(i64::from(value)),
                }
            );
            let mut taken = input;
            assert_eq!(taken.take(), input);
            assert!(taken.is_absent());
        }
    }

    /// `From` converts `None` to `null`, and `from_option` to an absent input. `Some` is always a value.
    #[test]
    fn options_are_converted_both_ways() {
        assert_eq!(Input::<i32>::from(None), Input::Null);
        assert_eq!(Input::<i32>::from(Some(1)), Input::Value(1));
        assert_eq!(Input::<i32>::from(1), Input::Value(1));
        assert_eq!(Input::<i32>::from_option(None), Input::Absent);
        assert_eq!(Input::from_option(Some(1)), Input::Value(1));
        assert_eq!(Input::<i32>::default(), Input::Absent);
        // An input of an `Option` keeps both: its inner `None` is sent as `null`.
        let inner: Input<Option<i32>> = Input::Value(None);
        assert_eq!(serde_json::to_string(&inner).unwrap(), "null");
    }
}
