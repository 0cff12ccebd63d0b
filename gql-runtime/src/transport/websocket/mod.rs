//! All operations over one WebSocket: `graphql-transport-ws` and the older `graphql-ws`.
//!
//! One task runs the connection, whatever the number of operations. It never waits for a subscriber, but see [`Overflow`].

mod budget;
mod buffered;
mod builder;
mod command;
mod config;
mod connect;
mod conversation;
mod driver;
mod endpoint;
mod exchange;
mod failure;
mod framed;
mod io;
mod ledger;
mod link;
mod operations;
mod outgoing;
mod socket;
mod state;
mod ticket;
mod upgrade;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt;
use futures_util::task::AtomicWaker;
use tokio::sync::{mpsc, oneshot, watch};

use self::budget::Budget;
use self::command::Command;
use self::config::Config;
use self::driver::Driver;
use self::failure::closed;
use self::operations::{Operation, Role};
use self::ticket::Ticket;
use crate::transport::limited::Limited;
use crate::transport::mailbox::{Inbox, mailbox};
use crate::transport::runtime::{self, InRuntime};
use crate::transport::trace::Trace;
use crate::transport::{BoxFuture, BoxStream, Event, Payload, Transport};
use crate::{Error, OperationKind, Request};

pub use self::builder::WebSocketBuilder;
pub use self::config::{BoxError, Subprotocols};
pub use self::socket::{Incoming, Opening, Socket};
pub use self::state::{ConnectionState, Observation, StateWatch};
pub use super::mailbox::Overflow;
pub use super::reconnect::Reconnect;

/// A transport over one WebSocket connection, made when it is needed, and made again when it is lost.
///
/// Clones share the connection. It is closed when the last clone and the last stream are dropped, or by [`close`](Self::close).
/// The connection's task runs on the tokio runtime on which the first operation is started.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use gql_runtime::transport::WebSocket;
///
/// let socket = WebSocket::builder("wss://example.org/graphql").header("authorization", "Bearer …").build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebSocket {
    shared: Arc<Shared>,
}

struct Shared {
    config: Arc<Config>,
    budget: Budget,
    commands: mpsc::UnboundedSender<Command>,
    states: watch::Receiver<ConnectionState>,
    room: Arc<AtomicWaker>,
    /// Until it is spawned.
    driver: Mutex<Option<Driver>>,
}

impl WebSocket {
    /// A transport for this URL: `ws://`, `wss://`, or `http://` and `https://` as the same.
    pub fn builder(url: impl Into<String>) -> WebSocketBuilder {
        WebSocketBuilder::new(url.into())
    }

    /// A transport for this URL with the default of every option.
    ///
    /// # Errors
    /// If the URL is not usable ([`Error::is_builder`]).
    pub fn new(url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(url).build()
    }

