//! How errors are made. Those that a transport outside this crate needs are public.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Error, ErrorKind, Inner};
use crate::graphql_error::GraphQLError;

/// How much of a body an error keeps, in bytes.
const EXCERPT: usize = 512;

type Source = Box<dyn StdError + Send + Sync>;

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
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

    /// Creates the error of a connection that could not be made: [`is_connect`](Self::is_connect).
    pub fn connect(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Connect, message)
    }

    /// Creates the error of a time limit that was reached: [`is_timeout`](Self::is_timeout). `what` did not happen within `limit`.
    pub fn timeout(what: &str, limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("{what} within {limit:?}"))
    }

    /// Creates the error of a server that broke the protocol: [`is_protocol`](Self::is_protocol).
    pub fn protocol(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Protocol, message)
    }

    /// Creates the error of a connection that ended before the operation did: [`is_closed`](Self::is_closed).
    pub fn closed(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Closed, message)
    }

    /// Creates the error of an operation that this side ended: [`is_canceled`](Self::is_canceled).
    pub fn canceled(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Canceled, message)
    }

    /// Creates the error of credentials that the server refused: [`is_auth`](Self::is_auth).
    pub fn auth(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Auth, message)
    }

    /// Creates an error of the server's GraphQL errors: [`is_graphql`](Self::is_graphql).
    pub fn graphql(errors: Vec<GraphQLError>) -> Self {
        Self::new(ErrorKind::GraphQL, joined(&errors)).with_errors(errors)
    }

    /// Creates the error of a reader that was too slow and lost `missed` events: [`is_lagged`](Self::is_lagged). It does not end the
    /// stream.
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

    /// Sets whether a stream ends with it: see [`is_terminal`](Self::is_terminal).
    #[must_use]
    pub fn with_terminal(mut self, terminal: bool) -> Self {
        self.inner.terminal = terminal;
        self
    }

    /// Marks that the request certainly did not reach the server: see [`may_have_been_sent`](Self::may_have_been_sent).
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.inner.unsent = true;
        self
    }

    /// Adds the GraphQL errors that came with it.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<GraphQLError>) -> Self {
        self.inner.errors = errors;
        self
    }

    /// Adds status and headers of the HTTP response that it comes from.
    #[must_use]
    pub fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.inner.status = Some(status);
        self.inner.headers = headers;
        self
    }

    /// Adds code and reason of the close frame that it comes from.
    #[must_use]
    pub fn with_close(mut self, code: u16, reason: impl Into<String>) -> Self {
        self.inner.close = Some((code, reason.into()));
        self
    }

    /// Adds to the message what may help.
    #[cfg(any(feature = "__endpoint", feature = "websocket"))]
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.inner.message.push_str("; ");
        self.inner.message.push_str(hint);
        self
    }

    /// The same, in other words.
    #[cfg(feature = "__endpoint")]
    pub(crate) fn timed_out(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    /// Creates the error of a TLS handshake that failed: [`is_tls`](Self::is_tls). The request was not sent.
    pub fn tls(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Tls, message)
    }

    /// Creates the error of a client or request that cannot be built: [`is_builder`](Self::is_builder), such as a setting of a
    /// [`Request`](crate::Request) that a transport does not honor. The request was not sent.
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

    /// Creates the error of something else than variables that does not serialize to JSON.
    pub(crate) fn encode_as(message: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Encode, message).with_source(source)
    }

    /// The value at `path` is not what the operation's types ask for, or the text is not JSON.
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

    /// The server broke a protocol, or sent what is not JSON.
    pub(crate) fn broken(error: &gql_protocol::Error) -> Self {
        match error.json_error() {
            Some(source) if !error.is_json() => Self::decode(None, source.clone(), error.body()),
            Some(source) => Self::protocol(error.message())
                .with_body(error.body())
                .with_source(source.clone()),
            None => Self::protocol(error.message()).with_body(error.body()),
        }
    }

    /// Creates the error of an HTTP status that is not a success: [`is_status`](Self::is_status). The message has the GraphQL errors
    /// that the body holds, or else an excerpt of it; a redirect's has the origin of its target alone.
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
            // The body of a redirect repeats its URL.
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

    /// Replaces the message by one that says more of what was not complete.
    #[cfg(feature = "__endpoint")]
    pub(crate) fn with_message(mut self, message: impl Into<String>) -> Self {
        self.inner.message = message.into();
        self
    }

    /// Keeps the beginning of `body`; does not change the message.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        self.inner.body = excerpt(body);
        self
    }
}

/// Returns the origin that a redirect leads to, without the rest, which may hold variables, a token or a password.
fn origin(location: &http::HeaderValue) -> Option<String> {
    let uri: http::Uri = location.to_str().ok()?.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let port = authority
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some(format!("{scheme}://{}{port}", authority.host()))
}

/// The beginning of `body` as one line of text; `None` when it is blank.
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
