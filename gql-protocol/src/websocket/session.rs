//! One connection as a state machine.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::close;
use super::liveness::{Due, Liveness};
use super::message::{ClientMessage, Id, Malformed, ServerMessage, Span};
use super::{ById, Closure, Dialect, Options, envelope};
use crate::Payload;

/// What is to be sent.
#[derive(Clone, PartialEq, Eq)]
pub enum Transmit {
    /// A close frame; nothing is to be sent after it.
    Close {
        /// The code.
        code: u16,
        /// The reason.
        reason: String,
    },
    /// A ping frame.
    Ping,
    /// A text frame.
    Text(String),
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The server accepted the connection.
    Acknowledged(Option<Payload>),
    /// The connection is over. Comes once, and nothing comes after it.
    Closed(Closure),
    /// An operation is over as it should be.
    Completed(Id),
    /// An operation failed and is over.
    Failed(Id, Option<Payload>),
    /// An operation has a result.
    Next(Id, Payload),
    /// The server complains of no operation in particular.
    Notice(Option<Payload>),
    /// A ping came.
    Pinged(Option<Payload>),
    /// A pong came.
    Ponged(Option<Payload>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Initialised, not accepted yet.
    Opening {
        since: Duration,
    },
    Ready,
    /// Our close frame is out.
    Closing {
        since: Duration,
    },
    Closed,
}

/// One connection, from the end of the HTTP upgrade to its close.
///
/// It does no I/O and has no clock: `now` is the time since any fixed moment, and never goes back. There are four kinds of methods:
///
/// - commands: [`start`](Self::start), [`cancel`](Self::cancel), [`ping`](Self::ping), [`pong`](Self::pong), [`close`](Self::close);
/// - `handle_*`: what came from the peer, or that [time passed](Self::handle_timeout);
/// - `poll_*`: what is to be done. After each of the above, call [`poll_event`](Self::poll_event) and
///   [`poll_transmit`](Self::poll_transmit) until they give `None`, then [`poll_timeout`](Self::poll_timeout);
/// - questions: [`is_acknowledged`](Self::is_acknowledged), [`was_sent`](Self::was_sent).
///
/// Operations are sent once the server has accepted the connection. Every operation gets results and then at most one end; those
/// that have none when [`Event::Closed`] comes are ended by it.
pub struct Session {
    dialect: &'static dyn Dialect,
    options: Options,
    state: State,
    acknowledged: bool,
    liveness: Liveness,
    /// The operations that are not over; with the request of those that are not sent.
    operations: ById<Option<String>>,
    transmits: VecDeque<Transmit>,
    /// How many transmits were taken so far.
    taken: u64,
    /// The places of those that answer pings, counted like `taken`.
    answers: VecDeque<u64>,
    events: VecDeque<Event>,
}

impl Session {
    /// Begins: says `connection_init`, with that payload (a JSON object).
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
            state: State::Opening { since: now },
            acknowledged: false,
            operations: ById::default(),
            transmits: VecDeque::new(),
            taken: 0,
            answers: VecDeque::new(),
            events: VecDeque::new(),
        };
        session.say(ClientMessage::Initialise { payload });
        session
    }

    /// Starts an operation. `id` must be new, `payload` the JSON text of a request.
    pub fn start(&mut self, id: Id, payload: &str) {
        match self.state {
            State::Opening { .. } => {
                self.operations.insert(id, Some(payload.to_owned()));
            }
            State::Ready => {
                self.operations.insert(id, None);
                self.say(ClientMessage::Subscribe { id, payload });
            }
            State::Closing { .. } | State::Closed => {}
        }
    }

    /// Ends an operation; nothing if it is over already. There are no events of it from now on.
    pub fn cancel(&mut self, id: Id) {
        if let Some(None) = self.operations.remove(id)
            && self.state == State::Ready
        {
            self.say(ClientMessage::Complete { id });
        }
    }

    /// Sends a ping message, where the dialect has one; otherwise a ping frame.
    pub fn ping(&mut self, payload: Option<&str>) {
        if self.is_open() && !self.say(ClientMessage::Ping { payload }) {
            self.transmits.push_back(Transmit::Ping);
        }
    }

    /// Sends a ping frame.
    pub fn ping_frame(&mut self) {
        if self.is_open() {
            self.transmits.push_back(Transmit::Ping);
        }
    }

    /// Sends a pong message, where the dialect has one.
    pub fn pong(&mut self, payload: Option<&str>) {
        if self.is_open() {
            self.say(ClientMessage::Pong { payload });
        }
    }

    /// Ends every operation and closes the connection; it is over when the peer has answered, or did not in time.
    pub fn close(&mut self, now: Duration) {
        if !self.is_open() {
            return;
        }
        for (id, unsent) in self.operations.take() {
            if unsent.is_none() {
                self.say(ClientMessage::Complete { id });
            }
        }
        self.say(ClientMessage::Terminate);
        self.transmits.push_back(Transmit::Close {
            code: close::NORMAL,
            reason: String::new(),
        });
        self.state = State::Closing { since: now };
    }

    /// A text frame came.
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

    /// A binary frame that is not text, or anything else that breaks the protocol, came; `code` is what the peer is told.
    pub fn handle_invalid(&mut self, code: u16, message: impl Into<String>) {
        if self.is_open() {
            self.fail(code, Malformed::new(message));
        } else {
            self.handle_end();
        }
    }

    /// A ping or pong frame came. Answering ping frames is the framing's.
    pub fn handle_control(&mut self, now: Duration) {
        self.liveness.heard(now);
    }

    /// A close frame came. Answering it is the framing's.
    pub fn handle_close(&mut self, code: Option<u16>, reason: &str) {
        match self.state {
            State::Closing { .. } => self.end(Closure::Local),
            _ => self.end(Closure::Peer {
                code,
                reason: reason.to_owned(),
            }),
        }
    }

    /// The connection is gone.
    pub fn handle_end(&mut self) {
        match self.state {
            State::Closing { .. } => self.end(Closure::Local),
            _ => self.end(Closure::Lost),
        }
    }

    /// The time that [`poll_timeout`](Self::poll_timeout) gave has come, or has not: it may be called at any time.
    pub fn handle_timeout(&mut self, now: Duration) {
        let over = self.state_deadline().is_some_and(|at| at <= now);
        match self.state {
            State::Opening { .. } if over => {
                let code = close::ACKNOWLEDGE_TIMEOUT;
                self.transmits.push_back(Transmit::Close {
                    code,
                    reason: close::name(code).to_owned(),
                });
                self.end(Closure::AcknowledgeTimeout);
            }
            State::Closing { .. } if over => self.end(Closure::Local),
            _ => {}
        }
        while self.is_open()
            && let Some(due) = self.liveness.due(now)
        {
            match due {
                Due::Ping => self.ping(None),
                Due::Frame => self.ping_frame(),
                // No close frame: nobody would read it.
                Due::Dead(silence) => self.end(Closure::Dead { silence }),
            }
        }
    }

    /// What happened.
    #[inline]
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// What is to be sent.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        let transmit = self.transmits.pop_front()?;
        if self.answers.front() == Some(&self.taken) {
            self.answers.pop_front();
        }
        self.taken += 1;
        Some(transmit)
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called, if nothing else is called before.
    pub fn poll_timeout(&self) -> Option<Duration> {
        let liveness = if self.is_open() {
            self.liveness.deadline()
        } else {
            None
        };
        [self.state_deadline(), liveness].into_iter().flatten().min()
    }

    /// The dialect that is spoken.
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    /// Whether the server has accepted the connection, be it open still or not.
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged
    }

    /// Whether the request of an operation may have reached the server.
    pub fn was_sent(&self, id: Id) -> bool {
        !matches!(self.operations.get(id), Some(Some(_)))
    }

    /// How much waits to be sent.
    pub fn backlog(&self) -> usize {
        self.transmits.len()
    }

    /// How many answers to pings wait to be sent: the one thing that a peer can make us keep.
    pub fn waiting_answers(&self) -> usize {
        self.answers.len()
    }

    fn handle_message(&mut self, now: Duration, message: ServerMessage, frame: Bytes) {
        let excerpt = |span: Option<Span>, frame| span.map(|span| payload_at(frame, span));
        match message {
            ServerMessage::Acknowledge { payload } => self.handle_acknowledge(now, excerpt(payload, frame)),
            ServerMessage::KeepAlive => {}
            ServerMessage::Ping { payload } => {
                let payload = excerpt(payload, frame);
                if self.options.answer_pings {
                    let place = self.transmits.len();
                    self.pong(payload.as_ref().and_then(Payload::as_str));
                    if self.transmits.len() > place {
                        self.answers.push_back(self.taken + place as u64);
                    }
                }
                self.events.push_back(Event::Pinged(payload));
            }
            ServerMessage::Pong { payload } => self.events.push_back(Event::Ponged(excerpt(payload, frame))),
            ServerMessage::ConnectionError { payload } if self.acknowledged => {
                self.events.push_back(Event::Notice(excerpt(payload, frame)));
            }
            ServerMessage::ConnectionError { payload } => {
                self.transmits.push_back(Transmit::Close {
                    code: close::NORMAL,
                    reason: String::new(),
                });
                let payload = excerpt(payload, frame).and_then(|payload| Some(payload.as_str()?.to_owned()));
                self.end(Closure::Rejected { payload });
            }
            _ if !self.acknowledged => {
                self.fail(
                    close::BAD_RESPONSE,
                    Malformed::new("a message before `connection_ack`"),
                );
            }
            ServerMessage::Next { id, payload } => {
                if self.operations.contains(id) {
                    self.events.push_back(Event::Next(id, payload_at(frame, payload)));
                }
            }
            ServerMessage::Error {
                id: Some(id),
                payload,
            } => {
                if self.operations.remove(id).is_some() {
                    self.events.push_back(Event::Failed(id, excerpt(payload, frame)));
                }
            }
            ServerMessage::Error { id: None, payload } => {
                self.events.push_back(Event::Notice(excerpt(payload, frame)))
            }
            ServerMessage::Complete { id } => {
                if self.operations.remove(id).is_some() {
                    self.events.push_back(Event::Completed(id));
                }
            }
        }
    }

    fn handle_acknowledge(&mut self, now: Duration, payload: Option<Payload>) {
        if self.acknowledged {
            return;
        }
        self.acknowledged = true;
        self.state = State::Ready;
        self.liveness.begin(now);
        self.events.push_back(Event::Acknowledged(payload));
        for (id, unsent) in self.operations.take() {
            if let Some(payload) = unsent {
                let payload = &payload;
                self.say(ClientMessage::Subscribe { id, payload });
            }
            self.operations.insert(id, None);
        }
    }

    fn fail(&mut self, code: u16, malformed: Malformed) {
        let reason = close::fitting(&malformed.message).to_owned();
        self.transmits.push_back(Transmit::Close { code, reason });
        self.end(Closure::Protocol {
            code,
            message: malformed.message,
        });
    }

    fn end(&mut self, closure: Closure) {
        if self.state != State::Closed {
            self.state = State::Closed;
            self.events.push_back(Event::Closed(closure));
        }
    }

    fn say(&mut self, message: ClientMessage<'_>) -> bool {
        let text = self.dialect.write(message);
        let said = text.is_some();
        self.transmits.extend(text.map(Transmit::Text));
        said
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Opening { .. } | State::Ready)
    }

    fn state_deadline(&self) -> Option<Duration> {
        let (since, timeout) = match self.state {
            State::Opening { since } => (since, self.options.acknowledge_timeout?),
            State::Closing { since } => (since, self.options.close_timeout?),
            State::Ready | State::Closed => return None,
        };
        Some(since.saturating_add(timeout))
    }
}

fn payload_at(frame: Bytes, span: Span) -> Payload {
    if span.presumed {
        Payload::speculate(frame, span.range, envelope::rescan)
    } else {
        Payload::slice(frame, span.range)
    }
}

/// Without the operations' texts: they may have secrets in them.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("dialect", &self.dialect)
            .field("state", &self.state)
            .field("operations", &self.operations.len())
            .finish_non_exhaustive()
    }
}

/// Without the text: it may be the credentials.
impl fmt::Debug for Transmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Close { code, reason } => f
                .debug_struct("Close")
                .field("code", code)
                .field("reason", reason)
                .finish(),
            Self::Ping => f.write_str("Ping"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
        }
    }
}
