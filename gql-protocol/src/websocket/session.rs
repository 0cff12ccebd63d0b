//! A connection as a state machine.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::close;
use super::liveness::{Due, Liveness};
use super::message::{ClientMessage, Id, Malformed, ServerMessage, Span};
use super::queue::{Answers, Queue, Waiting};
use super::{ById, CloseReason, Dialect, Options, envelope};
use crate::Payload;

/// A frame to send, from [`Session::poll_transmit`].
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a client has to send each")]
pub enum Transmit {
    /// A close frame, the last frame of the client.
    Close {
        /// The close code.
        code: u16,
        /// The reason.
        reason: String,
    },
    /// A ping frame.
    Ping,
    /// A text frame that starts an operation, which [was sent](Session::was_sent) from then on.
    Start {
        /// The id of the operation.
        id: Id,
        /// The text of the frame.
        text: String,
    },
    /// Any other text frame.
    Text(String),
}

/// An occurrence on the connection, from [`Session::poll_event`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The server acknowledged the connection.
    Acknowledged(Option<Payload>),
    /// The connection was closed. This event occurs once, as the last one.
    Closed(CloseReason),
    /// The server completed an operation.
    Completed(Id),
    /// The server ended an operation with an error.
    Failed(Id, Option<Payload>),
    /// The server sent a result of an operation.
    Next(Id, Payload),
    /// The server sent an error of no particular operation.
    Notice(Option<Payload>),
    /// The server sent a ping message.
    Pinged(Option<Payload>),
    /// The server sent a pong message.
    Ponged(Option<Payload>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SessionState {
    /// `connection_init` was sent, and the server has not acknowledged the connection.
    Opening {
        since: Duration,
    },
    Ready,
    /// The close frame was sent.
    Closing {
        since: Duration,
    },
    Closed,
}

/// A connection, from the end of the HTTP upgrade to its close.
///
/// A session does no I/O and has no clock: `now` is the time since any fixed moment, and never decreases. There are four kinds of methods:
///
/// - commands: [`start`](Self::start), [`cancel`](Self::cancel), [`forget`](Self::forget), [`ping`](Self::ping), [`pong`](Self::pong), [`close`](Self::close);
/// - `handle_*`: inputs from the peer and from the [clock](Self::handle_timeout);
/// - `poll_*`: outputs. After each of the above, call [`poll_event`](Self::poll_event) and
///   [`poll_transmit`](Self::poll_transmit) until they return `None`, then [`poll_timeout`](Self::poll_timeout);
/// - queries: [`is_acknowledged`](Self::is_acknowledged), [`was_sent`](Self::was_sent).
///
/// Operations are sent once the server has acknowledged the connection. Every operation has results and then at most one end;
/// [`Event::Closed`] ends those that have not ended before.
pub struct Session {
    dialect: &'static dyn Dialect,
    options: Options,
    state: SessionState,
    acknowledged: bool,
    liveness: Liveness,
    /// The operations that have not ended, with the request of those that were not sent.
    operations: ById<Option<Arc<str>>>,
    queue: Queue,
    /// The payload of the server's last message, if that was an error message of no particular operation.
    last_error: Option<String>,
    events: VecDeque<Event>,
}

impl Session {
    /// Creates a session, which sends `connection_init` with this payload, a JSON object.
    pub fn new(
        now: Duration,
        dialect: &'static dyn Dialect,
        options: Options,
        payload: Option<&str>,
    ) -> Self {
        let options = options.without_zeros();
        let mut session = Self {
            dialect,
            liveness: Liveness::new(now, &options),
            options,
            state: SessionState::Opening { since: now },
            acknowledged: false,
            operations: ById::default(),
            queue: Queue::default(),
            last_error: None,
            events: VecDeque::new(),
        };
        session.send(ClientMessage::Initialize { payload });
        session
    }

    /// Starts an operation. The `id` must not have been used before; `payload` is the JSON text of a request.
    pub fn start(&mut self, id: Id, payload: impl Into<Arc<str>>) {
        if self.is_open() {
            self.operations.insert(id, Some(payload.into()));
        }
        if self.state == SessionState::Ready {
            self.queue.push(Waiting::Start(id));
        }
    }

    /// Cancels an operation, if it has not ended. It has no events from then on. An operation that was not sent never is, and the server
    /// is not notified.
    pub fn cancel(&mut self, id: Id) {
        match self.operations.remove(id) {
            Some(None) if self.state == SessionState::Ready => {
                self.send(ClientMessage::Complete { id });
            }
            Some(Some(_)) if self.state == SessionState::Ready => {
                let operations = &self.operations;
                self.queue.cancel(|id| operations.contains(id));
            }
            _ => {}
        }
    }

    /// Removes an operation without a message to the server: one that [`poll_transmit`](Self::poll_transmit) returned, and that was not sent
    /// after all.
    pub fn forget(&mut self, id: Id) {
        self.operations.remove(id);
    }

    /// Sends a ping message if the dialect has one, or a ping frame. Has no effect if several pings wait to be sent already.
    pub fn ping(&mut self, payload: Option<&str>) {
        if self.is_open() {
            let text = self.dialect.write(ClientMessage::Ping { payload });
            self.queue.push(Waiting::Ping(text));
        }
    }

    /// Sends a ping frame. Has no effect if several pings wait to be sent already.
    pub fn ping_frame(&mut self) {
        if self.is_open() {
            self.queue.push(Waiting::Ping(None));
        }
    }

    /// Sends a pong message, if the dialect has one.
    pub fn pong(&mut self, payload: Option<&str>) {
        if self.is_open()
            && let Some(text) = self.dialect.write(ClientMessage::Pong { payload })
        {
            self.queue.push(Waiting::Answer(text));
        }
    }

    /// Ends every operation and starts to close the connection. It is closed when the peer has answered, or the close timeout has elapsed.
    pub fn close(&mut self, now: Duration) {
        if !self.is_open() {
            return;
        }
        self.queue.remove_starts();
        for (id, unsent) in self.operations.drain() {
            if unsent.is_none() {
                self.send(ClientMessage::Complete { id });
            }
        }
        self.send(ClientMessage::Terminate);
        self.queue.push(Waiting::Close {
            code: close::NORMAL,
            reason: String::new(),
        });
        self.state = SessionState::Closing { since: now };
    }

    /// Handles a text frame.
    #[inline]
    pub fn handle_text(&mut self, now: Duration, frame: Bytes) {
        self.liveness.heard(now);
        if !self.is_open() {
            return;
        }
        match self.dialect.read(&frame) {
            Ok(message) => self.handle_message(now, message, frame),
            Err(malformed) if malformed.unknown_type && self.options.lenient => {}
            Err(malformed) => self.fail(close::BAD_RESPONSE, malformed),
        }
    }

    /// Handles a violation of the WebSocket protocol, such as a binary frame that is not text, by closing the connection with `code`.
    pub fn handle_invalid(&mut self, code: u16, message: impl Into<String>) {
        if self.is_open() {
            self.fail(code, Malformed::new(message));
        } else {
            self.handle_end();
        }
    }

    /// Handles a ping or pong frame. The framing layer answers ping frames.
    pub fn handle_control(&mut self, now: Duration) {
        self.liveness.heard(now);
    }

    /// Handles a close frame. The framing layer answers it.
    pub fn handle_close(&mut self, code: Option<u16>, reason: &str) {
        match self.state {
            SessionState::Closing { .. } => self.end(CloseReason::Local),
            _ => self.end(CloseReason::Peer {
                code,
                reason: reason.to_owned(),
            }),
        }
    }

    /// Handles the end of the connection.
    pub fn handle_end(&mut self) {
        match self.state {
            SessionState::Closing { .. } => self.end(CloseReason::Local),
            _ => self.end(CloseReason::Lost),
        }
    }

    /// Handles the passing of time. Call it at the time that [`poll_timeout`](Self::poll_timeout) returned, or at any other time.
    pub fn handle_timeout(&mut self, now: Duration) {
        let over = self.state_deadline().is_some_and(|at| at <= now);
        match self.state {
            SessionState::Opening { .. } if over => {
                let code = close::ACKNOWLEDGE_TIMEOUT;
                self.queue.push(Waiting::Close {
                    code,
                    reason: close::name(code).to_owned(),
                });
                self.end(CloseReason::AcknowledgeTimeout);
            }
            SessionState::Closing { .. } if over => self.end(CloseReason::Local),
            _ => {}
        }
        while self.is_open()
            && let Some(due) = self.liveness.due(now)
        {
            match due {
                Due::Ping => self.ping(None),
                Due::Frame => self.ping_frame(),
                // There is no close frame, as the peer would not read it.
                Due::Dead(silence) => self.end(CloseReason::Dead { silence }),
            }
        }
    }

    /// Returns the next event.
    #[inline]
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Returns the next frame to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        loop {
            return Some(match self.queue.pop()? {
                Waiting::Answer(text) | Waiting::Ping(Some(text)) | Waiting::Text(text) => {
                    Transmit::Text(text)
                }
                Waiting::Close { code, reason } => Transmit::Close { code, reason },
                Waiting::Ping(None) => Transmit::Ping,
                Waiting::Start(id) => {
                    let request = self.operations.get_mut(id).and_then(Option::take);
                    let text = request.and_then(|payload| {
                        let payload = &payload;
                        self.dialect.write(ClientMessage::Subscribe { id, payload })
                    });
                    let Some(text) = text else {
                        self.queue.skip();
                        continue;
                    };
                    Transmit::Start { id, text }
                }
            });
        }
    }

    /// Returns the time at which to call [`handle_timeout`](Self::handle_timeout), unless another method is called before.
    pub fn poll_timeout(&self) -> Option<Duration> {
        let liveness = if self.is_open() {
            self.liveness.deadline()
        } else {
            None
        };
        [self.state_deadline(), liveness].into_iter().flatten().min()
    }

    /// Returns the dialect of the connection.
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    /// Returns whether the server has acknowledged the connection, which may be closed since.
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged
    }

    /// Returns whether [`poll_transmit`](Self::poll_transmit) returned the request of an operation.
    pub fn was_sent(&self, id: Id) -> bool {
        !matches!(self.operations.get(id), Some(Some(_)))
    }

    /// Returns the payload of the server's last message, if that was an error message of no particular operation. It is cut to 4 KiB.
    pub fn last_error(&self) -> Option<&str> {
        self.last_error.as_deref()
    }

    /// Returns the number of messages that wait to be sent.
    pub fn backlog(&self) -> usize {
        self.queue.len()
    }

    /// Returns the answers to pings that wait to be sent, the only messages that a peer can cause to be queued.
    pub fn waiting_answers(&self) -> Answers {
        self.queue.answers()
    }

    fn handle_message(&mut self, now: Duration, message: ServerMessage, frame: Bytes) {
        let excerpt = |span: Option<Span>, frame| span.map(|span| payload_at(frame, span));
        if self.last_error.is_some() && message.is_of_operation() {
            self.last_error = None;
        }
        match message {
            ServerMessage::Acknowledge { payload } => self.handle_acknowledge(now, excerpt(payload, frame)),
            ServerMessage::KeepAlive => {}
            ServerMessage::Ping { payload } => {
                let payload = excerpt(payload, frame);
                if self.options.answer_pings {
                    self.pong(payload.as_ref().and_then(Payload::as_str));
                }
                self.events.push_back(Event::Pinged(payload));
            }
            ServerMessage::Pong { payload } => self.events.push_back(Event::Ponged(excerpt(payload, frame))),
            ServerMessage::ConnectionError { payload } if self.acknowledged => {
                self.notice(excerpt(payload, frame));
            }
            ServerMessage::ConnectionError { payload } => {
                self.queue.push(Waiting::Close {
                    code: close::NORMAL,
                    reason: String::new(),
                });
                let payload = excerpt(payload, frame).and_then(|payload| Some(payload.as_str()?.to_owned()));
                self.end(CloseReason::Rejected { payload });
            }
            _ if !self.acknowledged => {
                if let ServerMessage::Error { payload, .. } = message {
                    self.last_error = excerpt_of(&excerpt(payload, frame));
                }
                self.fail(
                    close::BAD_RESPONSE,
                    Malformed::new("a message before `connection_ack`"),
                );
            }
            ServerMessage::Next { id, payload } => {
                if self.is_running(id) {
                    self.events.push_back(Event::Next(id, payload_at(frame, payload)));
                }
            }
            ServerMessage::Error {
                id: Some(id),
                payload,
            } => {
                if self.is_running(id) {
                    self.operations.remove(id);
                    self.events.push_back(Event::Failed(id, excerpt(payload, frame)));
                }
            }
            ServerMessage::Error { id: None, payload } => self.handle_unaddressed(excerpt(payload, frame)),
            ServerMessage::Complete { id } => {
                if self.is_running(id) {
                    self.operations.remove(id);
                    self.events.push_back(Event::Completed(id));
                }
            }
        }
    }

    /// Handles an `error` without an id. It ends the operation if only one is running.
    fn handle_unaddressed(&mut self, payload: Option<Payload>) {
        let running = self
            .operations
            .iter()
            .filter_map(|(id, unsent)| unsent.is_none().then_some(id));
        match *running.take(2).collect::<Vec<_>>() {
            [id] => {
                self.operations.remove(id);
                self.events.push_back(Event::Failed(id, payload));
            }
            _ if self.dialect.addresses_errors() => {
                self.last_error = excerpt_of(&payload);
                self.fail(close::BAD_RESPONSE, Malformed::new("an `error` without `id`"));
            }
            _ => self.notice(payload),
        }
    }

    fn notice(&mut self, payload: Option<Payload>) {
        self.last_error = excerpt_of(&payload);
        self.events.push_back(Event::Notice(payload));
    }

    /// Returns whether an operation was sent and has not ended.
    #[inline]
    fn is_running(&self, id: Id) -> bool {
        matches!(self.operations.get(id), Some(None))
    }

    fn handle_acknowledge(&mut self, now: Duration, payload: Option<Payload>) {
        if self.acknowledged {
            return;
        }
        self.acknowledged = true;
        self.state = SessionState::Ready;
        self.liveness.begin(now);
        self.events.push_back(Event::Acknowledged(payload));
        for (id, _) in self.operations.iter() {
            self.queue.push(Waiting::Start(id));
        }
    }

    fn fail(&mut self, code: u16, malformed: Malformed) {
        let reason = close::truncate_reason(&malformed.message).to_owned();
        self.queue.push(Waiting::Close { code, reason });
        self.end(CloseReason::Protocol {
            code,
            message: malformed.message,
        });
    }

    fn end(&mut self, reason: CloseReason) {
        if self.state != SessionState::Closed {
            self.state = SessionState::Closed;
            self.queue.remove_starts();
            self.events.push_back(Event::Closed(reason));
        }
    }

    fn send(&mut self, message: ClientMessage<'_>) {
        if let Some(text) = self.dialect.write(message) {
            self.queue.push(Waiting::Text(text));
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.state, SessionState::Opening { .. } | SessionState::Ready)
    }

    fn state_deadline(&self) -> Option<Duration> {
        let (since, timeout) = match self.state {
            SessionState::Opening { since } => (since, self.options.ack_timeout?),
            SessionState::Closing { since } => (since, self.options.close_timeout?),
            SessionState::Ready | SessionState::Closed => return None,
        };
        Some(since.saturating_add(timeout))
    }
}

/// Returns the beginning of a payload, for an error message.
fn excerpt_of(payload: &Option<Payload>) -> Option<String> {
    const MAX_SIZE: usize = 4 * 1024;
    let text = payload.as_ref()?.as_str()?;
    let mut end = text.len().min(MAX_SIZE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).map(ToOwned::to_owned)
}

fn payload_at(frame: Bytes, span: Span) -> Payload {
    if span.speculative {
        Payload::speculate(frame, span.range, envelope::rescan)
    } else {
        Payload::slice(frame, span.range)
    }
}

/// Omits the texts of the operations, which may be confidential.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("dialect", &self.dialect)
            .field("state", &self.state)
            .field("operations", &self.operations.len())
            .finish_non_exhaustive()
    }
}

/// Omits the text, which may contain credentials.
impl fmt::Debug for Transmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Close { code, reason } => f
                .debug_struct("Close")
                .field("code", code)
                .field("reason", reason)
                .finish(),
            Self::Ping => f.write_str("Ping"),
            Self::Start { id, text } => write!(f, "Start({id}, {} bytes)", text.len()),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
        }
    }
}
