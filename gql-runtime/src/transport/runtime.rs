//! Timers, connections and files need a tokio runtime: without one they panic, so what needs them is asked before it runs.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::runtime::Handle;

use crate::Error;

/// Fails where there is no runtime.
///
/// # Errors
/// If the calling thread is in none ([`Error::is_builder`]).
pub(super) fn required() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(source) => Err(Error::builder(
            "this transport needs a tokio runtime, and the thread that runs the operation is in none: take `#[tokio::main]`, \
             or `Runtime::enter` around another executor",
        )
        .with_source(source)),
    }
}

/// A future or stream that is polled in a runtime alone, if it needs one; elsewhere it fails.
pub(super) struct InRuntime<T> {
    inner: T,
    needed: bool,
    /// Whether the last poll gave something. Then the next one comes from the same place, and is not worth the price of asking:
    /// it is that of an event.
    flowing: bool,
    over: bool,
}

impl<T> InRuntime<T> {
    /// Where none is needed, as no timer and no connection is used, it may be polled anywhere.
    pub(super) fn new(needed: bool, inner: T) -> Self {
        Self {
            inner,
            needed,
            flowing: false,
            over: false,
        }
    }
}

impl<T: Future<Output = Result<V, Error>>, V> Future for InRuntime<Pin<Box<T>>> {
    type Output = Result<V, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.needed
            && let Err(error) = required()
        {
            return Poll::Ready(Err(error));
        }
        self.inner.as_mut().poll(context)
    }
}

impl<T: Stream<Item = Result<V, Error>> + Unpin, V> Stream for InRuntime<T> {
    type Item = Result<V, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(None);
        }
        if self.needed
            && !self.flowing
            && let Err(error) = required()
        {
            self.over = true;
            return Poll::Ready(Some(Err(error)));
        }
        let item = Pin::new(&mut self.inner).poll_next(context);
        self.flowing = item.is_ready();
        item
    }
}
