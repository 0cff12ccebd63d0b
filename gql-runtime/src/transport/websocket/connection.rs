//! A connection: the session of a dialect on its socket. Frames and time go in, events come out.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use gql_protocol::websocket::{ClientMessage, Dialect, Event, Id, Options, Session, Transmit};

use super::config::Config;
use super::connect::OpenedSocket;
use super::operations::Operations;
use super::socket::{Incoming, Socket};
use super::state::Observation;
use crate::transport::runtime::{Instant, Sleep, sleep_until, timeout};

/// The number of answers to ping messages that may wait to be sent. With more of them nothing is read, so that a server that does not
/// read cannot fill the memory with answers. Other messages do not count: a server that stops reading until its own messages are read
/// would wait for the client, and the client for the server.
const MAX_ANSWERS: usize = 1024;
/// The total size of these answers, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// The size of the messages that are handed to the socket at once, in bytes. The ones that remain in the session can be withdrawn.
const BATCH: usize = 16 * 1024;

/// A session and its socket.
pub(super) struct Connection {
    pub(super) session: Session,
    socket: Box<dyn Socket>,
    config: Arc<Config>,
    /// The start of the session's time.
    epoch: Instant,
    now: Duration,
    timer: Sleep,
    /// The deadline that the timer is set to.
    armed: Option<Duration>,
    /// Whether the socket did not accept all messages, as the server does not read.
    stalled: bool,
    needs_flush: bool,
    /// Whether `connection_init` was sent.
    initialized: bool,
    /// Whether the socket reported its end.
    lost: bool,
}

impl Connection {
    pub(super) fn new(opened: OpenedSocket, config: Arc<Config>) -> Self {
        let OpenedSocket {
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
            timer: sleep_until(epoch),
            armed: None,
            stalled: false,
            needs_flush: false,
            initialized: false,
            lost: false,
        }
    }

    /// Reads the clock once for everything that is ready now.
    pub(super) fn update_time(&mut self) -> Duration {
        self.now = self.epoch.elapsed();
        self.now
    }

    /// Polls for the next event of the session.
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

    /// Sends the messages of the session until the socket accepts no more.
    pub(super) fn poll_transmit(
        &mut self,
        operations: &mut Operations,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        loop {
            if self.socket.buffered() == 0 {
                self.send_batch(operations);
            }
            if !self.needs_flush {
                return Poll::Ready(());
            }
            self.stalled = true;
            // An error of writing occurs again when reading, where it ends the session.
            let _ = ready!(self.socket.poll_flush(context));
            self.stalled = false;
            self.needs_flush = false;
        }
    }

    /// Hands the next messages to the socket. An operation may reach the server from then on.
    fn send_batch(&mut self, operations: &mut Operations) {
        while self.socket.buffered() < BATCH
            && let Some(transmit) = self.session.poll_transmit()
        {
            if let Transmit::Start { id, .. } = &transmit
                && !operations.mark_sent(*id)
            {
                self.session.forget(*id);
                continue;
            }
            self.observe(&transmit);
            send(&mut *self.socket, transmit);
            self.needs_flush = true;
        }
    }

    /// Cancels an operation. If none of its bytes were sent, the server does not receive it at all.
    pub(super) fn cancel(&mut self, id: Id) {
        if !self.socket.withdraw(&|key| key == id.0).is_empty() {
            self.session.forget(id);
        } else {
            self.session.cancel(id);
        }
    }

    /// Withdraws the operations that were handed to the socket and of which no bytes were sent.
    pub(super) fn withdraw_unsent(&mut self) -> Vec<Id> {
        self.socket.withdraw(&|_| true).into_iter().map(Id).collect()
    }

    /// Sends the remaining messages, such as a close frame, and waits until the server has closed the connection, or until the close
    /// timeout has elapsed.
    pub(super) async fn close_gracefully(mut self) {
        let limit = self
            .config
            .session
            .close_timeout
            .unwrap_or(Duration::from_secs(60));
        let closing = async {
            while let Some(transmit) = self.session.poll_transmit() {
                self.observe(&transmit);
                send(&mut *self.socket, transmit);
            }
            poll_fn(|context| self.socket.poll_flush(context)).await?;
            let mut ended = self.lost;
            while !ended {
                let incoming = poll_fn(|context| self.socket.poll_receive(context)).await;
                ended = matches!(incoming, Incoming::Lost | Incoming::Invalid { .. });
            }
            Ok::<_, io::Error>(())
        };
        // The connection has ended even if this fails.
        let _ = timeout(limit, closing).await;
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
                self.needs_flush = true;
                session.handle_control(self.now);
            }
            Incoming::Close { code, reason } => session.handle_close(code, &reason),
            Incoming::Invalid { code, message } => session.handle_invalid(code, message),
            Incoming::Lost => {
                self.lost = true;
                session.handle_end();
            }
        }
        Poll::Ready(())
    }

    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(deadline) = self.session.poll_timeout() else {
            return Poll::Pending;
        };
        // A deadline that moved further away, as it does with each frame, is checked when the timer fires.
        if self.armed.is_none_or(|armed| deadline < armed) {
            self.armed = Some(deadline);
            let far = Duration::from_secs(86_400 * 365);
            self.timer.reset(self.epoch + deadline.min(self.now + far));
        }
        ready!(Pin::new(&mut self.timer).poll(context));
        self.armed = None;
        self.now = self.epoch.elapsed();
        if self.socket.take_progress() {
            // Part of a large message arrived: the server is alive.
            self.session.handle_control(self.now);
        }
        self.session.handle_timeout(self.now);
        Poll::Ready(())
    }

    /// Reports a message to the observer, without the credentials of `connection_init`.
    fn observe(&mut self, transmit: &Transmit) {
        if let Transmit::Text(text) | Transmit::Start { text, .. } = transmit {
            let initializes = !std::mem::replace(&mut self.initialized, true);
            self.config.observe(Observation::Sent(if initializes {
                r#"{"type":"connection_init"}"#
            } else {
                text
            }));
        }
    }
}

/// Returns the options of a session on this socket: without ping frames, the server is not pinged by them.
fn options_for(socket: &dyn Socket, dialect: &dyn Dialect, options: &Options) -> Options {
    let mut options = options.clone();
    if !socket.has_ping_frames() {
        options.ping_frame_interval = None;
        if dialect.write(ClientMessage::Ping { payload: None }).is_none() {
            // Without any ping, silence does not mean that the server is gone.
            options.ping_interval = None;
            options.read_timeout = None;
            options.pong_timeout = None;
        }
    }
    options
}

fn send(socket: &mut dyn Socket, transmit: Transmit) {
    match transmit {
        Transmit::Close { code, reason } => socket.close(code, &reason),
        Transmit::Ping => socket.ping(),
        Transmit::Text(text) => socket.send(text, None),
        Transmit::Start { id, text } => socket.send(text, Some(id.0)),
    }
}
