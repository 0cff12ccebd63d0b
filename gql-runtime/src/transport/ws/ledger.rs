//! What outlives a connection: the operations, and how it went with connections so far.

use std::sync::Arc;

use gql_protocol::websocket::Session;
use tokio::sync::watch;

use super::config::Config;
use super::operations::Operations;
use super::state::{ConnectionState, Observation};
use crate::Error;

pub(super) struct Ledger {
    pub(super) config: Arc<Config>,
    pub(super) operations: Operations,
    /// Attempts that failed since the server last accepted a connection.
    pub(super) failed: u32,
    /// The authentication hook was called, and no operation had a result since.
    pub(super) refreshed: bool,
    /// There was a connection, and it was lost.
    pub(super) lost: bool,
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
            states,
        }
    }

    /// The server accepted the connection.
    pub(super) fn accepted(&mut self, subprotocol: &'static str, acknowledgement: Option<&str>) {
        self.failed = 0;
        let acknowledgement = acknowledgement.map(Arc::from);
        let reconnected = std::mem::take(&mut self.lost);
        self.tell(ConnectionState::Connected {
            subprotocol,
            acknowledgement,
            reconnected,
        });
        self.operations.tell_gaps();
    }

    /// An operation had a result: the credentials are good.
    pub(super) fn prospered(&mut self) {
        self.refreshed = false;
    }

    /// A connection was lost: what cannot be started again ends.
    pub(super) fn lose(&mut self, session: &Session, error: &Error) {
        let acknowledged = session.is_acknowledged();
        self.lost |= acknowledged;
        self.operations
            .interrupt(error, |id| acknowledged && session.was_sent(id));
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
