//! The state of the connection task that outlives a connection.

use std::sync::Arc;
use std::time::Duration;

use super::config::Config;
use super::connection::Connection;
use super::operations::Operations;
use super::state::{ConnectionState, Observation};
use crate::Error;
use crate::transport::backoff::RESET_AFTER;
use crate::transport::runtime::{Instant, watch};

/// The operations, and the outcome of the connections so far.
pub(super) struct TaskState {
    pub(super) config: Arc<Config>,
    pub(super) operations: Operations,
    /// The attempts that failed since an operation had a result, or since a connection lasted. An acknowledged connection does not
    /// reset it: the server may fail right afterwards, again and again.
    pub(super) failed_attempts: u32,
    /// Whether the authentication hook was called, and no operation had a result since.
    pub(super) refreshed: bool,
    /// Whether a connection was acknowledged and lost, and none was acknowledged since.
    pub(super) lost: bool,
    /// The time at which the server acknowledged the current connection.
    acknowledged_at: Option<Instant>,
    states: watch::Sender<ConnectionState>,
}

impl TaskState {
    pub(super) fn new(config: Arc<Config>, states: watch::Sender<ConnectionState>) -> Self {
        Self {
            config,
            operations: Operations::default(),
            failed_attempts: 0,
            refreshed: false,
            lost: false,
            acknowledged_at: None,
            states,
        }
    }

    /// Handles the server's acknowledgment of the connection.
    pub(super) fn on_acknowledged(&mut self, subprotocol: &'static str, payload: Option<&str>) {
        self.acknowledged_at = Some(Instant::now());
        let acknowledgement = payload.map(Arc::from);
        let reconnected = std::mem::take(&mut self.lost);
        self.set_connection_state(ConnectionState::Connected {
            subprotocol,
            acknowledgement,
            reconnected,
        });
        self.operations.send_reconnected();
    }

    /// Handles a result of an operation, which shows that the credentials are valid and the server works.
    pub(super) fn on_result(&mut self) {
        self.refreshed = false;
        self.failed_attempts = 0;
    }

    /// Handles the loss of a connection: ends the operations that must not be sent again.
    pub(super) fn on_connection_lost(&mut self, connection: &mut Connection, error: &Error) {
        let unsent = connection.withdraw_unsent();
        for id in &unsent {
            self.operations.mark_unsent(*id);
        }
        let session = &connection.session;
        let acknowledged = session.is_acknowledged();
        self.lost |= acknowledged;
        self.operations.on_connection_lost(error, |id| {
            acknowledged && session.was_sent(id) && !unsent.contains(&id)
        });
        let acknowledged_at = self.acknowledged_at.take();
        if acknowledged_at.is_some_and(|at| at.elapsed() >= RESET_AFTER) {
            self.failed_attempts = 0;
        }
    }

    /// Handles a panic of the task, which a callback caused most likely, and ends every operation. The observer is not called, as
    /// it may be that callback.
    pub(super) fn on_panic(&mut self) {
        let error = Error::canceled("a callback of the WebSocket panicked");
        self.operations.fail_all(&error);
        self.forget_attempts();
        self.refreshed = false;
        self.states.send_replace(ConnectionState::Closed {
            code: None,
            reason: error.to_string(),
        });
    }

    /// Returns the delay before the next attempt to connect, after this failure; `None` to give up.
    pub(super) fn reconnect_delay(&self, error: &Error) -> Option<Duration> {
        let backoff = self.config.reconnect.as_ref()?;
        backoff.delay(self.failed_attempts, error)
    }

    /// Forgets the earlier attempts: the next one follows when an operation is started.
    pub(super) fn forget_attempts(&mut self) {
        self.failed_attempts = 0;
        self.lost = false;
        self.acknowledged_at = None;
    }

    /// Returns whether no connection is needed.
    pub(super) fn is_idle(&self) -> bool {
        !self.config.eager && self.operations.is_empty()
    }

    pub(super) fn set_closed(&self, code: Option<u16>, reason: &str) {
        self.set_connection_state(ConnectionState::Closed {
            code,
            reason: reason.to_owned(),
        });
    }

    /// Sets the state of the connection and reports it to the observer, the watchers and the trace.
    pub(super) fn set_connection_state(&self, state: ConnectionState) {
        state.trace();
        self.config.observe(Observation::State(&state));
        self.states.send_replace(state);
    }
}

/// Reports the end of the connection where the runtime shuts down, which drops the task at any point.
impl Drop for TaskState {
    fn drop(&mut self) {
        self.states.send_if_modified(|state| {
            let closed = matches!(state, ConnectionState::Closed { .. });
            if !closed {
                *state = ConnectionState::Closed {
                    code: None,
                    reason: "the runtime of the connection shut down".to_owned(),
                };
            }
            !closed
        });
    }
}
