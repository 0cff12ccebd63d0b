//! The event loop of one connection: receives commands and frames, and delivers events to their receivers.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use gql_protocol::websocket::{CloseReason, Event, Id};

use super::command::Command;
use super::connection::Connection;
use super::failure::operation_failed;
use super::operations::Delivery;
use super::state::Observation;
use super::task_state::TaskState;
use crate::Error;
use crate::transport::Payload;
use crate::transport::runtime::{Instant, Sleep, mpsc, oneshot, sleep_until};

/// The number of events that are delivered before other tasks get a turn. With a hundred subscriptions, turns of 128 events take
/// 5 % more time; with one and with ten thousand, as much.
const BATCH: usize = 32;
/// The time to wait for a late receiver, once until it has caught up.
const MAX_WAIT: Duration = Duration::from_millis(50);

/// The reason for which the event loop ended.
pub(super) enum Exit {
    /// There was no operation for the idle timeout.
    Idle,
    /// The session ended.
    Closed(CloseReason),
    /// A new connection was requested.
    Reconnect,
    /// The transport was closed, or its last handle dropped. The sender reports that closing is done.
    Stopped(Option<oneshot::Sender<()>>),
}

/// The event loop of one connection.
pub(super) struct EventLoop<'a> {
    state: &'a mut TaskState,
    commands: &'a mut mpsc::UnboundedReceiver<Command>,
    /// Woken when a receiver frees space that the loop waits for.
    sender_waker: &'a AtomicWaker,
    connection: Connection,
    now: Duration,
    /// Fires when the connection has been idle for too long, or a receiver late for too long.
    timer: Sleep,
    idle_since: Option<Instant>,
    pending: Option<PendingResult>,
}

/// A result that its receiver has no space for yet. Nothing is read until it is delivered.
struct PendingResult {
    id: Id,
    payload: Payload,
    until: Option<Instant>,
}

impl<'a> EventLoop<'a> {
    pub(super) fn new(
        state: &'a mut TaskState,
        commands: &'a mut mpsc::UnboundedReceiver<Command>,
        sender_waker: &'a AtomicWaker,
        connection: Connection,
    ) -> Self {
        let timer = sleep_until(Instant::now());
        Self {
            state,
            commands,
            sender_waker,
            connection,
            now: Duration::ZERO,
            timer,
            idle_since: None,
            pending: None,
        }
    }

    pub(super) fn into_connection(self) -> Connection {
        self.connection
    }

