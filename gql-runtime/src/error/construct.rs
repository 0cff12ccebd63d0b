//! Constructors of errors. The ones that transports of other crates need are public.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Error, ErrorInner, ErrorKind};
use crate::graphql_error::GraphQLError;

/// The maximum size of the excerpt of a body that an error keeps, in bytes.
const EXCERPT: usize = 512;

type Source = Box<dyn StdError + Send + Sync>;

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(ErrorInner {
                kind,
                message: message.into(),
                status: None,
                headers: HeaderMap::new(),
                body: None,
                close: None,
                errors: Vec::new(),
                path: None,
                missed: 0,
                terminal: true,
                unsent: false,
                source: None,
            }),
        }
    }

    /// Creates an error for a connection that could not be made. See [`is_connect`](Self::is_connect).
    pub fn connect(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Connect, message)
    }

    /// Creates an error for a timeout. See [`is_timeout`](Self::is_timeout). `what` did not happen within `limit`.
    pub fn timeout(what: &str, limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("{what} within {limit:?}"))
    }

    /// Creates an error for a server that violated the protocol. See [`is_protocol`](Self::is_protocol).
    pub fn protocol(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Protocol, message)
    }

    /// Creates an error for a connection that ended before the operation. See [`is_closed`](Self::is_closed).
    pub fn closed(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Closed, message)
    }

    /// Creates an error for an operation that the client canceled. See [`is_canceled`](Self::is_canceled).
    pub fn canceled(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Canceled, message)
    }

    /// Creates an error for credentials that the server refused. See [`is_auth`](Self::is_auth).
    pub fn auth(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Auth, message)
    }

    /// Creates an error from the server's GraphQL errors. See [`is_graphql`](Self::is_graphql).
    pub fn graphql(errors: Vec<GraphQLError>) -> Self {
        Self::new(ErrorKind::GraphQL, joined(&errors)).with_errors(errors)
    }

    /// Creates an error for a slow reader, which missed this number of events. See [`is_lagged`](Self::is_lagged). It does
    /// not end the stream.
    pub fn lagged(missed: u64) -> Self {
        let mut error = Self::new(
            ErrorKind::Lagged,
            format!("{missed} events were lost: the stream is read too slowly for its buffer"),
        );
        error.inner.missed = missed;
        error.with_terminal(false)
    }

    /// Sets the cause, which `source()` returns.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.inner.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets whether the error ends a stream. See [`is_terminal`](Self::is_terminal).
    #[must_use]
    pub fn with_terminal(mut self, terminal: bool) -> Self {
        self.inner.terminal = terminal;
        self
    }

    /// Marks that the request did not reach the server. See [`may_have_been_sent`](Self::may_have_been_sent).
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.inner.unsent = true;
        self
    }

    /// Adds the GraphQL errors of the response.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<GraphQLError>) -> Self {
        self.inner.errors = errors;
        self
    }

    /// Adds the status and the headers of the HTTP response.
    #[must_use]
    pub fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.inner.status = Some(status);
        self.inner.headers = headers;
        self
    }

    /// Adds the code and the reason of the close frame.
    #[must_use]
    pub fn with_close(mut self, code: u16, reason: impl Into<String>) -> Self {
        self.inner.close = Some((code, reason.into()));
        self
    }

    /// Appends a hint to the message.
    #[cfg(any(feature = "__endpoint", feature = "websocket"))]
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.inner.message.push_str("; ");
        self.inner.message.push_str(hint);
        self
    }

    /// Creates an error for a timeout with this message.
    #[cfg(all(
        feature = "__endpoint",
        not(all(target_family = "wasm", target_os = "unknown"))
    ))]
    pub(crate) fn timed_out(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    /// Creates an error for a TLS handshake that failed. See [`is_tls`](Self::is_tls). The request was not sent.
    pub fn tls(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Tls, message)
    }

    /// Creates an error for a client or request that cannot be built, such as one with a setting of a
    /// [`Request`](crate::Request) that the transport does not support. See [`is_builder`](Self::is_builder). The request
    /// was not sent.
    pub fn builder(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Builder, message)
    }

    pub(crate) fn encode(source: impl Into<Source>) -> Self {
        let source = source.into();
        Self::encode_as(
            format!("the variables do not serialize to JSON: {source}"),
            source,
        )
    }

    /// Creates an error for data other than variables that does not serialize to JSON.
    pub(crate) fn encode_as(message: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Encode, message).with_source(source)
    }

    /// Creates an error for a value at `path` that does not match the operation's types, or for text that is not JSON.
    pub(crate) fn decode(
        path: Option<String>,
        source: impl StdError + Send + Sync + 'static,
        body: &[u8],
    ) -> Self {
        let message = match &path {
            Some(path) => format!("the response does not fit the operation's types at `{path}`: {source}"),
            None => format!("the response is not valid JSON: {source}"),
        };
        let terminal = path.is_none();
        let mut error = Self::new(ErrorKind::Decode, message)
            .with_source(source)
            .with_body(body);
        error.inner.path = path;
        error.with_terminal(terminal)
    }

    /// Creates an error for a server that violated a protocol, or sent text that is not JSON.
    pub(crate) fn from_protocol(error: &gql_protocol::Error) -> Self {
        match error.json_error() {
            Some(source) if !error.is_json() => Self::decode(None, source.clone(), error.body()),
            Some(source) => Self::protocol(error.message())
                .with_body(error.body())
                .with_source(source.clone()),
            None => Self::protocol(error.message()).with_body(error.body()),
        }
    }

    /// Creates an error for an HTTP status other than success. See [`is_status`](Self::is_status). The message includes
    /// the GraphQL errors in the body, or an excerpt of the body. For a redirect, it only includes the origin of the
    /// target.
    pub fn http_status(
        status: StatusCode,
        headers: HeaderMap,
        body: &[u8],
        errors: Vec<GraphQLError>,
    ) -> Self {
        use std::fmt::Write as _;
        let mut message = format!("the server answered {status}");
        let location = headers.get(http::header::LOCATION);
        if let Some(location) = location {
            let to = origin(location).unwrap_or_else(|| "another URL".to_owned());
            let _ = write!(message, ", a redirect to {to} that is not followed");
        }
        if location.is_some() {
            // The body of a redirect repeats the URL.
        } else if !errors.is_empty() {
            let _ = write!(message, ": {}", joined(&errors));
        } else if let Some(text) = excerpt(body) {
            let _ = write!(message, ": {text}");
        }
        Self::new(ErrorKind::Status, message)
            .with_head(status, headers)
            .with_errors(errors)
            .with_body(body)
    }

    /// Replaces the message with a more specific one.
    #[cfg(feature = "__endpoint")]
    pub(crate) fn with_message(mut self, message: impl Into<String>) -> Self {
        self.inner.message = message.into();
        self
    }

    /// Keeps an excerpt of `body`, without changing the message.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        self.inner.body = excerpt(body);
        self
    }
}

/// Returns the origin of a redirect's target. The rest may contain variables, a token or a password.
fn origin(location: &http::HeaderValue) -> Option<String> {
    let uri: http::Uri = location.to_str().ok()?.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let port = authority
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some(format!("{scheme}://{}{port}", authority.host()))
}

/// Returns the beginning of `body` as one line of text, or `None` if it is blank.
pub(crate) fn excerpt(body: &[u8]) -> Option<String> {
    let cut = body.len().min(EXCERPT);
    let text = String::from_utf8_lossy(&body[..cut]);
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if cut < body.len() {
        line.push('…');
    }
    (!line.is_empty()).then_some(line)
}

fn joined(errors: &[GraphQLError]) -> String {
    match errors {
        [] => "the response has neither data nor errors".to_owned(),
        [error] => error.to_string(),
        [first, rest @ ..] => format!("{first} (and {} more errors)", rest.len()),
    }
}
