//! A stream with a timeout for its end, or for its first item.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::Event;
use super::runtime::{Sleep, require, sleep};
use crate::Error;

/// A stream of results with a timeout.
pub(super) struct Limited<S> {
    /// The stream, which is dropped on a timeout. This ends the operation.
    results: Option<S>,
    limit: Option<Duration>,
    awaited: Awaited,
    /// Created when it is first polled, as there may be no runtime before.
    sleep: Option<Sleep>,
}

/// The event that the timeout applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// The end of the stream.
    End,
    /// The first result.
    First,
}

impl<S> Limited<S> {
    /// Limits the time until the stream ends, as for the parts of a result.
    pub(super) fn whole(results: S, limit: Option<Duration>) -> Self {
        Self::new(results, limit, Awaited::End)
    }

    /// Limits the time until the first result: that of a subscription. A reconnection and the head of a response are no results.
    pub(super) fn first(results: S, limit: Duration) -> Self {
        Self::new(results, Some(limit), Awaited::First)
    }

    fn new(results: S, limit: Option<Duration>, awaited: Awaited) -> Self {
        Self {
            results: Some(results),
            limit,
            awaited,
            sleep: None,
        }
    }

    fn end(&mut self, error: Error) -> Poll<Option<Result<Event, Error>>> {
        self.results = None;
        Poll::Ready(Some(Err(error)))
    }
}

impl<S: Stream<Item = Result<Event, Error>> + Unpin> Stream for Limited<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let Some(results) = &mut this.results else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(item) = Pin::new(results).poll_next(context) {
            if this.awaited == Awaited::First && matches!(item, Some(Ok(Event::Next(_)))) {
                this.limit = None;
                this.sleep = None;
            }
            return Poll::Ready(item);
        }
        let Some(limit) = this.limit else {
            return Poll::Pending;
        };
        let sleep = match &mut this.sleep {
            Some(sleep) => sleep,
            empty => match require() {
                Ok(()) => empty.insert(sleep(limit)),
                Err(error) => return this.end(error),
            },
        };
        ready!(Pin::new(sleep).poll(context));
        this.end(Error::timeout(
            match this.awaited {
                Awaited::End => "the server did not send the whole result",
                Awaited::First => "the server sent no result",
            },
            limit,
        ))
    }
}
