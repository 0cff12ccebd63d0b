//! The messages that all dialects have in common.

use std::fmt;
use std::ops::Range;

/// The id of an operation, which is sent as a JSON string with a decimal number. An id is never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "clients assign ids")]
pub struct Id(pub u64);

impl Id {
    /// The value for every id that the client did not assign.
    pub const FOREIGN: Self = Self(0);

    /// Reads an id. Any text that the client would not have written is [`FOREIGN`](Self::FOREIGN).
    pub(super) fn read(text: &str) -> Self {
        let is_own = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_own {
            text.parse().map_or(Self::FOREIGN, Self)
        } else {
            Self::FOREIGN
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A message of the client. Payloads are JSON text.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ClientMessage<'a> {
    /// Initializes the connection.
    Initialize {
        /// The payload, which usually has credentials.
        payload: Option<&'a str>,
    },
    /// Starts an operation.
    Subscribe {
        /// The id of the operation.
        id: Id,
        /// The request.
        payload: &'a str,
    },
    /// Cancels an operation.
    Complete {
        /// The id of the operation.
        id: Id,
    },
    /// Requests a pong.
    Ping {
        /// The payload, which the pong repeats.
        payload: Option<&'a str>,
    },
    /// Answers a ping.
    Pong {
        /// The payload of the ping.
        payload: Option<&'a str>,
    },
    /// Announces that the client closes the connection.
    Terminate,
}

/// The position of a payload in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// The range of bytes.
    pub range: Range<usize>,
    /// Whether the range is speculative: it is right if its text is one JSON value, which the decoder checks.
    pub speculative: bool,
}

impl Span {
    /// Creates the position of a payload of which it is known that it is one JSON value.
    pub const fn new(range: Range<usize>) -> Self {
        Self {
            range,
            speculative: false,
        }
    }

    /// Creates a position that is right if its text is one JSON value.
    pub const fn speculative(range: Range<usize>) -> Self {
        Self {
            range,
            speculative: true,
        }
    }
}

/// A message of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerMessage {
    /// Acknowledges the connection.
    Acknowledge {
        /// The payload, if there is one.
        payload: Option<Span>,
    },
    /// Completes an operation.
    Complete {
        /// The id of the operation.
        id: Id,
    },
    /// Refuses the connection or, once it is acknowledged, reports a message that the server could not read.
    ConnectionError {
        /// The error.
        payload: Option<Span>,
    },
    /// Ends an operation with an error.
    Error {
        /// The id of the operation, if the server knows it.
        id: Option<Id>,
        /// The errors.
        payload: Option<Span>,
    },
    /// Shows that the connection is alive.
    KeepAlive,
    /// Delivers a result of an operation.
    Next {
        /// The id of the operation.
        id: Id,
        /// The result.
        payload: Span,
    },
    /// Requests a pong.
    Ping {
        /// The payload, which the pong repeats.
        payload: Option<Span>,
    },
    /// Answers a ping.
    Pong {
        /// The payload of the ping.
        payload: Option<Span>,
    },
}

impl ServerMessage {
    /// Returns whether the message names an operation.
    pub(super) fn is_of_operation(&self) -> bool {
        matches!(
            self,
            Self::Complete { .. } | Self::Error { id: Some(_), .. } | Self::Next { .. }
        )
    }
}

/// The error of a message that does not belong to the subprotocol.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Malformed {
    /// The description of the error.
    pub message: String,
    /// Whether the message is well formed, and of a type that the subprotocol does not have.
    pub unknown_type: bool,
}

impl Malformed {
    /// Creates the error of a message that is not well formed.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            unknown_type: false,
        }
    }

    /// Creates the error of a message of a type that the subprotocol does not have.
    pub fn unknown_type(kind: &str, dialect: &str) -> Self {
        let kind: String = kind.chars().take(40).collect();
        Self {
            message: format!("`{kind}` is not a message of {dialect}"),
            unknown_type: true,
        }
    }
}
