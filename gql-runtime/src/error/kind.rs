//! The kinds of errors, as a value for logs and metrics.

use std::fmt;

/// What an [`Error`](crate::Error) is: see [`Error::kind`](crate::Error::kind).
///
/// Each kind has a question of its own, such as [`Error::is_connect`](crate::Error::is_connect). More kinds may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No connection could be made.
    Connect,
    /// A time limit was reached.
    Timeout,
    /// TLS failed.
    Tls,
    /// The server answered with an HTTP status that is not a success.
    Status,
    /// The server broke the protocol.
    Protocol,
    /// The response does not fit the operation's types, or is not JSON.
    Decode,
    /// The variables or the extensions could not be written as JSON.
    Encode,
    /// The response has GraphQL errors. <https://spec.graphql.org/September2025/#sec-Errors>
    GraphQL,
    /// The connection or the stream ended before the operation did.
    Closed,
    /// The reader was too slow for the stream's buffer.
    Lagged,
    /// This side ended the operation.
    Canceled,
    /// The server refused the credentials.
    Auth,
    /// The client or the request could not be built from the options.
    Builder,
}

impl ErrorKind {
    /// Returns a name that does not change: lower-case, for the label of a metric or the field of a log.
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
