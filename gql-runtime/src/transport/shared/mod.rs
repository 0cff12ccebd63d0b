//! Equal subscriptions as one operation at the server.

mod channel;

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use http::{HeaderName, HeaderValue};

use self::channel::{Channel, Seat};
use super::mailbox::Capacity;
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Event, Overflow, Payload, Transport};
use crate::{Error, Request};

/// Runs equal subscriptions as one: the server has one operation, and every stream gets its events.
///
/// Subscriptions are equal if their documents, operation names, variables, extensions and headers are. The first starts the
/// operation, dropping the last stream of it ends it. A stream that joins later gets what comes from then on, and nothing that
/// came before: neither the event that a server may send at the beginning, nor one that the others have not read yet. The end,
/// an error and a [gap](Event::Gap) reach all; what is subscribed to after the end is a new operation. Queries and mutations
/// pass through.
///
/// Clones share, too. No task is needed for it: whoever reads first fetches for all. While nobody reads, nothing is fetched, and
/// what happens then is up to the transport below.
///
/// ```
/// # #[cfg(feature = "websocket")]
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::{Shared, WebSocket};
/// let client = Client::new(Shared::new(WebSocket::new("wss://example.com/graphql")?));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Shared {
    inner: Arc<dyn Transport>,
    buffer: Capacity,
    overflow: Overflow,
    running: Arc<Running>,
}

impl Shared {
    /// Shares the subscriptions that this transport runs.
    pub fn new(inner: impl Transport) -> Self {
        Self {
            inner: Arc::new(inner),
            buffer: Capacity::default(),
            overflow: Overflow::default(),
            running: Arc::default(),
        }
    }

    /// How many events wait for a reader that is slower than another, for each stream. Default 1024. They are not copied for each.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        self.buffer.events = events;
        self
    }

    /// How many bytes the events hold that wait for one stream, together. The default is 16 MiB. One event waits however large it is.
    #[must_use]
    pub fn buffer_bytes(mut self, bytes: usize) -> Self {
        self.buffer.bytes = bytes;
        self
    }

    /// What happens when that many wait: to that stream alone, but for [`Overflow::Block`], with which all streams of the operation
    /// wait for it. Default: [`Overflow::Lag`]; being waited for means here that the others let the late reader have a turn first.
    #[must_use]
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }

    /// A stream of the operation that runs already, or of one that is started for it.
    fn seat(&self, key: &Arc<Key>, request: Request) -> Seat {
        let mut running = self.running.lock();
        let joined = running
            .get(key)
            .and_then(|channel| Channel::join(channel, self.buffer, self.overflow));
        if let Some(seat) = joined {
            return seat;
        }
        let (channel, seat) = Channel::new(self.buffer, self.overflow);
        running.insert(key.clone(), channel.clone());
        // Who joins from now on waits for this lock before it reads.
        let mut source = channel.source();
        drop(running);
        source.open(self.inner.subscribe(request));
        drop(source);
        seat
    }
}

impl Transport for Shared {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        self.inner.execute(request)
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.inner.incremental(request)
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let Some(key) = Key::of(&request) else {
            return self.inner.subscribe(request);
        };
        let trace = Trace::new("shared", &request);
        let key = Arc::new(key);
        trace.subscribe(Reader {
            seat: self.seat(&key, request),
            key,
            running: self.running.clone(),
        })
    }
}

/// What makes subscriptions equal.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// JSON text.
    request: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Key {
    /// None for a request that does not serialise: it is for the transport to say so.
    fn of(request: &Request) -> Option<Self> {
        let headers = request.headers.iter();
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        // The values of one name keep their order, which may matter; that of the names does not.
        headers.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
        let request = serde_json::to_string(request).ok()?;
        Some(Self { request, headers })
    }
}

/// The operations that run.
#[derive(Default)]
struct Running {
    channels: Mutex<HashMap<Arc<Key>, Arc<Channel>>>,
}

impl Running {
    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<Key>, Arc<Channel>>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the streams.
struct Reader {
    seat: Seat,
    key: Arc<Key>,
    running: Arc<Running>,
}

impl Stream for Reader {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.seat.poll_next(context)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Nobody joins while this lock is held, so that an operation is not ended under a new reader.
        let mut running = self.running.lock();
        let channel = self.seat.channel();
        let ended = channel.leave(&self.seat)
            && running
                .get(&self.key)
                .is_some_and(|entry| Arc::ptr_eq(entry, channel));
        // The transport's stream is dropped with the last of these, by this reader, which still holds one.
        let entry = if ended { running.remove(&self.key) } else { None };
        drop(running);
        drop(entry);
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("running", &self.running.lock().len())
            .field("buffer", &self.buffer.events)
            .field("buffer_bytes", &self.buffer.bytes)
            .field("overflow", &self.overflow)
            .finish_non_exhaustive()
    }
}
