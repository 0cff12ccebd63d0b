//! The one error of the runtime: opaque, with questions to ask.

mod again;
mod construct;
mod kind;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use crate::graphql_error::GraphQLError;

pub(crate) use construct::excerpt;
pub use kind::ErrorKind;

/// What went wrong while an operation ran.
///
/// It is opaque: ask it what it is (`is_…`, [`kind`](Self::kind)), what came with it ([`graphql_errors`](Self::graphql_errors),
/// [`status`](Self::status), [`close_code`](Self::close_code)), and what caused it (`source()`).
/// The message says what to do where that is known, and holds no header and no variable.
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
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
    /// The request was certainly not sent, whatever the kind.
    unsent: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Returns what the error is, as a value for logs and metrics. Nothing of it can be secret.
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

    /// Returns whether no connection could be made: a name that does not resolve, a refused or unreachable address, a proxy.
    pub fn is_connect(&self) -> bool {
        self.inner.kind == ErrorKind::Connect
    }

    /// Returns whether a time limit was reached.
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == ErrorKind::Timeout
    }

    /// Returns whether TLS failed: a certificate that does not verify, a server that does not speak TLS, a refused client certificate.
    pub fn is_tls(&self) -> bool {
        self.inner.kind == ErrorKind::Tls
    }

    /// Returns whether the server answered with an HTTP status that is not a success: see [`status`](Self::status).
    pub fn is_status(&self) -> bool {
        self.inner.kind == ErrorKind::Status
    }

    /// Returns whether the server broke the protocol: what came is not a GraphQL response, or not a message of this transport.
    pub fn is_protocol(&self) -> bool {
        self.inner.kind == ErrorKind::Protocol
    }

    /// Returns whether the response does not fit the operation's types, or is not JSON: see [`response_path`](Self::response_path).
    pub fn is_decode(&self) -> bool {
        self.inner.kind == ErrorKind::Decode
    }

    /// Returns whether the variables could not be written as JSON.
    pub fn is_encode(&self) -> bool {
        self.inner.kind == ErrorKind::Encode
    }

    /// Returns whether it is the server's GraphQL errors and nothing else: see [`graphql_errors`](Self::graphql_errors).
    pub fn is_graphql(&self) -> bool {
        self.inner.kind == ErrorKind::GraphQL
    }

    /// Returns whether the connection or the stream ended before the operation did.
    pub fn is_closed(&self) -> bool {
        self.inner.kind == ErrorKind::Closed
    }

    /// Returns whether the reader was too slow for the stream's buffer: see [`missed`](Self::missed).
    pub fn is_lagged(&self) -> bool {
        self.inner.kind == ErrorKind::Lagged
    }

    /// Returns whether this side ended the operation: the client was closed, or its runtime shut down.
    pub fn is_canceled(&self) -> bool {
        self.inner.kind == ErrorKind::Canceled
    }

    /// Returns whether the client or the request could not be built from what was given, such as an unusable URL, header or certificate.
    pub fn is_builder(&self) -> bool {
        self.inner.kind == ErrorKind::Builder
    }

    /// Returns whether the server refused the credentials: status 401 or 403, close code 4401, 4403, 3000 or 3003, a refused
    /// `connection_init`, or a GraphQL error whose code is `UNAUTHENTICATED`, `FORBIDDEN` or `SUBSCRIPTION_JWT_EXPIRED`.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2>
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

    /// Returns whether a stream ends with it. One that does not, such as an event that does not decode, is followed by others.
    pub fn is_terminal(&self) -> bool {
        self.inner.terminal
    }

    /// Returns whether the request may have reached the server. If not, even a mutation can safely be sent again; if so, it may have taken
    /// effect, although there is no result.
    ///
    /// `false` where no connection was made, where TLS failed, where the request could not be built, and where it was given up before
    /// its first byte was sent. `true` whenever that is not certain.
    pub fn may_have_been_sent(&self) -> bool {
        let before_sending = matches!(
            self.inner.kind,
            ErrorKind::Builder | ErrorKind::Connect | ErrorKind::Encode | ErrorKind::Tls
        );
        !self.inner.unsent && !before_sending
    }

    /// Returns the HTTP status of the response, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Returns the headers of the HTTP response; empty where there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// Returns the WebSocket close code, where the server sent one. <https://www.rfc-editor.org/rfc/rfc6455#section-7.4>
    pub fn close_code(&self) -> Option<u16> {
        self.inner.close.as_ref().map(|(code, _)| *code)
    }

    /// Returns the reason that came with the close code.
    pub fn close_reason(&self) -> Option<&str> {
        self.inner.close.as_ref().map(|(_, reason)| reason.as_str())
    }

    /// Returns the GraphQL errors that came with it; empty where there were none.
    pub fn graphql_errors(&self) -> &[GraphQLError] {
        &self.inner.errors
    }

    /// Converts the error into the GraphQL errors that came with it.
    pub fn into_graphql_errors(self) -> Vec<GraphQLError> {
        self.inner.errors
    }

    /// Returns the beginning of what the server sent, at most 512 bytes, where it was not understood.
    pub fn body_excerpt(&self) -> Option<&str> {
        self.inner.body.as_deref()
    }

    /// Returns the response path of the value that did not decode, such as `data.repository.issues.nodes[3].state`.
    pub fn response_path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// Returns how many events were lost to a full buffer; 0 unless [`is_lagged`](Self::is_lagged).
    pub fn missed(&self) -> u64 {
        self.inner.missed
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

/// Names of response headers only: their values may be secret.
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
