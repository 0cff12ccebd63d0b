//! The one vocabulary of both subprotocols.

use std::fmt;
use std::ops::Range;

/// The id of an operation on the wire: a decimal number, sent as a JSON string. Never given out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// Stands for every id that is not ours; never given to an operation.
    pub const FOREIGN: Self = Self(0);

    /// Reads an id; whatever we could not have written is [`FOREIGN`](Self::FOREIGN).
    pub(super) fn read(text: &str) -> Self {
        let ours = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        if ours {
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

/// What a client says. Payloads are JSON text.
#[derive(Debug, Clone, Copy)]
pub enum ClientMessage<'a> {
    /// Asks the server to accept the connection.
    Initialise {
        /// Credentials, as a rule.
        payload: Option<&'a str>,
    },
    /// Starts an operation.
    Subscribe {
        /// Its id.
        id: Id,
        /// The request.
        payload: &'a str,
    },
    /// Ends an operation.
    Complete {
        /// Its id.
        id: Id,
    },
    /// Asks for a pong.
    Ping {
        /// To come back.
        payload: Option<&'a str>,
    },
    /// Answers a ping.
    Pong {
        /// What the ping had.
        payload: Option<&'a str>,
    },
    /// Says that the connection is about to be closed.
    Terminate,
}

/// Where in a frame a payload is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Of bytes.
    pub range: Range<usize>,
    /// Whether the end is presumed: right if the text is one JSON value, which its decoder finds out.
    pub presumed: bool,
}

/// What a server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerMessage {
    /// The connection is accepted.
    Acknowledge {
        /// The server's own.
        payload: Option<Span>,
    },
    /// An operation is over.
    Complete {
        /// Its id.
        id: Id,
    },
    /// The connection is refused; or, once it is accepted, a message of ours could not be read.
    ConnectionError {
        /// Why.
        payload: Option<Span>,
    },
    /// An operation failed and is over.
    Error {
        /// Its id; none where the server does not know which.
        id: Option<Id>,
        /// Errors.
        payload: Option<Span>,
    },
    /// A sign of life.
    KeepAlive,
    /// An execution result.
    Next {
        /// Of this operation.
        id: Id,
        /// The result.
        payload: Span,
    },
    /// Wants a pong.
    Ping {
        /// To be sent back.
        payload: Option<Span>,
    },
    /// Answers a ping.
    Pong {
        /// What the ping had.
        payload: Option<Span>,
    },
}

impl ServerMessage {
    /// Whether it concerns an operation that it names.
    pub(super) fn is_of_operation(&self) -> bool {
        matches!(
            self,
            Self::Complete { .. } | Self::Error { id: Some(_), .. } | Self::Next { .. }
        )
    }
}

/// A message that is not one of the subprotocol's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong with it.
    pub message: String,
    /// Whether it is a sound message of a type that the subprotocol does not have.
    pub unknown_type: bool,
}

impl Malformed {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            unknown_type: false,
        }
    }

    pub(super) fn unknown_type(kind: &str, dialect: &str) -> Self {
        let kind: String = kind.chars().take(40).collect();
        Self {
            message: format!("`{kind}` is not a message of {dialect}"),
            unknown_type: true,
        }
    }
}
