//! Runs operations over one WebSocket, in the subprotocols `graphql-transport-ws` and `graphql-ws`.
//!
//! One connection task owns every operation, under an id that is unique for the life of the transport; when the socket is lost,
//! an operation that was not sent keeps its id and waits, one that may be repeated gets a new id and is sent again, and any other
//! one ends with an error.
//!
//! ```text
//!  caller                            connection task, one per transport
//! ┌─────────────────┐               ┌──────────────────────────────────────────┐
//! │ WebSocket       │── Command ───▶│ ConnectionTask                           │
//! │                 │               │  ├─ TaskState                            │
//! │                 │               │  │   └─ Operations, by Id                │
//! │ EventReceiver   │◀── Event ─────│  │       └─ ActiveOperation: EventSender,│
//! │ OperationHandle │◀── shared ───▶│  │          OperationHandle, request     │
//! └─────────────────┘               │  └─ EventLoop, while there is a socket   │
//!                                   │      └─ Connection: Session, Socket      │
//!                                   └──────────────────────────────────────────┘
//!
//!  socket lost ─┬─ not sent ──────────▶ keeps its id, is sent on the next connection
//!               ├─ sent, repeatable ──▶ gets a new id, is sent again; its stream yields Event::Reconnected first
//!               └─ sent, otherwise ───▶ ends with the error
//! ```
//!
//! An operation ends when the server completes it, when its result or an error was delivered, or when its receiver is dropped.
//! The task waits for a late receiver for 50 milliseconds, and without a limit with [`Overflow::Block`] alone.

mod budget;
mod command;
mod config;
mod connect;
mod connection;
mod event_loop;
mod failure;
mod handle;
mod operations;
mod options;
#[cfg_attr(all(target_family = "wasm", target_os = "unknown"), path = "browser.rs")]
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    path = "native/mod.rs"
)]
mod platform;
mod socket;
mod state;
mod task;
mod task_state;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::task::AtomicWaker;

use self::budget::Budget;
use self::command::Command;
use self::config::Config;
use self::failure::closed;
use self::handle::OperationHandle;
use self::operations::{ActiveOperation, Details, Mode};
use self::task::ConnectionTask;
use crate::transport::channel::{EventReceiver, Settings, channel};
use crate::transport::limited::Limited;
use crate::transport::retry::Retries;
use crate::transport::runtime::{self, InRuntime, mpsc, oneshot, watch};
use crate::transport::trace::Trace;
use crate::transport::{BoxFuture, BoxStream, Endpoint, Event, Overflow, Payload, Transport};
use crate::{Error, Request};

pub use self::config::{BoxError, Subprotocols};
pub use self::socket::{Incoming, Opening, Socket};
pub use self::state::{ConnectionState, Observation, StateWatch};

/// A transport over one WebSocket connection, which is opened when it is needed, and again when it is lost.
///
/// The URL, headers, credentials, TLS and proxies are those of the endpoint. Clones share the connection. It is closed when the last
/// clone and the last stream are dropped, or by [`close`](Self::close). The connection task runs on the tokio runtime that starts the
/// first operation.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::transport::{Endpoint, WebSocket};
///
/// let endpoint = Endpoint::builder("https://example.org/graphql").bearer_auth("secret").build()?;
/// let socket = WebSocket::new(&endpoint).ping_interval(std::time::Duration::from_secs(30));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebSocket {
    config: Arc<Config>,
    /// Empty until the transport is used.
    inner: Arc<OnceLock<WebSocketInner>>,
}

/// The part that clones share.
struct WebSocketInner {
    /// The error for an endpoint with an option that cannot be honored.
    invalid_endpoint: Option<Error>,
    budget: Budget,
    commands: mpsc::UnboundedSender<Command>,
    states: watch::Receiver<ConnectionState>,
    /// The settings of the channels to receivers. Their waker is that of the connection task.
    channels: Arc<Settings>,
    /// The connection task, until it is spawned.
    task: Mutex<Option<ConnectionTask>>,
}

impl WebSocket {
    /// Creates a transport for this endpoint. Its URL is a `ws` URL for `http`, and a `wss` URL for `https`. It connects
    /// with the first operation.
    ///
    /// If the endpoint has an option that a WebSocket cannot honor, such as its own HTTP client, operations fail with an
    /// error that names it ([`Error::is_builder`]).
    pub fn new(endpoint: &Endpoint) -> Self {
        Self {
            config: Arc::new(Config::new(endpoint.clone())),
            inner: Arc::default(),
        }
    }

    fn inner(&self) -> &WebSocketInner {
        self.inner
            .get_or_init(|| WebSocketInner::new(self.config.clone()))
    }

    /// Connects at once, and stays connected without operations. Options have to be set before.
    ///
    /// # Errors
    /// Returns [`Error::is_builder`] if there is no tokio runtime, or if the endpoint has a setting that cannot be honored.
    pub fn connect(mut self) -> Result<Self, Error> {
        self.config.check()?;
        runtime::require()?;
        self.config_mut().eager = true;
        self.inner().spawn()?;
        Ok(self)
    }

