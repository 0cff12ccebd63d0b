//! The kinds of errors, for logs and metrics.

use std::fmt;

/// The kind of an [`Error`](crate::Error), as returned by [`Error::kind`](crate::Error::kind).
///
/// Each kind has a predicate method, such as [`Error::is_connect`](crate::Error::is_connect). More kinds may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No connection could be made.
    Connect,
    /// A timeout elapsed.
    Timeout,
    /// TLS failed.
    Tls,
    /// The server answered with an HTTP status other than success.
    Status,
    /// The server violated the protocol.
    Protocol,
    /// The response does not match the operation's types, or is not JSON.
    Decode,
    /// The variables or the extensions could not be serialized to JSON.
    Encode,
    /// The response has GraphQL errors. <https://spec.graphql.org/September2025/#sec-Errors>
    GraphQL,
    /// The connection or the stream ended before the operation.
    Closed,
    /// The reader of a stream was too slow for its buffer.
    Lagged,
    /// The client canceled the operation.
    Canceled,
    /// The server refused the credentials.
    Auth,
    /// The client or the request could not be built from its options.
    Builder,
}

impl ErrorKind {
    /// Returns a stable lowercase name, for the label of a metric or the field of a log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::Status => "status",
            Self::Protocol => "protocol",
            Self::Decode => "decode",
            Self::Encode => "encode",
            Self::GraphQL => "graphql",
            Self::Closed => "closed",
            Self::Lagged => "lagged",
            Self::Canceled => "canceled",
            Self::Auth => "auth",
            Self::Builder => "builder",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
