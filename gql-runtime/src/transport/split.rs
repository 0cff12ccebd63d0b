//! Separate transports for queries and mutations, and for subscriptions.

use std::fmt;
use std::sync::Arc;

use super::{BoxFuture, BoxStream, Event, Payload, Transport};
use crate::{Error, Request};

/// A transport that sends queries and mutations over one transport and subscriptions over another.
#[derive(Clone)]
pub struct Split {
    queries: Arc<dyn Transport>,
    subscriptions: Arc<dyn Transport>,
}

impl Split {
    /// Creates a transport that sends queries and mutations over `queries`, and subscriptions over `subscriptions`.
    pub fn new(queries: impl Transport, subscriptions: impl Transport) -> Self {
        Self {
            queries: Arc::new(queries),
            subscriptions: Arc::new(subscriptions),
        }
    }
}

impl Transport for Split {
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

impl fmt::Debug for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Split").finish_non_exhaustive()
    }
}
