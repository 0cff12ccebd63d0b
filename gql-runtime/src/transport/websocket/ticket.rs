//! Whether an operation was sent: agreed on between the connection's task and the caller, who may give the operation up meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use gql_protocol::websocket::Id;

use crate::Error;

/// It waits to be sent.
const WAITING: u8 = 0;
/// It was given to the connection, and may have reached the server.
const SENT: u8 = 1;
/// Its caller gave it up before it was sent: it never will be.
const WITHDRAWN: u8 = 2;

/// An operation's id on the present connection, and whether it was sent on any.
#[derive(Debug, Clone)]
pub(super) struct Ticket(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: AtomicU64,
    fate: AtomicU8,
}

impl Ticket {
    /// A ticket of an operation that has no id yet.
    pub(super) fn new() -> Self {
        Self(Arc::new(Inner {
            id: AtomicU64::new(Id::FOREIGN.0),
            fate: AtomicU8::new(WAITING),
        }))
    }

    pub(super) fn id(&self) -> Id {
        Id(self.0.id.load(Ordering::Relaxed))
    }

    pub(super) fn set_id(&self, id: Id) {
        self.0.id.store(id.0, Ordering::Relaxed);
    }

    /// Notes that the operation is sent now; `false` if it was withdrawn.
    pub(super) fn send(&self) -> bool {
        self.change(WAITING, SENT)
    }

    /// Notes that the operation did not leave after all. Only for one that no earlier connection had.
    pub(super) fn unsend(&self) {
        self.change(SENT, WAITING);
    }

    /// Gives the operation up; `false` if it may have been sent.
    pub(super) fn withdraw(&self) -> bool {
        self.change(WAITING, WITHDRAWN)
    }

    /// Notes in an error that ends the operation whether it may have been sent.
    pub(super) fn mark(&self, error: Error) -> Error {
        let may_have_been_sent = !(error.is_terminal() && self.withdraw());
        if may_have_been_sent { error } else { error.unsent() }
    }

    /// Whether it is so afterwards.
    fn change(&self, from: u8, to: u8) -> bool {
        let changed = self
            .0
            .fate
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        changed.map_or_else(|found| found == to, |_| true)
    }
}
