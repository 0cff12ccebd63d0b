//! What comes back: data, errors, extensions. <https://spec.graphql.org/September2025/#sec-Response-Format>

mod decode;
mod path;

use serde_json::{Map, Value};

use crate::Error;
use crate::graphql_error::GraphQLError;
use crate::payload::{Head, Payload};

#[cfg(any(feature = "__endpoint", feature = "websocket"))]
pub(crate) use decode::errors_in;
#[cfg(feature = "__endpoint")]
pub(crate) use decode::is_response;
pub(crate) use decode::{decode, decode_into};

/// One execution result.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<D> {
    /// What the operation gave; `None` when the server sent none, or `null`.
    pub data: Option<D>,
    /// What went wrong; empty when nothing did.
    pub errors: Vec<GraphQLError>,
    /// What the server adds.
    pub extensions: Map<String, Value>,
    /// Status and headers of the HTTP response that the result came in: `None` over a WebSocket. Those of the events of a subscription,
    /// which have one response, are at [`Subscription::http`](crate::Subscription::http).
    pub http: Option<Box<Head>>,
}

impl<D> Response<D> {
    /// A response with `data` and nothing else.
    pub fn new(data: D) -> Self {
        Self {
            data: Some(data),
            ..Self::empty()
        }
    }

    /// A response of which nothing was read yet.
    pub(crate) fn empty() -> Self {
        Self {
            data: None,
            errors: Vec::new(),
            extensions: Map::new(),
            http: None,
        }
    }

    /// Decodes what a server sent: what [`Client`](crate::Client) does with every payload.
    ///
    /// # Errors
    /// If it is not an execution result ([`Error::is_protocol`]), or the data do not fit the type
    /// ([`Error::is_decode`]): then the error says at which path, and has the GraphQL errors that came along.
    pub fn decode(payload: Payload) -> Result<Self, Error>
    where
        D: serde::de::DeserializeOwned,
    {
        decode(payload)
    }

    /// The data, if all of it came.
    ///
    /// # Errors
    /// The response's [GraphQL errors](Error::is_graphql), if there are any, even beside partial data; also when there is
    /// no data at all. It does not end a stream.
    pub fn into_result(self) -> Result<D, Error> {
        match self.data {
            Some(data) if self.errors.is_empty() => Ok(data),
            _ => {
                let error = Error::graphql(self.errors).with_terminal(false);
                Err(match self.http {
                    Some(head) => error.with_head(head.status, head.headers),
                    None => error,
                })
            }
        }
    }

    /// The same response with other data.
    pub fn map<E>(self, map: impl FnOnce(D) -> E) -> Response<E> {
        Response {
            data: self.data.map(map),
            errors: self.errors,
            extensions: self.extensions,
            http: self.http,
        }
    }
}
