//! A stream as an iterator.

use std::future::poll_fn;
use std::iter::FusedIterator;
use std::pin::Pin;

use futures_core::Stream;

use super::runtime::Runtime;
use crate::error::Error;
use crate::subscription::{Control, Data, Events};
use crate::transport::Head;

/// Waits for each item of a stream. Dropping it ends the operation at the server.
///
/// It ends with `None` as the stream does. On a thread of a tokio runtime its only item is an error
/// ([`Error::is_builder`]).
#[derive(Debug)]
#[must_use = "iterators do nothing unless consumed"]
pub struct Iter<S> {
    stream: Option<S>,
    runtime: Runtime,
}

/// A running subscription: an iterator of [`Response`](crate::Response)s.
pub type Subscription<D> = Iter<crate::Subscription<D>>;

impl<S> Iter<S> {
    pub(super) fn new(stream: S, runtime: Runtime) -> Self {
        Self {
            stream: Some(stream),
            runtime,
        }
    }

    fn map<T>(self, map: impl FnOnce(S) -> T) -> Iter<T> {
        Iter {
            stream: self.stream.map(map),
            runtime: self.runtime,
        }
    }
}

impl<D> Iter<crate::Subscription<D>> {
    /// Returns an iterator over the data alone, as [`Subscription::data`](crate::Subscription::data) does.
    pub fn data(self) -> Iter<Data<D>> {
        self.map(crate::Subscription::data)
    }

    /// Returns an iterator over events and gaps, as [`Subscription::events`](crate::Subscription::events) does.
    pub fn events(self) -> Iter<Events<D>> {
        self.map(crate::Subscription::events)
    }

    /// Returns status and headers of the HTTP response that the events come in, as [`Subscription::http`](crate::Subscription::http)
    /// does.
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }

    /// Returns the iterator, and a handle that ends it from another thread; `None` for one that failed to start.
    pub fn into_parts(self) -> (Self, Option<Control>) {
        let mut control = None;
        let stream = self.map(|stream| {
            let (stream, handle) = stream.into_parts();
            control = Some(handle);
            stream
        });
        (stream, control)
    }
}

impl<D> Iter<Data<D>> {
    /// Returns status and headers of the HTTP response that the events come in, as [`Subscription::http`](crate::Subscription::http)
    /// does.
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }
}

impl<D> Iter<Events<D>> {
    /// Returns status and headers of the HTTP response that the events come in, as [`Subscription::http`](crate::Subscription::http)
    /// does.
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let item = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        match self.runtime.block_on(item) {
            Ok(Some(item)) => Some(item),
            Ok(None) => {
                self.stream = None;
                None
            }
            Err(error) => {
                self.stream = None;
                Some(Err(error))
            }
        }
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> FusedIterator for Iter<S> {}
