//! The fields of an operation whose errors its types handle, as the table that generated code contains.

/// A field in the data of an operation.
#[derive(Debug, PartialEq, Eq)]
pub struct Position {
    /// The response key.
    pub(super) key: &'static str,
    /// The handling of a null in place of the value, followed by that of a null in place of the items of its list, and so on.
    pub(super) levels: &'static [Handling],
    /// The fields within the value. A field that is not listed is [`Handling::Keep`] on all levels.
    pub(super) fields: &'static [Position],
}

/// The handling of a null that an error explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "code that this version of the generator wrote names the variants"
)]
pub enum Handling {
    /// The type in the schema is non-null: the value around it is null instead.
    /// <https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors>
    NonNull,
    /// The value is null, and the error is only in the response.
    Keep,
    /// The value is null, as the operation requests (`@catch(to: NULL)`), which handles the error.
    Null,
    /// The value is the error (`@catch(to: RESULT)`).
    Result,
    /// The error is thrown (`@catch(to: THROW)`): it takes the place of the next value around it that is [`Null`](Self::Null) or
    /// [`Result`](Self::Result), or that of the response.
    Throw,
}

/// Returns a field of the table.
pub const fn field(key: &'static str, levels: &'static [Handling], fields: &'static [Position]) -> Position {
    Position { key, levels, fields }
}
