//! Runs equal subscriptions as one operation at the server.

mod operation;

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use http::{HeaderName, HeaderValue};

use self::operation::{SharedOperation, Subscriber};
use super::channel::Capacity;
use super::limited::Limited;
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Event, Overflow, Payload, Transport};
use crate::{Error, Request};

/// Runs equal subscriptions as one operation at the server, and delivers its events to every stream.
///
/// Subscriptions are equal if their documents, operation names, variables, extensions and headers are, so that events for
/// one caller never reach another. A subscription that [resumes](crate::Subscription::resume) has its own operation, and a
/// [timeout](Request::timeout) applies to a single stream.
///
/// The first subscription starts the operation, and dropping the last stream ends it. A stream that joins later receives
/// the events from then on, not the ones before: neither an event that a server sends at the beginning, nor one that the
/// other streams have not received yet. The end, an error and a [reconnection](Event::Reconnected) reach all streams. A
/// subscription after the end starts a new operation. Queries and mutations are passed through.
///
/// Clones share their operations. No task is spawned: a stream that is polled polls the transport for all. While no stream is
/// polled, neither is the transport.
///
/// ```
/// # #[cfg(feature = "websocket")]
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::{Endpoint, Deduplicate, WebSocket};
/// let endpoint = Endpoint::new("wss://example.com/graphql")?;
/// let client = Client::new(Deduplicate::new(WebSocket::new(&endpoint)));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Deduplicate {
    inner: Arc<dyn Transport>,
    buffer: Capacity,
    overflow: Overflow,
    active: Arc<ActiveOperations>,
}

impl Deduplicate {
    /// Creates a transport that runs equal subscriptions of this one as one.
    pub fn new(inner: impl Transport) -> Self {
        Self {
            inner: Arc::new(inner),
            buffer: Capacity::default(),
            overflow: Overflow::default(),
            active: Arc::default(),
        }
    }

    /// Sets how many events are queued for a stream that is slower than another. The default is 1024. The events are not copied.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        self.buffer.events = events;
        self
    }

    /// Sets the total size of the events that are queued for one stream, in bytes. The default is 16 MiB. A single event is queued
    /// whatever its size.
    #[must_use]
    pub fn max_buffer_size(mut self, bytes: usize) -> Self {
        self.buffer.bytes = bytes;
        self
    }

    /// Sets what happens when a stream's queue is full. The default is [`Overflow::Lag`], with which the other streams give the late
    /// one a turn before it loses an event. With [`Overflow::Block`] all streams of the operation wait for it.
    #[must_use]
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }

    /// Subscribes to the operation with this key, which is started if necessary.
    fn subscriber(&self, key: &Arc<SubscriptionKey>, request: Request) -> Subscriber {
        let mut active = self.active.lock();
        let joined = active
            .get(key)
            .and_then(|operation| SharedOperation::subscribe(operation, self.buffer, self.overflow));
        if let Some(subscriber) = joined {
            return subscriber;
        }
        let (operation, subscriber) = SharedOperation::new(self.buffer, self.overflow);
        active.insert(key.clone(), operation.clone());
        // A subscriber that joins from now on waits for this lock before it receives.
        let mut upstream = operation.upstream();
        drop(active);
        upstream.start(self.inner.subscribe(request));
        drop(upstream);
        subscriber
    }
}

impl Transport for Deduplicate {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        self.inner.execute(request)
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.inner.incremental(request)
    }

    /// Applies a time limit to one stream, not to the operation that it shares.
    fn subscribe(&self, mut request: Request) -> BoxStream<Result<Event, Error>> {
        let Some(key) = SubscriptionKey::new(&request) else {
            return self.inner.subscribe(request);
        };
        let trace = Trace::new("deduplicate", &request);
        let key = Arc::new(key);
        let limit = request.timeout.take();
        let stream = SharedStream {
            subscriber: self.subscriber(&key, request),
            key,
            active: self.active.clone(),
        };
        match limit {
            None => trace.subscribe(stream),
            Some(limit) => trace.subscribe(Limited::first(stream, limit)),
        }
    }
}

/// The parts of a request that make subscriptions equal.
#[derive(PartialEq, Eq, Hash)]
struct SubscriptionKey {
    /// The request as JSON text.
    request: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl SubscriptionKey {
    /// Returns `None` for a request that does not serialize, which the transport reports, and for one that
    /// [continues](crate::Subscription::resume) by variables of its own.
    fn new(request: &Request) -> Option<Self> {
        if request.resume.is_some() {
            return None;
        }
        let headers = request.headers.iter();
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        // The values of one name keep their order, which may matter; the order of the names does not.
        headers.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
        let request = serde_json::to_string(request).ok()?;
        Some(Self { request, headers })
    }
}

/// The operations that have not ended.
#[derive(Default)]
struct ActiveOperations {
    by_key: Mutex<HashMap<Arc<SubscriptionKey>, Arc<SharedOperation>>>,
}

impl ActiveOperations {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<SubscriptionKey>, Arc<SharedOperation>>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A subscriber as the stream of a transport.
struct SharedStream {
    subscriber: Subscriber,
    key: Arc<SubscriptionKey>,
    active: Arc<ActiveOperations>,
}

impl Stream for SharedStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.subscriber.poll_next(context)
    }
}

impl Drop for SharedStream {
    fn drop(&mut self) {
        // No subscriber joins while this lock is held, so that an operation with a new subscriber is not ended.
        let mut active = self.active.lock();
        let operation = self.subscriber.operation();
        let ended = operation.unsubscribe(&self.subscriber)
            && active
                .get(&self.key)
                .is_some_and(|entry| Arc::ptr_eq(entry, operation));
        // The transport's stream is dropped with the last reference to the operation, which is this subscriber's.
        let entry = if ended { active.remove(&self.key) } else { None };
        drop(active);
        drop(entry);
    }
}

impl fmt::Debug for Deduplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deduplicate")
            .field("active", &self.active.lock().len())
            .field("buffer", &self.buffer.events)
            .field("max_buffer_size", &self.buffer.bytes)
            .field("overflow", &self.overflow)
            .finish_non_exhaustive()
    }
}
