//! What can be seen of a connection from outside.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::Error;
use crate::transport::trace;

/// Where a connection is in its life.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConnectionState {
    /// Nothing was to be sent yet.
    Idle,
    /// It is being made.
    Connecting {
        /// 0 for the first attempt since an operation last had a result.
        attempt: u32,
    },
    /// The server accepted it.
    Connected {
        /// The subprotocol that is spoken.
        subprotocol: &'static str,
        /// The payload of the server's `connection_ack`, JSON text.
        acknowledgement: Option<Arc<str>>,
        /// Whether it takes the place of one that was lost: what the server sent meanwhile is missing.
        reconnected: bool,
    },
    /// It was lost, or could not be made, and will be tried again.
    Reconnecting {
        /// Why.
        reason: Error,
        /// The attempt to come, from 1.
        attempt: u32,
        /// How long until then.
        delay: Duration,
    },
    /// It is over, until there is something to send again; for good after [`WebSocket::close`](super::WebSocket::close).
    Closed {
        /// The close code, where the server sent one, or 1000 where it was closed from here.
        code: Option<u16>,
        /// The reason that came with it, or the error.
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

/// Follows the state of a connection.
#[derive(Debug, Clone)]
pub struct StateWatch {
    states: watch::Receiver<ConnectionState>,
}

impl StateWatch {
    pub(super) fn new(states: watch::Receiver<ConnectionState>) -> Self {
        Self { states }
    }

    /// The state now.
    pub fn current(&self) -> ConnectionState {
        self.states.borrow().clone()
    }

    /// The next state; the latest, if it changed more than once since it was asked last. `None` when there will be no more.
    pub async fn changed(&mut self) -> Option<ConnectionState> {
        self.states.changed().await.ok()?;
        Some(self.states.borrow_and_update().clone())
    }
}

/// What an [observer](super::WebSocketBuilder::observe) is shown.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Observation<'a> {
    /// The server complains of no operation in particular; the payload.
    Notice(Option<&'a str>),
    /// A ping message came; its payload.
    Pinged(Option<&'a str>),
    /// A pong message came; its payload.
    Ponged(Option<&'a str>),
    /// A text frame came.
    Received(&'a str),
    /// A text frame is sent; of `connection_init`, the type alone.
    Sent(&'a str),
    /// The state changed.
    State(&'a ConnectionState),
}