    fn of_config(config: Config) -> Result<Self, Error> {
        let config = Arc::new(config);
        let (sender, commands) = mpsc::unbounded_channel();
        let (states, watched) = watch::channel(ConnectionState::Idle);
        let room = Arc::new(AtomicWaker::new());
        let driver = Driver::new(config.clone(), commands, states, room.clone());
        let driver = Mutex::new(Some(driver));
        let shared = Shared {
            budget: Budget::new(config.max_queue_size),
            config,
            commands: sender,
            states: watched,
            room,
            driver,
        };
        if shared.config.eager {
            shared.spawn()?;
        }
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The state of the connection now.
    pub fn state(&self) -> ConnectionState {
        self.shared.states.borrow().clone()
    }

    /// Follows the state of the connection.
    pub fn watch(&self) -> StateWatch {
        StateWatch::new(self.shared.states.clone())
    }

    /// Sends a ping message with that payload (a JSON object), or a ping frame where the subprotocol has no such message.
    /// Nothing if there is no connection, or if several pings wait to be sent already.
    pub fn ping(&self, payload: Option<&serde_json::Value>) {
        self.send(Command::Ping(payload.map(ToString::to_string)));
    }

    /// Sends a pong message with that payload (a JSON object), for who answers [pings](Observation::Pinged) by hand.
    /// Nothing if there is no connection, or if the subprotocol has no such message.
    pub fn pong(&self, payload: Option<&serde_json::Value>) {
        self.send(Command::Pong(payload.map(ToString::to_string)));
    }

    /// Sends a ping frame of the WebSocket protocol. Nothing if there is no connection.
    pub fn ping_frame(&self) {
        self.send(Command::PingFrame);
    }

    /// Drops the connection as it is, without a closing handshake, and connects again if there are operations: for a socket that
    /// is frozen, or new credentials. An attempt to connect that is under way starts anew, so that the providers are asked again.
    /// Subscriptions are started again; their readers get a [gap](Event::Gap).
    pub fn reconnect(&self) {
        self.send(Command::Reconnect);
    }

    /// Ends every operation, closes the connection, and waits for that; for the close timeout at most. The transport is of no
    /// use afterwards: operations fail with an error that [is canceled](Error::is_canceled).
    pub async fn close(&self) {
        let unspawned = self
            .shared
            .driver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(driver) = unspawned {
            driver.close_unused();
        }
        let (told, closed) = oneshot::channel();
        self.send(Command::Close(told));
        // An error is an end, too.
        let _ = closed.await;
    }

    fn send(&self, command: Command) {
        // When the task is gone there is nothing to command.
        let _ = self.shared.commands.send(command);
    }

    /// Whether a request for one result may be sent again.
    fn is_repeatable(&self, request: &Request) -> bool {
        request.kind == Some(OperationKind::Query) && self.shared.config.retry_queries
    }

    fn start(&self, request: &Request, role: Role, trace: &Trace) -> Result<(Inbox, Ticket), Error> {
        if !request.headers.is_empty() {
            return Err(Error::builder(
                "headers of one operation cannot be sent on an open WebSocket, which has those of its upgrade request alone: give \
                 the credentials to the transport (`headers_with`, `init_payload_with`), or send the operation over HTTP",
            ));
        }
        let in_parts = role.is_stream() && request.incremental;
        let request = serde_json::to_string(request).map_err(Error::encode)?;
        let reserved = self.shared.budget.reserve(request.len())?;
        let ticket = Ticket::new();
        let (commands, dropped) = (self.shared.commands.clone(), ticket.clone());
        let cancel = Box::new(move || {
            dropped.withdraw();
            let _ = commands.send(Command::Cancel(dropped.clone()));
        });
        let config = &self.shared.config;
        let overflow = match config.overflow {
            // A result from which a part is missing is of no use: then its reader is to be told.
            Overflow::DropOldest if in_parts => Overflow::Lag,
            overflow => overflow,
        };
        let (outbox, inbox) = mailbox(config.buffer, overflow, self.shared.room.clone(), cancel);
        let operation = Operation {
            request: request.into(),
            role,
            outbox,
            ticket: ticket.clone(),
            reserved: Some(reserved),
            trace: trace.clone(),
            resumed: false,
            interrupted: false,
            answered: false,
        };
        let command = Command::Start(operation);
        if let Err(mpsc::error::SendError(Command::Start(operation))) = self.shared.commands.send(command) {
            operation.outbox.end(None);
            return Err(closed());
        }
        self.shared.spawn()?;
        Ok((inbox, ticket))
    }
}

impl Shared {
    /// Spawns the task, once.
    fn spawn(&self) -> Result<(), Error> {
        let mut driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = driver.take() {
            if let Err(error) = runtime::required() {
                *driver = Some(task);
                return Err(error);
            }
            tokio::spawn(task.run());
        }
        Ok(())
    }
}

impl Transport for WebSocket {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let repeatable = self.is_repeatable(&request);
        let trace = Trace::new("websocket", &request);
        let started = request
            .gives_one_result()
            .and_then(|()| self.start(&request, Role::Once { repeatable }, &trace));
        let limit = request.timeout.or(self.shared.config.timeout);
        trace.execute(async move {
            let (inbox, ticket) = started?;
            let first = first(inbox);
            let Some(limit) = limit else {
                return first.await;
            };
            // The timer needs a runtime; the connection has its own by now.
            runtime::required()?;
            tokio::time::timeout(limit, first).await.unwrap_or_else(|_| {
                Err(if ticket.withdraw() {
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
            .gives_a_stream()
            .and_then(|()| self.start(&request, Role::Stream { repeatable: true }, &trace));
        match started {
            Ok((inbox, _)) => trace.subscribe(inbox),
            Err(error) => trace.subscribe(futures_util::stream::iter([Err(error)])),
        }
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let repeatable = self.is_repeatable(&request);
        let limit = request.timeout.or(self.shared.config.timeout);
        let trace = Trace::new("websocket", &request);
        match self.start(&request, Role::Stream { repeatable }, &trace) {
            Ok((inbox, ticket)) => {
                let parts = Limited::new(inbox, limit);
                let parts = parts.map(move |item| item.map_err(|error| ticket.mark(error)));
                trace.subscribe(InRuntime::new(true, parts))
            }
            Err(error) => trace.subscribe(futures_util::stream::iter([Err(error)])),
        }
    }
}

async fn first(mut inbox: Inbox) -> Result<Payload, Error> {
    loop {
        match inbox.next().await {
            Some(Ok(Event::Next(payload))) => return Ok(payload),
            Some(Ok(Event::Gap | Event::Head(_))) => {}
            Some(Err(error)) => return Err(error),
            None => return Err(closed()),
        }
    }
}

/// Without URL, headers and payload: they may be secret.
impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
