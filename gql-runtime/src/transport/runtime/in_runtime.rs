//! Futures and streams that fail where there is no runtime, instead of a panic of their timers.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::require;
use crate::Error;

/// A future or stream that returns an error when it is polled outside of a runtime, if it needs one.
pub(in crate::transport) struct InRuntime<T> {
    inner: T,
    is_needed: bool,
    /// Whether the last poll was ready. The next item is then polled for on the same thread as a rule, without another check, which
    /// would cost as much as an event.
    was_ready: bool,
    ended: bool,
}

impl<T> InRuntime<T> {
    /// Creates a future or stream that needs a runtime if `is_needed`: without timers, tasks and connections it does not.
    pub(in crate::transport) fn new(is_needed: bool, inner: T) -> Self {
        Self {
            inner,
            is_needed,
            was_ready: false,
            ended: false,
        }
    }
}

impl<T: Future<Output = Result<V, Error>>, V> Future for InRuntime<Pin<Box<T>>> {
    type Output = Result<V, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.is_needed
            && let Err(error) = require()
        {
            return Poll::Ready(Err(error));
        }
        self.inner.as_mut().poll(context)
    }
}

impl<T: Stream<Item = Result<V, Error>> + Unpin, V> Stream for InRuntime<T> {
    type Item = Result<V, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if self.is_needed
            && !self.was_ready
            && let Err(error) = require()
        {
            self.ended = true;
            return Poll::Ready(Some(Err(error)));
        }
        let item = Pin::new(&mut self.inner).poll_next(context);
        self.was_ready = item.is_ready();
        item
    }
}
