//! The handle of an operation, which the connection task and the caller share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use gql_protocol::websocket::Id;

use crate::Error;

/// The operation has not been sent.
const QUEUED: u8 = 0;
/// The operation was handed to the socket, and may have reached the server.
const SENT: u8 = 1;
/// The caller withdrew the operation before it was sent: it never will be.
const WITHDRAWN: u8 = 2;

/// The id of an operation on the current connection, and whether it was sent on any connection.
///
/// The connection task marks the operation as sent while the caller may withdraw it: the handle decides which of them was first.
#[derive(Debug, Clone)]
pub(super) struct OperationHandle(Arc<HandleInner>);

#[derive(Debug)]
struct HandleInner {
    id: AtomicU64,
    progress: AtomicU8,
}

impl OperationHandle {
    /// Creates the handle of an operation that has no id yet.
    pub(super) fn new() -> Self {
        Self(Arc::new(HandleInner {
            id: AtomicU64::new(Id::FOREIGN.0),
            progress: AtomicU8::new(QUEUED),
        }))
    }

    pub(super) fn id(&self) -> Id {
        Id(self.0.id.load(Ordering::Relaxed))
    }

    pub(super) fn set_id(&self, id: Id) {
        self.0.id.store(id.0, Ordering::Relaxed);
    }

    /// Marks the operation as sent. Returns `false` if it was withdrawn.
    pub(super) fn mark_sent(&self) -> bool {
        self.change(QUEUED, SENT)
    }

    /// Marks the operation as not sent after all. Only for one that no earlier connection has sent.
    pub(super) fn mark_unsent(&self) {
        self.change(SENT, QUEUED);
    }

    /// Withdraws the operation. Returns `false` if it may have been sent.
    pub(super) fn withdraw(&self) -> bool {
        self.change(QUEUED, WITHDRAWN)
    }

    /// Records in an error that ends the operation whether it may have been sent.
    pub(super) fn annotate(&self, error: Error) -> Error {
        let may_have_been_sent = !(error.is_terminal() && self.withdraw());
        if may_have_been_sent { error } else { error.unsent() }
    }

    /// Returns whether the progress is `to` afterwards.
    fn change(&self, from: u8, to: u8) -> bool {
        let changed = self
            .0
            .progress
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        changed.map_or_else(|found| found == to, |_| true)
    }
}
