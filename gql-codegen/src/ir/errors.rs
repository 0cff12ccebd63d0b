//! The fields whose errors an operation handles.

/// A field in the data of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Position {
    /// The response key.
    pub key: String,
    /// The handling of a null in place of the value, followed by that of a null in place of the items of its list, and so on.
    pub levels: Vec<Handling>,
    /// The fields within the value whose errors are handled, or change what is.
    pub fields: Vec<Position>,
}

/// The handling of a null that an error explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Handling {
    /// The value around it is null instead, because the type is non-null.
    NonNull,
    /// The value is null.
    Keep,
    /// The value is null, which handles the error.
    Null,
    /// The value is the error.
    Result,
    /// The error takes the place of the next value around it that handles errors, or that of the response.
    Throw,
}
