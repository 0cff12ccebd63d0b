//! The operations of the transport, by id, until they end.

use std::fmt;
use std::sync::Arc;

use gql_protocol::websocket::{ById, Id};

use super::budget::Reservation;
use super::handle::OperationHandle;
use crate::transport::channel::{EventSender, Full};
use crate::transport::trace::Trace;
use crate::transport::{Event, Payload};
use crate::{Error, Request};

/// The kind of response to an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// One result.
    Single,
    /// The parts of one result.
    Parts,
    /// Any number of results. This operation alone is sent again when the connection is lost and it may have reached the server.
    Subscription,
}

impl Mode {
    pub(super) fn is_stream(self) -> bool {
        matches!(self, Self::Parts | Self::Subscription)
    }

    fn is_repeatable(self) -> bool {
        self == Self::Subscription
    }
}

/// An operation that has not ended. Its results go to its sender.
///
/// It has only what is needed for a result: with thousands of subscriptions, each event needs another one of them, which is not in
/// the cache.
pub(super) struct ActiveOperation {
    pub(super) sender: EventSender,
    pub(super) mode: Mode,
    /// Whether it had a result on the current connection.
    has_result: bool,
    pub(super) details: Box<Details>,
}

/// The part of an operation that is needed for its start, its end, and for another connection.
pub(super) struct Details {
    /// The request as JSON text.
    pub(super) request: Arc<str>,
    /// The request itself, if it [continues](Request::resumed) after a lost connection.
    pub(super) resumable: Option<Box<Request>>,
    pub(super) handle: OperationHandle,
    /// The space of the request in the queue, until it is sent.
    pub(super) reservation: Option<Reservation>,
    pub(super) trace: Trace,
    /// Whether an earlier connection may have sent it.
    pub(super) resumed: bool,
    /// Whether an earlier connection may have sent it, and the receiver has not been notified yet.
    pub(super) interrupted: bool,
}

impl ActiveOperation {
    pub(super) fn new(sender: EventSender, mode: Mode, details: Details) -> Self {
        Self {
            sender,
            mode,
            has_result: false,
            details: Box::new(details),
        }
    }

    /// Ends the operation with an error.
    fn fail(self, error: &Error) {
        let error = self.details.handle.annotate(error.clone());
        self.sender.close(Some(error));
    }
}

/// The operations by their ids. An id is never used twice, not even on another connection.
#[derive(Debug, Default)]
pub(super) struct Operations {
    by_id: ById<ActiveOperation>,
    last_id: u64,
}

impl Operations {
    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Adds an operation under a new id.
    pub(super) fn add(&mut self, operation: ActiveOperation) -> Id {
        self.last_id += 1;
        let id = Id(self.last_id);
        operation.details.handle.set_id(id);
        operation.details.trace.queued(id.0);
        self.by_id.insert(id, operation);
        id
    }

    pub(super) fn remove(&mut self, id: Id) -> Option<ActiveOperation> {
        self.by_id.remove(id)
    }

    /// Marks an operation as sent. Returns `false` if its caller withdrew it before, and removes it then.
    pub(super) fn mark_sent(&mut self, id: Id) -> bool {
        match self.by_id.get_mut(id) {
            Some(operation) if operation.details.handle.mark_sent() => {
                operation.details.reservation = None;
                true
            }
            _ => {
                self.by_id.remove(id);
                false
            }
        }
    }

    /// Marks an operation as not sent after all: the connection ended before.
    pub(super) fn mark_unsent(&mut self, id: Id) {
        if let Some(operation) = self.by_id.get_mut(id)
            && !operation.details.resumed
        {
            operation.details.handle.mark_unsent();
        }
    }

