//! A session on its socket: frames and time go in, events come out.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use gql_protocol::websocket::{ClientMessage, Dialect, Event, Id, Options, Session, Transmit};
use tokio::time::{Instant, Sleep};

use super::config::Config;
use super::connect::Opened;
use super::operations::Operations;
use super::socket::{Incoming, Socket};
use super::state::Observation;

/// While more answers to ping messages wait to be sent, nothing is read: a server that does not read shall not make us answer into
/// memory. Other messages do not count: a server that reads no more until its own are read would wait for us, and we for it.
const MAX_ANSWERS: usize = 1024;
/// How large these answers may be together, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// How many bytes of frames are handed to the socket at once. What waits behind them can still be withdrawn.
const BATCH: usize = 16 * 1024;

/// A session and its socket.
pub(super) struct Link {
    pub(super) session: Session,
    socket: Box<dyn Socket>,
    config: Arc<Config>,
    epoch: Instant,
    now: Duration,
    timer: Pin<Box<Sleep>>,
    armed: Option<Duration>,
    /// The server does not read: what was handed to the socket waits.
    stalled: bool,
    to_flush: bool,
    initialised: bool,
    /// The socket reported its end.
    received_last: bool,
}

impl Link {
    pub(super) fn new(opened: Opened, config: Arc<Config>) -> Self {
        let Opened {
            socket,
            dialect,
            payload,
        } = opened;
        let session = Session::new(
            Duration::ZERO,
            dialect,
            options_for(&*socket, dialect, &config.session),
            payload.as_deref(),
        );
        let epoch = Instant::now();
        Self {
            session,
            socket,
            config,
            epoch,
            now: Duration::ZERO,
            timer: Box::pin(tokio::time::sleep_until(epoch)),
            armed: None,
            stalled: false,
            to_flush: false,
            initialised: false,
            received_last: false,
        }
    }

    /// Reads the clock, once for all that is ready now.
    pub(super) fn begin_round(&mut self) -> Duration {
        self.now = self.epoch.elapsed();
        self.now
    }

    /// The next event.
    pub(super) fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        loop {
            if let Some(event) = self.session.poll_event() {
                return Poll::Ready(event);
            }
            if self.poll_frame(context).is_pending() {
                ready!(self.poll_timer(context));
            }
        }
    }

    /// Sends what is to be sent, as far as the socket takes it.
    pub(super) fn poll_transmit(
        &mut self,
        operations: &mut Operations,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        loop {
            if self.socket.buffered() == 0 {
                self.hand_over(operations);
            }
            if !self.to_flush {
                return Poll::Ready(());
            }
            self.stalled = true;
            // A failure to write is seen again when reading, where it ends the session.
            let _ = ready!(self.socket.poll_flush(context));
            self.stalled = false;
            self.to_flush = false;
        }
    }

    /// Hands the next messages to the socket. From here on an operation may reach the server.
    fn hand_over(&mut self, operations: &mut Operations) {
        while self.socket.buffered() < BATCH
            && let Some(transmit) = self.session.poll_transmit()
        {
            if let Transmit::Start { id, .. } = &transmit
                && !operations.send(*id)
            {
                self.session.forget(*id);
                continue;
            }
            self.show(&transmit);
            hand(&mut *self.socket, transmit);
            self.to_flush = true;
        }
    }

    /// Ends an operation. One of which nothing has left is not sent, and the server hears nothing of it.
    pub(super) fn cancel(&mut self, id: Id) {
        if !self.socket.withdraw(&|key| key == id.0).is_empty() {
            self.session.forget(id);
        } else {
            self.session.cancel(id);
        }
    }

    /// Takes back the operations that were handed to the socket and of which nothing has left.
    pub(super) fn withdraw(&mut self) -> Vec<Id> {
        self.socket.withdraw(&|_| true).into_iter().map(Id).collect()
    }

    /// Sends the rest, a close frame mostly, and waits for the server to be gone; for the close timeout at most.
    pub(super) async fn farewell(mut self) {
        let limit = self
            .config
            .session
            .close_timeout
            .unwrap_or(Duration::from_secs(60));
        let goodbye = async {
            while let Some(transmit) = self.session.poll_transmit() {
                self.show(&transmit);
                hand(&mut *self.socket, transmit);
            }
            poll_fn(|context| self.socket.poll_flush(context)).await?;
            let mut over = self.received_last;
            while !over {
                let last = poll_fn(|context| self.socket.poll_receive(context)).await;
                over = matches!(last, Incoming::Lost | Incoming::Invalid { .. });
            }
            Ok::<_, io::Error>(())
        };
        // The connection is over, whatever comes of this.
        let _ = tokio::time::timeout(limit, goodbye).await;
    }

    fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let answers = self.session.waiting_answers();
        if self.stalled && (answers.count > MAX_ANSWERS || answers.bytes > MAX_ANSWER_BYTES) {
            return Poll::Pending;
        }
        let session = &mut self.session;
        match ready!(self.socket.poll_receive(context)) {
            Incoming::Text(text) => {
                if let Some(observer) = &self.config.observer {
                    observer(Observation::Received(&String::from_utf8_lossy(&text)));
                }
                session.handle_text(self.now, text);
            }
            Incoming::Control => {
                // The answer to a ping waits for a flush.
                self.to_flush = true;
                session.handle_control(self.now);
            }
            Incoming::Close { code, reason } => session.handle_close(code, &reason),
            Incoming::Invalid { code, message } => session.handle_invalid(code, message),
            Incoming::Lost => {
                self.received_last = true;
                session.handle_end();
            }
        }
        Poll::Ready(())
    }

    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(deadline) = self.session.poll_timeout() else {
            return Poll::Pending;
        };
        // A deadline that moved further away, as each frame makes it do, is looked at when the timer fires.
        if self.armed.is_none_or(|armed| deadline < armed) {
            self.armed = Some(deadline);
            let far = Duration::from_secs(86_400 * 365);
            self.timer
                .as_mut()
                .reset(self.epoch + deadline.min(self.now + far));
        }
        ready!(self.timer.as_mut().poll(context));
        self.armed = None;
        self.now = self.epoch.elapsed();
        if self.socket.take_progress() {
            // A large message is on its way: the server is there.
            self.session.handle_control(self.now);
        }
        self.session.handle_timeout(self.now);
        Poll::Ready(())
    }

    /// Shows the observer what is sent, but not the credentials.
    fn show(&mut self, transmit: &Transmit) {
        if let Transmit::Text(text) | Transmit::Start { text, .. } = transmit {
            let initialises = !std::mem::replace(&mut self.initialised, true);
            self.config.observe(Observation::Sent(if initialises {
                r#"{"type":"connection_init"}"#
            } else {
                text
            }));
        }
    }
}

/// Returns what a session is to do by itself on this socket: one without ping frames is not asked by them.
fn options_for(socket: &dyn Socket, dialect: &dyn Dialect, options: &Options) -> Options {
    let mut options = options.clone();
    if !socket.has_ping_frames() {
        options.frame_interval = None;
        if dialect.write(ClientMessage::Ping { payload: None }).is_none() {
            // Nothing can be asked, so that silence means nothing.
            options.ping_interval = None;
            options.keep_alive = None;
            options.pong_timeout = None;
        }
    }
    options
}

fn hand(socket: &mut dyn Socket, transmit: Transmit) {
    match transmit {
        Transmit::Close { code, reason } => socket.close(code, &reason),
        Transmit::Ping => socket.ping(),
        Transmit::Text(text) => socket.send(text, None),
        Transmit::Start { id, text } => socket.send(text, Some(id.0)),
    }
}
