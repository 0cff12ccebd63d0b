//! A session on its socket: frames and time go in, events come out.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{Sink, SinkExt, StreamExt};
use gql_protocol::websocket::{Event, Id, Session, Transmit, close};
use tokio::time::{Instant, Sleep};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message, Utf8Bytes};

use super::buffered::Buffered;
use super::config::Config;
use super::connect::Opened;
use super::operations::Operations;
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
    socket: WebSocketStream<Buffered>,
    config: Arc<Config>,
    epoch: Instant,
    now: Duration,
    timer: Pin<Box<Sleep>>,
    armed: Option<Duration>,
    /// The server does not read: what was handed to the socket waits.
    stalled: bool,
    to_flush: bool,
    initialised: bool,
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
            config.session.clone(),
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

    /// Lets the subscribers read what they were given before more is read.
    pub(super) fn pause(&mut self) {
        self.socket.get_mut().pause();
    }

    /// Sends what is to be sent, as far as the socket takes it.
    pub(super) fn poll_transmit(
        &mut self,
        operations: &mut Operations,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        loop {
            if self.socket.get_ref().outgoing.len() == 0 {
                self.hand_over(operations);
            }
            if !self.to_flush {
                return Poll::Ready(());
            }
            self.stalled = true;
            // A failure to write is seen again when reading, where it ends the session.
            let _ = ready!(Pin::new(&mut self.socket).poll_flush(context));
            self.stalled = false;
            self.to_flush = false;
        }
    }

    /// Hands the next messages to the socket. From here on an operation may reach the server.
    fn hand_over(&mut self, operations: &mut Operations) {
        while self.socket.get_ref().outgoing.len() < BATCH
            && let Some(transmit) = self.session.poll_transmit()
        {
            let mut starts = None;
            if let Transmit::Start { id, .. } = &transmit {
                if !operations.send(*id) {
                    self.session.forget(*id);
                    continue;
                }
                starts = Some(*id);
            }
            self.show(&transmit);
            self.socket.get_mut().outgoing.mark_next(starts);
            self.to_flush |= Pin::new(&mut self.socket).start_send(message(transmit)).is_ok();
            self.socket.get_mut().outgoing.mark_next(None);
        }
    }

    /// Ends an operation. One of which nothing has left is not sent, and the server hears nothing of it.
    pub(super) fn cancel(&mut self, id: Id) {
        if self.socket.get_mut().outgoing.withdraw(id) {
            self.session.forget(id);
        } else {
            self.session.cancel(id);
        }
    }

    /// Takes back the operations that were handed to the socket and of which nothing has left.
    pub(super) fn withdraw(&mut self) -> Vec<Id> {
        self.socket.get_mut().outgoing.withdraw_all()
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
                self.socket.feed(message(transmit)).await?;
            }
            self.socket.flush().await?;
            while let Some(Ok(_)) = self.socket.next().await {}
            Ok::<_, SocketError>(())
        };
        // The connection is over, whatever comes of this.
        let _ = tokio::time::timeout(limit, goodbye).await;
    }

    fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let answers = self.session.waiting_answers();
        if self.stalled && (answers.count > MAX_ANSWERS || answers.bytes > MAX_ANSWER_BYTES) {
            return Poll::Pending;
        }
        let frame = ready!(Pin::new(&mut self.socket).poll_next(context));
        self.socket.get_mut().take_progress();
        let session = &mut self.session;
        match frame {
            Some(Ok(Message::Text(text))) => {
                self.config.observe(Observation::Received(&text));
                session.handle_text(self.now, text.into());
            }
            Some(Ok(Message::Binary(bytes))) => match Utf8Bytes::try_from(bytes) {
                Ok(text) => {
                    self.config.observe(Observation::Received(&text));
                    session.handle_text(self.now, text.into());
                }
                Err(_) => session.handle_invalid(1003, "a binary frame that is not text"),
            },
            Some(Ok(Message::Ping(_))) => {
                // The answer is written by the library, but waits for a flush.
                self.to_flush = true;
                session.handle_control(self.now);
            }
            Some(Ok(Message::Pong(_) | Message::Frame(_))) => session.handle_control(self.now),
            Some(Ok(Message::Close(frame))) => match frame {
                None => session.handle_close(None, ""),
                // The library's words for a code that it does not know, such as 1014: which it was is not told.
                Some(frame) if frame.code == CloseCode::Protocol && frame.reason == "Protocol violation" => {
                    session.handle_close(None, "");
                }
                Some(frame) => session.handle_close(Some(frame.code.into()), &frame.reason),
            },
            Some(Err(SocketError::Capacity(error))) => {
                session.handle_invalid(close::TOO_LARGE, error.to_string())
            }
            Some(Err(SocketError::Utf8(_))) => {
                session.handle_invalid(close::INVALID_DATA, "text that is not UTF-8")
            }
            Some(Err(SocketError::Protocol(error))) if !is_loss(&error) => {
                session.handle_invalid(close::PROTOCOL_ERROR, error.to_string());
            }
            Some(Err(_)) | None => session.handle_end(),
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
        if self.socket.get_mut().take_progress() {
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

/// Whether it is no fault of the server's messages, but the connection that broke.
fn is_loss(error: &tokio_tungstenite::tungstenite::error::ProtocolError) -> bool {
    use tokio_tungstenite::tungstenite::error::ProtocolError;
    matches!(
        error,
        ProtocolError::ResetWithoutClosingHandshake | ProtocolError::SendAfterClosing
    )
}

fn message(transmit: Transmit) -> Message {
    match transmit {
        Transmit::Close { code, reason } => Message::Close(Some(CloseFrame {
            code: code.into(),
            reason: reason.into(),
        })),
        Transmit::Ping => Message::Ping(Bytes::new()),
        Transmit::Text(text) | Transmit::Start { text, .. } => Message::Text(text.into()),
    }
}
