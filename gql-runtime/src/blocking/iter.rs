//! A stream as an iterator.

use std::future::poll_fn;
use std::iter::FusedIterator;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::runtime::Runtime;
use crate::error::Error;
use crate::subscription::{AbortHandle, Data, Events};
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
    /// Sets a header of this request alone, as [`Subscription::header`](crate::Subscription::header) does.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.map(|subscription| subscription.header(name, value))
    }

    /// Limits the time until the first result, as [`Subscription::timeout`](crate::Subscription::timeout) does.
    pub fn timeout(self, limit: Duration) -> Self {
        self.map(|subscription| subscription.timeout(limit))
    }

    /// Sets the request's `extensions`, as [`Subscription::extensions`](crate::Subscription::extensions) does.
    pub fn extensions(self, extensions: impl Serialize) -> Self {
        self.map(|subscription| subscription.extensions(extensions))
    }

    /// Continues the subscription after a lost connection instead of starting it again, as
    /// [`Subscription::resume`](crate::Subscription::resume) does.
    pub fn resume<V: Serialize>(self, variables: impl FnMut(&D) -> V + Send + 'static) -> Self {
        self.map(|subscription| subscription.resume(variables))
    }

    /// Hands the operation to the transport now instead of with the first item, as
    /// [`Subscription::start`](crate::Subscription::start) does. On a thread of a tokio runtime it does nothing: the first item is
    /// the error.
    pub fn start(self) -> Self {
        let Self { stream, runtime } = self;
        let Some(stream) = stream else {
            return Self { stream, runtime };
        };
        let mut waiting = Some(stream);
        // A transport may open a connection at once, which needs the runtime.
        let started = runtime.block_on(async { waiting.take().map(crate::Subscription::start) });
        Self {
            stream: started.ok().flatten().or(waiting),
            runtime,
        }
    }

    /// Returns an iterator over the data alone, as [`Subscription::data`](crate::Subscription::data) does.
    pub fn data(self) -> Iter<Data<D>> {
        self.map(crate::Subscription::data)
    }

    /// Returns an iterator over events and reconnections, as [`Subscription::events`](crate::Subscription::events) does.
    pub fn events(self) -> Iter<Events<D>> {
        self.map(crate::Subscription::events)
    }

    /// Returns status and headers of the HTTP response that the events come in, as [`Subscription::http`](crate::Subscription::http)
    /// does.
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }

    /// Returns a handle that ends the subscription from another thread, as
    /// [`Subscription::abort_handle`](crate::Subscription::abort_handle) does.
    pub fn abort_handle(&self) -> AbortHandle {
        match &self.stream {
            Some(stream) => stream.abort_handle(),
            None => AbortHandle::ended(),
        }
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
