//! The operations that are not over.

use std::fmt;
use std::sync::Arc;

use gql_protocol::websocket::{ById, Id};

use super::budget::Reserved;
use super::ticket::Ticket;
use crate::Error;
use crate::transport::mailbox::{Outbox, Pushed};
use crate::transport::trace::Trace;
use crate::transport::{Event, Payload};

/// How often an operation answers, and what becomes of it when the connection is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Once.
    Once {
        /// Whether it may be sent again after it may have reached the server.
        repeatable: bool,
    },
    /// Any number of times.
    Stream {
        /// Whether it is started again after it may have reached the server.
        repeatable: bool,
    },
}

impl Role {
    pub(super) fn is_stream(self) -> bool {
        matches!(self, Self::Stream { .. })
    }

    fn is_repeatable(self) -> bool {
        let (Self::Once { repeatable } | Self::Stream { repeatable }) = self;
        repeatable
    }
}

/// One operation, until it is over.
pub(super) struct Operation {
    /// JSON text.
    pub(super) request: Arc<str>,
    pub(super) role: Role,
    pub(super) outbox: Outbox,
    pub(super) ticket: Ticket,
    /// The room that the request takes until it is sent.
    pub(super) reserved: Option<Reserved>,
    pub(super) trace: Trace,
    /// An earlier connection may have had it.
    pub(super) resumed: bool,
    /// The same, and its reader does not know yet of the gap.
    pub(super) interrupted: bool,
    /// It had a result on the present connection.
    pub(super) answered: bool,
}

impl Operation {
    /// Ends it with an error.
    fn fail(self, error: &Error) {
        let error = self.ticket.mark(error.clone());
        self.outbox.end(Some(error));
    }
}

/// The operations by their ids, which are never given out twice, not on another connection either.
#[derive(Debug, Default)]
pub(super) struct Operations {
    by_id: ById<Operation>,
    last: u64,
}

impl Operations {
    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Adds one, with a new id.
    pub(super) fn add(&mut self, operation: Operation) -> Id {
        self.last += 1;
        let id = Id(self.last);
        operation.ticket.set_id(id);
        operation.trace.queued(id.0);
        self.by_id.insert(id, operation);
        id
    }

    pub(super) fn remove(&mut self, id: Id) -> Option<Operation> {
        self.by_id.remove(id)
    }

    /// An operation is sent now; `false` if its caller gave it up before.
    pub(super) fn send(&mut self, id: Id) -> bool {
        match self.by_id.get_mut(id) {
            Some(operation) if operation.ticket.send() => {
                operation.reserved = None;
                true
            }
            _ => {
                self.by_id.remove(id);
                false
            }
        }
    }

    /// An operation that was about to be sent was not, for its connection is over.
    pub(super) fn unsend(&mut self, id: Id) {
        if let Some(operation) = self.by_id.get_mut(id)
            && !operation.resumed
        {
            operation.ticket.unsend();
        }
    }

    /// The operations by their ids, in the order they were started in.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Id, &Operation)> {
        self.by_id.iter()
    }

    /// A result came.
    #[inline]
    pub(super) fn next(&mut self, id: Id, payload: Payload, patient: bool) -> Delivered {
        let Some(operation) = self.by_id.get_mut(id) else {
            return Delivered::Unwanted;
        };
        operation.answered = true;
        if operation.role.is_stream() {
            let blocks = operation.outbox.blocks();
            return match operation.outbox.push(Event::Next(payload), patient) {
                Pushed::Full(Event::Next(payload)) => Delivered::Full { payload, blocks },
                Pushed::Full(_) | Pushed::Done => Delivered::Done,
            };
        }
        // The server says `complete` next; nobody waits for it.
        if let Some(operation) = self.by_id.remove(id) {
            operation.outbox.force(Ok(Event::Next(payload)));
            operation.outbox.end(None);
        }
        Delivered::Done
    }

    /// The connection is accepted: tells the readers of operations that an earlier one had.
    pub(super) fn tell_gaps(&mut self) {
        for (_, operation) in self.by_id.iter_mut() {
            if std::mem::take(&mut operation.interrupted) && operation.role.is_stream() {
                operation.outbox.force(Ok(Event::Gap));
            }
        }
    }

    /// A connection was lost: ends what cannot be started again, and gives new ids to the rest of what may have reached the server,
    /// which `sent` tells: the server may still know the old ones.
    pub(super) fn interrupt(&mut self, error: &Error, sent: impl Fn(Id) -> bool) {
        for (id, mut operation) in self.by_id.take() {
            if sent(id) && !operation.role.is_repeatable() {
                operation.fail(error);
                continue;
            }
            if sent(id) {
                operation.interrupted = true;
                operation.resumed = true;
                operation.answered = false;
                self.add(operation);
            } else {
                self.by_id.insert(id, operation);
            }
        }
    }

    /// The server closed the connection because it would not have one operation, and did not say which: ends those that had no
    /// result on this connection. Nothing, and `false`, if none of them had one: then the others are not known to be better.
    pub(super) fn blame(&mut self, error: &Error) -> bool {
        let suspects: Vec<_> = self
            .iter()
            .filter(|(_, operation)| !operation.answered)
            .map(|(id, _)| id)
            .collect();
        if suspects.is_empty() || suspects.len() == self.by_id.len() {
            return false;
        }
        for operation in suspects.into_iter().filter_map(|id| self.remove(id)) {
            operation.fail(error);
        }
        true
    }

    /// Ends every operation.
    pub(super) fn fail(&mut self, error: &Error) {
        for (_, operation) in self.by_id.take() {
            operation.fail(error);
        }
    }
}

/// What became of a result.
#[derive(Debug)]
pub(super) enum Delivered {
    Done,
    /// There is no room yet.
    Full {
        payload: Payload,
        /// Whether to wait for as long as it takes.
        blocks: bool,
    },
    /// The operation has its one result already.
    Unwanted,
}

/// Without the request: its variables may be secret.
impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("id", &self.ticket.id())
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