    /// Returns the operations by their ids, in the order in which they were started.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Id, &ActiveOperation)> {
        self.by_id.iter()
    }

    /// Delivers a result of an operation to its receiver.
    #[inline]
    pub(super) fn deliver(&mut self, id: Id, payload: Payload, may_wait: bool) -> Delivery {
        let Some(operation) = self.by_id.get_mut(id) else {
            return Delivery::Ended;
        };
        operation.has_result = true;
        if operation.mode.is_stream() {
            return match operation.sender.try_send(Event::Next(payload), may_wait) {
                Err(Full(Event::Next(payload))) => Delivery::Full {
                    payload,
                    blocks: operation.sender.blocks(),
                },
                Err(Full(_)) | Ok(()) => Delivery::Done,
            };
        }
        // The `complete` that the server sends next is not waited for.
        if let Some(operation) = self.by_id.remove(id) {
            operation.sender.force_send(Ok(Event::Next(payload)));
            operation.sender.close(None);
        }
        Delivery::Done
    }

    /// Sends [`Event::Reconnected`] to the receivers of operations that an earlier connection may have sent.
    pub(super) fn send_reconnected(&mut self) {
        for id in self.by_id.ids() {
            let Some(operation) = self.by_id.get_mut(id) else {
                continue;
            };
            if std::mem::take(&mut operation.details.interrupted) && operation.mode.is_stream() {
                operation.sender.force_send(Ok(Event::Reconnected));
            }
        }
    }

    /// Brings the requests of subscriptions that continue after a lost connection up to date, before they are sent again. One that does
    /// not serialize ends with the error.
    pub(super) fn resume(&mut self) {
        let mut failed = Vec::new();
        for id in self.by_id.ids() {
            let Some(operation) = self.by_id.get_mut(id) else {
                continue;
            };
            let details = &mut *operation.details;
            if let Some(request) = details.resumable.as_deref().filter(|_| details.resumed) {
                let text = request
                    .resumed()
                    .and_then(|request| serde_json::to_string(&request).map_err(Error::encode));
                match text {
                    Ok(text) => details.request = text.into(),
                    Err(error) => failed.push((id, error)),
                }
            }
        }
        for (id, error) in failed {
            if let Some(operation) = self.remove(id) {
                operation.fail(&error);
            }
        }
    }

    /// Handles the loss of the connection.
    ///
    /// `was_sent` returns whether an operation may have reached the server. Such an operation ends with the error if it is not
    /// repeatable, and gets a new id otherwise, as the server may still know the old one. The others keep their ids.
    pub(super) fn on_connection_lost(&mut self, error: &Error, was_sent: impl Fn(Id) -> bool) {
        for (id, mut operation) in self.by_id.drain() {
            if !was_sent(id) {
                self.by_id.insert(id, operation);
            } else if operation.mode.is_repeatable() {
                operation.details.interrupted = true;
                operation.details.resumed = true;
                operation.has_result = false;
                self.add(operation);
            } else {
                operation.fail(error);
            }
        }
    }

    /// Ends the operations that had no result on this connection, which the server closed because of one operation that it did not
    /// name. Returns `false`, and ends none, if this does not separate them from others.
    pub(super) fn fail_without_result(&mut self, error: &Error) -> bool {
        let without_result: Vec<_> = self
            .iter()
            .filter(|(_, operation)| !operation.has_result)
            .map(|(id, _)| id)
            .collect();
        if without_result.is_empty() || without_result.len() == self.by_id.len() {
            return false;
        }
        for operation in without_result.into_iter().filter_map(|id| self.remove(id)) {
            operation.fail(error);
        }
        true
    }

    /// Ends every operation.
    pub(super) fn fail_all(&mut self, error: &Error) {
        for (_, operation) in self.by_id.drain() {
            operation.fail(error);
        }
    }
}

/// The outcome of [`Operations::deliver`].
#[derive(Debug)]
pub(super) enum Delivery {
    Done,
    /// The receiver has no space yet.
    Full {
        payload: Payload,
        /// Whether to wait without a time limit.
        blocks: bool,
    },
    /// The operation has ended.
    Ended,
}

/// Omits the request, as its variables may be confidential.
impl fmt::Debug for ActiveOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActiveOperation")
            .field("id", &self.details.handle.id())
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}
