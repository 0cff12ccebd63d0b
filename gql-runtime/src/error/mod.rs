//! The error type of the runtime, which is opaque and has predicate methods.

mod construct;
mod kind;
mod transient;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use crate::graphql_error::GraphQLError;

pub(crate) use construct::excerpt;
pub use kind::ErrorKind;

/// An error of an operation or of its transport.
///
/// The type is opaque. Its kind is available through the `is_…` methods and [`kind`](Self::kind), its details through
/// methods such as [`graphql_errors`](Self::graphql_errors), [`status`](Self::status) and
/// [`close_code`](Self::close_code), and its cause through `source()`. The message explains what to do where that is
/// known, and never contains headers or variables.
#[derive(Clone)]
pub struct Error {
    inner: Box<ErrorInner>,
}

#[derive(Debug, Clone)]
struct ErrorInner {
    kind: ErrorKind,
    message: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Option<String>,
    close: Option<(u16, String)>,
    errors: Vec<GraphQLError>,
    path: Option<String>,
    missed: u64,
    terminal: bool,
    /// Whether the request was certainly not sent, independent of the kind.
    unsent: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Returns the kind of the error, for logs and metrics. It never contains confidential data.
    ///
    /// ```
    /// use gql_runtime::{Error, ErrorKind};
    ///
    /// let error = Error::connect("no route to the server");
    /// assert_eq!(error.kind(), ErrorKind::Connect);
    /// assert_eq!(error.kind().as_str(), "connect");
    /// ```
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns whether no connection could be made, for example because of an unknown host, an unreachable address or a
    /// proxy.
    pub fn is_connect(&self) -> bool {
        self.inner.kind == ErrorKind::Connect
    }

    /// Returns whether a timeout elapsed.
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == ErrorKind::Timeout
    }

    /// Returns whether TLS failed, for example because of an invalid certificate, a server without TLS or a refused client
    /// certificate.
    pub fn is_tls(&self) -> bool {
        self.inner.kind == ErrorKind::Tls
    }

    /// Returns whether the server answered with an HTTP status other than success. See [`status`](Self::status).
    pub fn is_status(&self) -> bool {
        self.inner.kind == ErrorKind::Status
    }

    /// Returns whether the server violated the protocol: it did not send a GraphQL response, or a message of this
    /// transport.
    pub fn is_protocol(&self) -> bool {
        self.inner.kind == ErrorKind::Protocol
    }

    /// Returns whether the response does not match the operation's types, or is not JSON. See
    /// [`response_path`](Self::response_path).
    pub fn is_decode(&self) -> bool {
        self.inner.kind == ErrorKind::Decode
    }

    /// Returns whether the variables or the extensions could not be serialized to JSON.
    pub fn is_encode(&self) -> bool {
        self.inner.kind == ErrorKind::Encode
    }

    /// Returns whether the error consists of the server's GraphQL errors only. See
    /// [`graphql_errors`](Self::graphql_errors).
    pub fn is_graphql(&self) -> bool {
        self.inner.kind == ErrorKind::GraphQL
    }

    /// Returns whether the connection or the stream ended before the operation.
    pub fn is_closed(&self) -> bool {
        self.inner.kind == ErrorKind::Closed
    }

    /// Returns whether the reader of a stream was too slow for its buffer. See [`missed`](Self::missed).
    pub fn is_lagged(&self) -> bool {
        self.inner.kind == ErrorKind::Lagged
    }

    /// Returns whether the operation was canceled, because the client was closed or its runtime shut down.
    pub fn is_canceled(&self) -> bool {
        self.inner.kind == ErrorKind::Canceled
    }

    /// Returns whether the client or the request could not be built from its options, such as an invalid URL, header or
    /// certificate.
    pub fn is_builder(&self) -> bool {
        self.inner.kind == ErrorKind::Builder
    }

    /// Returns whether the server refused the credentials: status 401 or 403, close code 4401, 4403, 3000 or 3003, a
    /// refused `connection_init`, or a GraphQL error with the code `UNAUTHENTICATED`, `FORBIDDEN` or
    /// `SUBSCRIPTION_JWT_EXPIRED`. <https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2>
    /// <https://www.apollographql.com/docs/apollo-server/data/errors#built-in-error-codes>
    pub fn is_auth(&self) -> bool {
        self.inner.kind == ErrorKind::Auth
            || matches!(
                self.status(),
                Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
            )
            || matches!(self.close_code(), Some(4401 | 4403 | 3000 | 3003))
            || self.graphql_errors().iter().any(|error| {
                matches!(
                    error.code(),
                    Some("UNAUTHENTICATED" | "FORBIDDEN" | "SUBSCRIPTION_JWT_EXPIRED")
                )
            })
    }

    /// Returns whether the error ends the stream. Other errors, such as an event that cannot be decoded, are followed by
    /// further events.
    pub fn is_terminal(&self) -> bool {
        self.inner.terminal
    }

    /// Returns whether the request may have reached the server. If it has not, even a mutation can safely be sent again.
    /// If it may have, a mutation may have taken effect although there is no result.
    ///
    /// Returns `false` if no connection was made, TLS failed, the request could not be built, or it was canceled before
    /// its first byte was sent. Returns `true` if this is not certain.
    pub fn may_have_been_sent(&self) -> bool {
        let before_sending = matches!(
            self.inner.kind,
            ErrorKind::Builder | ErrorKind::Connect | ErrorKind::Encode | ErrorKind::Tls
        );
        !self.inner.unsent && !before_sending
    }

    /// Returns the HTTP status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Returns the headers of the HTTP response. They are empty if there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// Returns the WebSocket close code, if the server sent one. <https://www.rfc-editor.org/rfc/rfc6455#section-7.4>
    pub fn close_code(&self) -> Option<u16> {
        self.inner.close.as_ref().map(|(code, _)| *code)
    }

    /// Returns the reason of the close frame.
    pub fn close_reason(&self) -> Option<&str> {
        self.inner.close.as_ref().map(|(_, reason)| reason.as_str())
    }

    /// Returns the GraphQL errors of the response, if any.
    pub fn graphql_errors(&self) -> &[GraphQLError] {
        &self.inner.errors
    }

    /// Converts the error into the GraphQL errors of the response.
    pub fn into_graphql_errors(self) -> Vec<GraphQLError> {
        self.inner.errors
    }

    /// Returns the beginning of a response that could not be interpreted, at most 512 bytes.
    pub fn body_excerpt(&self) -> Option<&str> {
        self.inner.body.as_deref()
    }

    /// Returns the response path of the value that failed to decode, such as `data.repository.issues.nodes[3].state`.
    pub fn response_path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// Returns the number of events that were dropped because of a full buffer. It is 0 unless
    /// [`is_lagged`](Self::is_lagged).
    pub fn missed(&self) -> u64 {
        self.inner.missed
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

/// Shows only the names of response headers, as their values may be confidential.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind).field("message", &inner.message);
        if inner.unsent {
            out.field("unsent", &true);
        }
        if let Some(status) = inner.status {
            out.field("status", &status.as_u16());
        }
        if !inner.headers.is_empty() {
            out.field(
                "headers",
                &inner
                    .headers
                    .keys()
                    .map(http::HeaderName::as_str)
                    .collect::<Vec<_>>(),
            );
        }
        if let Some(close) = &inner.close {
            out.field("close", close);
        }
        if !inner.errors.is_empty() {
            out.field("errors", &inner.errors);
        }
        if let Some(source) = &inner.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
