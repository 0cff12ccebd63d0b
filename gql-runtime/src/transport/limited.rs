//! A stream that has to end within a time limit.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::Event;
use super::runtime::{Sleep, sleep};
use crate::Error;
use futures_core::Stream;

/// The parts of a result, all of which have to come in time.
pub(super) struct Limited<S> {
    /// Dropped with the limit: that ends the operation, and the stream.
    parts: Option<S>,
    limit: Option<Duration>,
    /// Made when it is first polled: only then there is a runtime for sure.
    sleep: Option<Sleep>,
}

impl<S> Limited<S> {
    pub(super) fn new(parts: S, limit: Option<Duration>) -> Self {
        Self {
            parts: Some(parts),
            limit,
            sleep: None,
        }
    }
}

impl<S: Stream<Item = Result<Event, Error>> + Unpin> Stream for Limited<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let Some(parts) = &mut this.parts else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(item) = Pin::new(parts).poll_next(context) {
            return Poll::Ready(item);
        }
        let Some(limit) = this.limit else {
            return Poll::Pending;
        };
        let sleep = this.sleep.get_or_insert_with(|| sleep(limit));
        ready!(Pin::new(sleep).poll(context));
        this.parts = None;
        Poll::Ready(Some(Err(Error::timeout(
            "the server did not send the whole result",
            limit,
        ))))
    }
}
