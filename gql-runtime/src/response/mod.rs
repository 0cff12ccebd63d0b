//! Responses: data, errors and extensions. <https://spec.graphql.org/September2025/#sec-Response-Format>

mod decode;
mod handled;
mod path;
mod places;
mod positions;
mod settle;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::{Map, Value};

use crate::Error;
use crate::graphql_error::GraphQLError;
use crate::payload::{Head, Payload};

#[cfg(any(feature = "__endpoint", feature = "websocket"))]
#[cfg_attr(not(feature = "__endpoint"), allow(unused_imports))]
pub(crate) use decode::errors_in;
#[cfg(feature = "__endpoint")]
pub(crate) use decode::is_response;
pub(crate) use decode::{decode, decode_into};
pub use handled::FieldErrors;
pub use positions::{Handling, Position, field};

/// One execution result.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<D> {
    /// The data, or `None` if the server sent `null` or no data.
    pub data: Option<D>,
    /// The GraphQL errors. They are empty on success.
    pub errors: Vec<GraphQLError>,
    /// The extensions of the server.
    pub extensions: Map<String, Value>,
    /// The status and headers of the HTTP response, or `None` over a WebSocket. The events of a subscription share one
    /// response, which is available from [`Subscription::http`](crate::Subscription::http).
    pub http: Option<Box<Head>>,
    /// Whether the data represents every error (`@catch`).
    pub(crate) caught: bool,
}

impl<D> Response<D> {
    /// Creates a response with only data.
    pub fn new(data: D) -> Self {
        Self {
            data: Some(data),
            ..Self::empty()
        }
    }

    /// Creates an empty response to decode into.
    pub(crate) fn empty() -> Self {
        Self {
            data: None,
            errors: Vec::new(),
            extensions: Map::new(),
            http: None,
            caught: false,
        }
    }

    /// Decodes a payload, as [`Client`](crate::Client) does for an operation without `@catch`. Only a client knows which
    /// errors the fields of an operation with `@catch` take.
    ///
    /// # Errors
    /// Returns an error if the payload is not an execution result ([`Error::is_protocol`]), or if the data does not match
    /// the type ([`Error::is_decode`]). The latter has the response path and the GraphQL errors of the response.
    pub fn decode(payload: Payload) -> Result<Self, Error>
    where
        D: serde::de::DeserializeOwned,
    {
        decode(payload, None)
    }

    /// Returns the data, if it is complete.
    ///
    /// # Errors
    /// Returns the response's [GraphQL errors](Error::is_graphql) if there are any, even with partial data, and if there
    /// is no data. The error does not end a stream. Errors that the data itself represents, because all their fields have
    /// `@catch(to: RESULT)` or `@catch(to: NULL)`, are no reason for an error here.
    pub fn into_result(self) -> Result<D, Error> {
        match self.data {
            Some(data) if self.errors.is_empty() || self.caught => Ok(data),
            _ => {
                let error = Error::graphql(self.errors).with_terminal(false);
                Err(match self.http {
                    Some(head) => error.with_head(head.status, head.headers),
                    None => error,
                })
            }
        }
    }

    /// Maps the data of the response.
    pub fn map<E>(self, map: impl FnOnce(D) -> E) -> Response<E> {
        Response {
            data: self.data.map(map),
            errors: self.errors,
            extensions: self.extensions,
            http: self.http,
            caught: self.caught,
        }
    }
}

impl<D: fmt::Debug> fmt::Debug for Response<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("data", &self.data)
            .field("errors", &self.errors)
            .field("extensions", &self.extensions)
            .field("http", &self.http)
            .finish()
    }
}
