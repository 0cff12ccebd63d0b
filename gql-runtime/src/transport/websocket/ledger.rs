//! What outlives a connection: the operations, and how it went with connections so far.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::config::Config;
use super::link::Link;
use super::operations::Operations;
use super::state::{ConnectionState, Observation};
use crate::Error;
use crate::transport::reconnect::LASTING;

pub(super) struct Ledger {
    pub(super) config: Arc<Config>,
    pub(super) operations: Operations,
    /// Attempts that failed since an operation had a result, or since a connection lasted. That the server accepts a connection is
    /// not enough: it may fail right afterwards, again and again.
    pub(super) failed: u32,
    /// The authentication hook was called, and no operation had a result since.
    pub(super) refreshed: bool,
    /// There was a connection, and it was lost.
    pub(super) lost: bool,
    /// When the server accepted the present connection.
    accepted_at: Option<Instant>,
    states: watch::Sender<ConnectionState>,
}

impl Ledger {
    pub(super) fn new(config: Arc<Config>, states: watch::Sender<ConnectionState>) -> Self {
        Self {
            config,
            operations: Operations::default(),
            failed: 0,
            refreshed: false,
            lost: false,
            accepted_at: None,
            states,
        }
    }

    /// The server accepted the connection.
    pub(super) fn accepted(&mut self, subprotocol: &'static str, acknowledgement: Option<&str>) {
        self.accepted_at = Some(Instant::now());
        let acknowledgement = acknowledgement.map(Arc::from);
        let reconnected = std::mem::take(&mut self.lost);
        self.tell(ConnectionState::Connected {
            subprotocol,
            acknowledgement,
            reconnected,
        });
        self.operations.tell_gaps();
    }

    /// An operation had a result: the credentials are good, and the server works.
    pub(super) fn prospered(&mut self) {
        self.refreshed = false;
        self.failed = 0;
    }

    /// A connection was lost: what cannot be started again ends.
    pub(super) fn lose(&mut self, link: &mut Link, error: &Error) {
        let unsent = link.withdraw();
        for id in &unsent {
            self.operations.unsend(*id);
        }
        let session = &link.session;
        let acknowledged = session.is_acknowledged();
        self.lost |= acknowledged;
        self.operations.interrupt(error, |id| {
            acknowledged && session.was_sent(id) && !unsent.contains(&id)
        });
        if self.accepted_at.take().is_some_and(|at| at.elapsed() >= LASTING) {
            self.failed = 0;
        }
    }

    /// What went before does not count any more: there will be no attempt until an operation is started.
    pub(super) fn rest(&mut self) {
        self.failed = 0;
        self.lost = false;
        self.accepted_at = None;
    }

    /// The task panicked, in a callback most likely: ends every operation. The observer is not called: it may be the one.
    pub(super) fn crash(&mut self) {
        let error = Error::canceled("a callback of the WebSocket panicked");
        self.operations.fail(&error);
        self.rest();
        self.refreshed = false;
        self.states.send_replace(ConnectionState::Closed {
            code: None,
            reason: error.to_string(),
        });
    }

    /// Whether nothing wants a connection.
    pub(super) fn is_unneeded(&self) -> bool {
        !self.config.eager && self.operations.is_empty()
    }

    pub(super) fn tell_closed(&self, code: Option<u16>, reason: &str) {
        self.tell(ConnectionState::Closed {
            code,
            reason: reason.to_owned(),
        });
    }

    pub(super) fn tell(&self, state: ConnectionState) {
        state.trace();
        self.config.observe(Observation::State(&state));
        self.states.send_replace(state);
    }
}

/// When the runtime shuts down, the task is dropped wherever it is.
impl Drop for Ledger {
    fn drop(&mut self) {
        self.states.send_if_modified(|state| {
            let over = matches!(state, ConnectionState::Closed { .. });
            if !over {
                *state = ConnectionState::Closed {
                    code: None,
                    reason: "the runtime of the connection shut down".to_owned(),
                };
            }
            !over
        });
    }
}
