//! The state of a connection, and what an observer receives.

use std::sync::Arc;
use std::time::Duration;

use crate::Error;
use crate::transport::runtime::watch;
use crate::transport::trace;

/// The state of a connection.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConnectionState {
    /// No operation was started yet.
    Idle,
    /// The transport connects.
    Connecting {
        /// The number of the attempt: 0 for the first one since an operation last had a result.
        attempt: u32,
    },
    /// The server acknowledged the connection.
    Connected {
        /// The subprotocol of the connection.
        subprotocol: &'static str,
        /// The payload of the server's `connection_ack`, JSON text.
        acknowledgement: Option<Arc<str>>,
        /// Whether the connection replaces one that was lost: events that the server sent meanwhile are missing.
        reconnected: bool,
    },
    /// The connection was lost, or could not be opened, and the transport connects again.
    Reconnecting {
        /// The error of the lost connection or the failed attempt.
        reason: Error,
        /// The number of the next attempt, counted from 1.
        attempt: u32,
        /// The time until the next attempt.
        delay: Duration,
    },
    /// The connection is closed. The next operation opens it again, except after [`WebSocket::close`](super::WebSocket::close).
    Closed {
        /// The close code that the server sent, or 1000 if the client closed the connection.
        code: Option<u16>,
        /// The reason that the server sent, or the message of the error.
        reason: String,
    },
}

impl ConnectionState {
    pub(super) fn trace(&self) {
        match self {
            Self::Idle => {}
            Self::Connecting { attempt } => trace::connecting(*attempt),
            Self::Connected {
                subprotocol,
                reconnected,
                ..
            } => trace::connected(subprotocol, *reconnected),
            Self::Reconnecting {
                reason,
                attempt,
                delay,
            } => trace::reconnecting(reason, *attempt, *delay),
            Self::Closed { code, .. } => trace::closed(*code),
        }
    }
}

/// A watch on the state of a connection, from [`WebSocket::watch`](super::WebSocket::watch).
#[derive(Debug, Clone)]
pub struct StateWatch {
    states: watch::Receiver<ConnectionState>,
}

impl StateWatch {
    pub(super) fn new(states: watch::Receiver<ConnectionState>) -> Self {
        Self { states }
    }

    /// Returns the current state.
    pub fn current(&self) -> ConnectionState {
        self.states.borrow().clone()
    }

    /// Waits until the state has changed since the last call, and returns the latest one. Returns `None` when the transport has ended.
    pub async fn changed(&mut self) -> Option<ConnectionState> {
        self.states.changed().await.ok()?;
        Some(self.states.borrow_and_update().clone())
    }
}

/// An occurrence on a connection, as an [observer](super::WebSocket::observe) receives it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Observation<'a> {
    /// The server sent an error of no particular operation, with this payload.
    Notice(Option<&'a str>),
    /// The server sent a ping message with this payload.
    Pinged(Option<&'a str>),
    /// The server sent a pong message with this payload.
    Ponged(Option<&'a str>),
    /// The server sent this text message.
    Received(&'a str),
    /// The transport sends this text message, without the payload if it is `connection_init`.
    Sent(&'a str),
    /// The state of the connection changed.
    State(&'a ConnectionState),
}
