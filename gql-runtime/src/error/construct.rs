//! How errors are made. Those that a transport outside this crate needs are public.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Error, Inner, Kind};
use crate::graphql_error::GraphQLError;

/// How much of a body an error keeps, in bytes.
const EXCERPT: usize = 512;

type Source = Box<dyn StdError + Send + Sync>;

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
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

    /// No connection could be made: [`is_connect`](Self::is_connect).
    pub fn connect(message: impl Into<String>) -> Self {
        Self::new(Kind::Connect, message)
    }

    /// A time limit was reached: [`is_timeout`](Self::is_timeout). `what` did not happen within `limit`.
    pub fn timeout(what: &str, limit: Duration) -> Self {
        Self::new(Kind::Timeout, format!("{what} within {limit:?}"))
    }

    /// The server broke the protocol: [`is_protocol`](Self::is_protocol).
    pub fn protocol(message: impl Into<String>) -> Self {
        Self::new(Kind::Protocol, message)
    }

    /// The connection ended before the operation did: [`is_closed`](Self::is_closed).
    pub fn closed(message: impl Into<String>) -> Self {
        Self::new(Kind::Closed, message)
    }

    /// This side ended the operation: [`is_canceled`](Self::is_canceled).
    pub fn canceled(message: impl Into<String>) -> Self {
        Self::new(Kind::Canceled, message)
    }

    /// The server refused the credentials: [`is_auth`](Self::is_auth).
    pub fn auth(message: impl Into<String>) -> Self {
        Self::new(Kind::Auth, message)
    }

    /// The server's GraphQL errors: [`is_graphql`](Self::is_graphql).
    pub fn graphql(errors: Vec<GraphQLError>) -> Self {
        Self::new(Kind::GraphQL, joined(&errors)).with_errors(errors)
    }

    /// The reader was too slow and lost `missed` events: [`is_lagged`](Self::is_lagged). It does not end the stream.
    pub fn lagged(missed: u64) -> Self {
        let mut error = Self::new(
            Kind::Lagged,
            format!("{missed} events were lost: the stream is read too slowly for its buffer"),
        );
        error.inner.missed = missed;
        error.with_terminal(false)
    }

    /// What caused it, for `source()`.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.inner.source = Some(Arc::from(source.into()));
        self
    }

    /// Whether a stream ends with it: see [`is_terminal`](Self::is_terminal).
    #[must_use]
    pub fn with_terminal(mut self, terminal: bool) -> Self {
        self.inner.terminal = terminal;
        self
    }

    /// Notes that the request certainly did not reach the server: see [`may_have_been_sent`](Self::may_have_been_sent).
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.inner.unsent = true;
        self
    }

    /// The GraphQL errors that came with it.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<GraphQLError>) -> Self {
        self.inner.errors = errors;
        self
    }

    /// The head of the HTTP response that it comes from.
    #[must_use]
    pub fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.inner.status = Some(status);
        self.inner.headers = headers;
        self
    }

    /// The close frame that it comes from.
    #[must_use]
    pub fn with_close(mut self, code: u16, reason: impl Into<String>) -> Self {
        self.inner.close = Some((code, reason.into()));
        self
    }

    /// Adds to the message what may help.
    #[cfg(feature = "websocket")]
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.inner.message.push_str("; ");
        self.inner.message.push_str(hint);
        self
    }

    /// The same, in other words.
    #[cfg(feature = "__endpoint")]
    pub(crate) fn timed_out(message: impl Into<String>) -> Self {
        Self::new(Kind::Timeout, message)
    }

    #[cfg(any(feature = "__endpoint", feature = "websocket"))]
    #[cfg_attr(not(feature = "__endpoint"), allow(dead_code))]
    pub(crate) fn tls(message: impl Into<String>) -> Self {
        Self::new(Kind::Tls, message)
    }

    /// The options do not make a client or a request: [`is_builder`](Self::is_builder).
    pub(crate) fn builder(message: impl Into<String>) -> Self {
        Self::new(Kind::Builder, message)
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
        Self::new(Kind::Encode, message).with_source(source)
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
        let mut error = Self::new(Kind::Decode, message)
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

    /// A status that is not a success, with what the body says: an excerpt of it, or its GraphQL errors.
    #[cfg(any(feature = "__endpoint", feature = "websocket"))]
    #[cfg_attr(not(feature = "__endpoint"), allow(dead_code))]
    pub(crate) fn status_error(
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
        Self::new(Kind::Status, message)
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

/// Where a redirect leads: the origin alone, for the rest may hold variables, a token or a password.
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
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
