//! Separate transports for queries and mutations, and for subscriptions.

use std::fmt;
use std::sync::Arc;

use super::{BoxFuture, BoxStream, Event, Payload, Transport};
use crate::{Error, Request};

/// A transport that sends queries and mutations over one transport and subscriptions over another.
///
/// Its types are those of the transports, so that a program does not contain the methods that it never calls, such as queries over a
/// transport for subscriptions alone.
#[derive(Clone)]
pub struct Split<Q = Arc<dyn Transport>, S = Arc<dyn Transport>> {
    queries: Q,
    subscriptions: S,
}

impl<Q: Transport, S: Transport> Split<Q, S> {
    /// Creates a transport that sends queries and mutations over `queries`, and subscriptions over `subscriptions`.
    pub fn new(queries: Q, subscriptions: S) -> Self {
        Self {
            queries,
            subscriptions,
        }
    }
}

impl<Q: Transport, S: Transport> Transport for Split<Q, S> {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        self.queries.execute(request)
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.subscriptions.subscribe(request)
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.queries.incremental(request)
    }
}

impl<Q, S> fmt::Debug for Split<Q, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Split").finish_non_exhaustive()
    }
}