    /// Returns the current state of the connection.
    pub fn state(&self) -> ConnectionState {
        match self.inner.get() {
            Some(inner) => inner.states.borrow().clone(),
            None => ConnectionState::Idle,
        }
    }

    /// Returns a watch on the state of the connection.
    pub fn watch(&self) -> StateWatch {
        StateWatch::new(self.inner().states.clone())
    }

    /// Sends a ping message with this payload, a JSON object, or a ping frame if the subprotocol has no such message.
    ///
    /// Has no effect if there is no connection, or if several pings wait to be sent already.
    pub fn ping(&self, payload: Option<&serde_json::Value>) {
        self.send(Command::Ping(payload.map(ToString::to_string)));
    }

    /// Sends a pong message with this payload, a JSON object, for programs that answer [pings](Observation::Pinged) themselves.
    ///
    /// Has no effect if there is no connection, or if the subprotocol has no such message.
    pub fn pong(&self, payload: Option<&serde_json::Value>) {
        self.send(Command::Pong(payload.map(ToString::to_string)));
    }

    /// Sends a ping frame. <https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2>
    ///
    /// Has no effect if there is no connection.
    pub fn ping_frame(&self) {
        self.send(Command::PingFrame);
    }

    /// Drops the connection without a closing handshake, and connects again if there are operations.
    ///
    /// This is for a socket that is frozen, and for new credentials. An attempt to connect that is in progress starts again, so that
    /// the providers are called again. Subscriptions are sent again, and their streams yield [`Event::Reconnected`].
    pub fn restart(&self) {
        self.send(Command::Reconnect);
    }

    /// Ends every operation, closes the connection, and waits until it is closed or the close timeout has elapsed.
    ///
    /// Operations that are started afterwards fail with an error that [is canceled](Error::is_canceled).
    pub async fn close(&self) {
        let unspawned = self.inner().task().take();
        if let Some(task) = unspawned {
            task.close_unspawned();
        }
        let (done, closed) = oneshot::channel();
        self.send(Command::Close(done));
        // An error means that the task has ended.
        let _ = closed.await;
    }

    fn send(&self, command: Command) {
        // The task may have ended.
        let _ = self.inner().commands.send(command);
    }

    /// Starts an operation: sends it to the connection task, which is spawned if it was not.
    fn start(
        &self,
        request: &Request,
        mode: Mode,
        trace: &Trace,
    ) -> Result<(EventReceiver, OperationHandle), Error> {
        if !request.headers.is_empty() {
            return Err(Error::builder(
                "headers of one operation cannot be sent on an open WebSocket, which has those of its upgrade request alone: give \
                 the credentials to the transport (`headers_with`, `init_payload_with`), or send the operation over HTTP",
            ));
        }
        let inner = self.inner();
        if let Some(error) = &inner.invalid_endpoint {
            return Err(error.clone());
        }
        let is_incremental = mode.is_stream() && request.incremental;
        let text = serde_json::to_string(request).map_err(Error::encode)?;
        let reservation = inner.budget.reserve(text.len())?;
        let handle = OperationHandle::new();
        let (commands, canceled) = (inner.commands.clone(), handle.clone());
        let cancel = Box::new(move || {
            canceled.withdraw();
            let _ = commands.send(Command::Cancel(canceled.clone()));
        });
        let channels = match inner.channels.overflow {
            // A result that lacks a part is invalid, so the receiver must be notified of a loss.
            Overflow::DropOldest if is_incremental => Arc::new(Settings {
                overflow: Overflow::Lag,
                ..Settings::clone(&inner.channels)
            }),
            _ => inner.channels.clone(),
        };
        let (sender, receiver) = channel(channels, cancel);
        let details = Details {
            request: text.into(),
            resumable: request.resume.as_ref().map(|_| Box::new(request.clone())),
            handle: handle.clone(),
            reservation: Some(reservation),
            trace: trace.clone(),
            resumed: false,
            interrupted: false,
        };
        let command = Command::Start(ActiveOperation::new(sender, mode, details));
        if let Err(mpsc::error::SendError(Command::Start(operation))) = inner.commands.send(command) {
            operation.sender.close(None);
            return Err(closed());
        }
        inner.spawn()?;
        Ok((receiver, handle))
    }
}

impl WebSocketInner {
    fn new(config: Arc<Config>) -> Self {
        let invalid_endpoint = config.check().err();
        let config = Arc::new(Config::clone(&config).complete());
        let (sender, commands) = mpsc::unbounded_channel();
        let (states, watched) = watch::channel(ConnectionState::Idle);
        let sender_waker = Arc::new(AtomicWaker::new());
        let task = ConnectionTask::new(config.clone(), commands, states, sender_waker.clone());
        let channels = Arc::new(Settings {
            capacity: config.buffer,
            overflow: config.overflow,
            sender_waker,
        });
        Self {
            invalid_endpoint,
            budget: Budget::new(config.max_queue_size),
            commands: sender,
            states: watched,
            channels,
            task: Mutex::new(Some(task)),
        }
    }

