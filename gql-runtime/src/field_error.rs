//! The error of one field, which takes the place of its value.

use std::fmt;

use gql_protocol::PathSegment;
use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::graphql_error::{GraphQLError, error_from};

/// The error of a field with `@catch(to: RESULT)`: the entry of the response's `errors` that explains why the field has no
/// value.
///
/// The entry belongs to the field itself or, if the error reached the field from within, to a field below it: see
/// [`path`](Self::path). `?` converts it to an [`Error`] ([`Error::is_graphql`]).
///
/// ```
/// # use gql_runtime::{Error, FieldError};
/// # struct Book { price: Result<f64, FieldError> }
/// fn price(book: Book) -> Result<f64, Error> {
///     Ok(book.price?)
/// }
/// ```
#[derive(Clone, PartialEq)]
pub struct FieldError {
    // Boxed, because every value of the field is at least as large as the error.
    error: Box<GraphQLError>,
}

impl FieldError {
    /// Creates the error of a field from an entry of `errors`, for example to compare or to build data in a test.
    pub fn new(error: GraphQLError) -> Self {
        Self {
            error: Box::new(error),
        }
    }

    /// Returns the message of the entry.
    pub fn message(&self) -> &str {
        &self.error.message
    }

    /// Returns the response path of the field that failed, from the root of the data.
    /// <https://spec.graphql.org/September2025/#sec-Response-Position>
    pub fn path(&self) -> &[PathSegment] {
        &self.error.path
    }

    /// Returns `extensions.code`, if it is a string.
    pub fn code(&self) -> Option<&str> {
        self.error.code()
    }

    /// Returns the `extensions` of the entry.
    pub fn extensions(&self) -> &Map<String, Value> {
        &self.error.extensions
    }

    /// Returns the whole entry.
    pub fn graphql_error(&self) -> &GraphQLError {
        &self.error
    }

    /// Converts into the entry.
    pub fn into_graphql_error(self) -> GraphQLError {
        *self.error
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldError").field(&self.error).finish()
    }
}

impl std::error::Error for FieldError {}

impl From<FieldError> for GraphQLError {
    fn from(error: FieldError) -> Self {
        error.into_graphql_error()
    }
}

/// The error [is a GraphQL error](Error::is_graphql) and does not end a stream.
impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::graphql(vec![error.into_graphql_error()]).with_terminal(false)
    }
}

/// Deserializes an entry of `errors`, as leniently as the entries of a response.
impl<'de> Deserialize<'de> for FieldError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::new(error_from(value)))
    }
}