    /// Handles everything that is ready: commands, the pending result, frames and timers. Then sends the messages.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Exit> {
        self.now = self.connection.update_time();
        let exit = match self.poll_commands(context) {
            Poll::Pending => self.poll_events(context),
            exit => exit,
        };
        let exit = match exit {
            Poll::Pending => self.poll_idle(context),
            exit => exit,
        };
        // If this is pending, the context is woken later; at the end of the loop, closing sends the rest.
        let _ = self.connection.poll_transmit(&mut self.state.operations, context);
        exit
    }

    fn poll_commands(&mut self, context: &mut Context<'_>) -> Poll<Exit> {
        while let Poll::Ready(command) = self.commands.poll_recv(context) {
            let session = &mut self.connection.session;
            match command {
                None => return Poll::Ready(self.stop(None)),
                Some(Command::Close(done)) => return Poll::Ready(self.stop(Some(done))),
                Some(Command::Reconnect) => return Poll::Ready(Exit::Reconnect),
                Some(Command::Start(operation)) => {
                    let request = operation.details.request.clone();
                    session.start(self.state.operations.add(operation), request);
                }
                Some(Command::Cancel(handle)) => {
                    let id = handle.id();
                    // The operation may have ended meanwhile.
                    if self.state.operations.remove(id).is_some() {
                        self.connection.cancel(id);
                    }
                }
                Some(Command::Ping(payload)) => session.ping(payload.as_deref()),
                Some(Command::PingFrame) => session.ping_frame(),
                Some(Command::Pong(payload)) => session.pong(payload.as_deref()),
            }
        }
        Poll::Pending
    }

    fn poll_events(&mut self, context: &mut Context<'_>) -> Poll<Exit> {
        self.sender_waker.register(context.waker());
        for _ in 0..BATCH {
            if let Some(pending) = self.pending.take()
                && !self.deliver_pending(pending, context)
            {
                return Poll::Pending;
            }
            match self.connection.poll_event(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Event::Closed(reason)) => return Poll::Ready(Exit::Closed(reason)),
                Poll::Ready(event) => self.handle(event),
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn handle(&mut self, event: Event) {
        let state = &mut *self.state;
        match event {
            Event::Next(id, result) => {
                state.on_result();
                self.deliver(id, Payload::from(result), true);
            }
            Event::Completed(id) => {
                if let Some(operation) = state.operations.remove(id) {
                    let may_be_empty = operation.mode.is_stream();
                    let missing = || Error::protocol("the server completed the operation without a result");
                    operation.sender.close((!may_be_empty).then(missing));
                }
            }
            Event::Failed(id, payload) => {
                if let Some(operation) = state.operations.remove(id) {
                    operation
                        .sender
                        .close(Some(operation_failed(text(&payload).unwrap_or_default())));
                }
            }
            Event::Acknowledged(payload) => {
                state.on_acknowledged(self.connection.session.dialect().subprotocol(), text(&payload));
            }
            Event::Notice(payload) => state.config.observe(Observation::Notice(text(&payload))),
            Event::Pinged(payload) => state.config.observe(Observation::Pinged(text(&payload))),
            Event::Ponged(payload) => state.config.observe(Observation::Ponged(text(&payload))),
            // The caller has handled `Closed`.
            _ => {}
        }
    }

    fn deliver(&mut self, id: Id, payload: Payload, may_wait: bool) {
        match self.state.operations.deliver(id, payload, may_wait) {
            Delivery::Done => {}
            Delivery::Ended => self.connection.cancel(id),
            Delivery::Full { payload, blocks } => {
                let until = (!blocks).then(|| Instant::now() + MAX_WAIT);
                self.pending = Some(PendingResult { id, payload, until });
            }
        }
    }

    /// Delivers the pending result again. Returns `false` if there is still no space.
    fn deliver_pending(&mut self, pending: PendingResult, context: &mut Context<'_>) -> bool {
        let PendingResult { id, payload, until } = pending;
        let timed_out = until.is_some_and(|until| until <= Instant::now());
        self.deliver(id, payload, !timed_out);
        let Some(pending) = &mut self.pending else {
            return true;
        };
        pending.until = until;
        if let Some(until) = until {
            self.wake_at(until, context);
        }
        false
    }

    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<Exit> {
        if self.state.config.eager || !self.state.operations.is_empty() {
            self.idle_since = None;
            return Poll::Pending;
        }
        let Some(limit) = self.state.config.close_when_idle else {
            return Poll::Pending;
        };
        let now = Instant::now();
        let until = *self.idle_since.get_or_insert(now) + limit;
        if until <= now {
            self.connection.session.close(self.now);
            return Poll::Ready(Exit::Idle);
        }
        self.wake_at(until, context);
        Poll::Pending
    }

    fn wake_at(&mut self, until: Instant, context: &mut Context<'_>) {
        if self.timer.deadline() != until {
            self.timer.reset(until);
        }
        if Pin::new(&mut self.timer).poll(context).is_ready() {
            context.waker().wake_by_ref();
        }
    }

    fn stop(&mut self, done: Option<oneshot::Sender<()>>) -> Exit {
        for id in self.connection.withdraw_unsent() {
            self.connection.session.forget(id);
            self.state.operations.mark_unsent(id);
        }
        self.connection.session.close(self.now);
        Exit::Stopped(done)
    }
}

fn text(payload: &Option<gql_protocol::Payload>) -> Option<&str> {
    payload.as_ref()?.as_str()
}