    fn task(&self) -> MutexGuard<'_, Option<ConnectionTask>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Spawns the connection task, unless it was spawned before.
    fn spawn(&self) -> Result<(), Error> {
        let mut unspawned = self.task();
        if unspawned.is_some() {
            runtime::require()?;
            if let Some(task) = unspawned.take() {
                runtime::spawn(task.run());
            }
        }
        Ok(())
    }
}

impl WebSocket {
    /// Runs a query with retries, within this timeout.
    async fn attempts(
        self,
        request: Request,
        mut retries: Retries,
        limit: Option<Duration>,
        trace: Trace,
    ) -> Result<Payload, Error> {
        let attempts = async {
            loop {
                let result = match self.start(&request, Mode::Single, &trace) {
                    Ok((receiver, _)) => first(receiver).await,
                    Err(error) => Err(error),
                };
                match result {
                    Err(error) => retries.wait(error).await?,
                    result => return result,
                }
            }
        };
        match limit {
            None => attempts.await,
            Some(limit) => runtime::timeout(limit, attempts)
                .await
                .unwrap_or_else(|_| Err(Error::timeout("the server did not answer", limit))),
        }
    }

    /// Starts an attempt of a query whose result is delivered in parts.
    fn parts(&self, request: &Request, trace: &Trace) -> BoxStream<Result<Event, Error>> {
        match self.start(request, Mode::Parts, trace) {
            Ok((receiver, _)) => Box::pin(receiver),
            Err(error) => Box::pin(futures_util::stream::iter([Err(error)])),
        }
    }
}

impl Transport for WebSocket {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let trace = Trace::new("websocket", &request);
        if let Err(error) = request.check_single_result() {
            return trace.execute(std::future::ready(Err(error)));
        }
        let limit = request.timeout.or(self.config.timeout);
        let retries = Retries::new(self.config.retry.as_ref(), &request);
        if retries.is_on() {
            let running = self.clone().attempts(request, retries, limit, trace.clone());
            return trace.execute(InRuntime::new(true, Box::pin(running)));
        }
        let started = self.start(&request, Mode::Single, &trace);
        trace.execute(async move {
            let (receiver, handle) = started?;
            let first = first(receiver);
            let Some(limit) = limit else {
                return first.await;
            };
            // The timer needs a runtime, and this future may be polled outside the one of the connection task.
            runtime::require()?;
            runtime::timeout(limit, first).await.unwrap_or_else(|_| {
                Err(if handle.withdraw() {
                    Error::timeout("the request could not be sent", limit).unsent()
                } else {
                    Error::timeout("the server did not answer", limit)
                })
            })
        })
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let trace = Trace::new("websocket", &request);
        let started = request
            .check_stream()
            .and_then(|()| self.start(&request, Mode::Subscription, &trace));
        match (started, request.timeout) {
            (Ok((receiver, _)), None) => trace.subscribe(receiver),
            (Ok((receiver, handle)), Some(limit)) => {
                let events = Limited::first(receiver, limit);
                trace.subscribe(events.map(move |item| item.map_err(|error| handle.annotate(error))))
            }
            (Err(error), _) => trace.subscribe(futures_util::stream::iter([Err(error)])),
        }
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let limit = request.timeout.or(self.config.timeout);
        let trace = Trace::new("websocket", &request);
        let retries = Retries::new(self.config.retry.as_ref(), &request);
        if retries.is_on() {
            let (socket, request, attempts) = (self.clone(), Arc::new(request), trace.clone());
            let parts = retries.stream(move || socket.parts(&request, &attempts));
            return trace.subscribe(InRuntime::new(true, Limited::whole(parts, limit)));
        }
        match self.start(&request, Mode::Parts, &trace) {
            Ok((receiver, handle)) => {
                let parts = Limited::whole(receiver, limit);
                let parts = parts.map(move |item| item.map_err(|error| handle.annotate(error)));
                trace.subscribe(InRuntime::new(true, parts))
            }
            Err(error) => trace.subscribe(futures_util::stream::iter([Err(error)])),
        }
    }
}

/// Receives the result of an operation that has one.
async fn first(mut receiver: EventReceiver) -> Result<Payload, Error> {
    loop {
        match receiver.next().await {
            Some(Ok(Event::Next(payload))) => return Ok(payload),
            Some(Ok(Event::Reconnected | Event::Head(_))) => {}
            Some(Err(error)) => return Err(error),
            None => return Err(closed()),
        }
    }
}

/// Shows the state and the options, without the URL, the headers and the payload, which may be confidential.
impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket")
            .field("state", &self.state())
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
