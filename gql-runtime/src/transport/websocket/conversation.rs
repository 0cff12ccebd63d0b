//! One connection at work: commands and frames in, events to their subscribers, all that is ready in one go.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use gql_protocol::websocket::{Closure, Event, Id};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, Sleep, sleep_until};

use super::command::Command;
use super::failure::operation_failed;
use super::ledger::Ledger;
use super::link::Link;
use super::operations::Delivered;
use super::state::Observation;
use crate::Error;
use crate::transport::Payload;

/// How many events are handed on before the subscribers get a turn.
const BATCH: usize = 128;
/// How long a reader that is late is waited for, once until it has caught up.
const PATIENCE: Duration = Duration::from_millis(50);

/// How a conversation ended.
pub(super) enum Ended {
    /// There was nothing to do for the idle timeout.
    Idle,
    /// The session is over.
    Over(Closure),
    /// A new connection was asked for.
    Restart,
    /// The transport was closed, or its last handle dropped.
    Stopped(Option<oneshot::Sender<()>>),
}

/// A link, and the operations that it serves.
pub(super) struct Conversation<'a> {
    ledger: &'a mut Ledger,
    commands: &'a mut mpsc::UnboundedReceiver<Command>,
    /// Woken when a reader made room.
    room: &'a AtomicWaker,
    link: Link,
    now: Duration,
    /// Runs out when the connection was idle for too long, or a reader late for too long.
    timer: Pin<Box<Sleep>>,
    idle_since: Option<Instant>,
    waiting: Option<Waiting>,
}

/// A result for which its reader has no room yet. Nothing is read until then.
struct Waiting {
    id: Id,
    payload: Payload,
    until: Option<Instant>,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        ledger: &'a mut Ledger,
        commands: &'a mut mpsc::UnboundedReceiver<Command>,
        room: &'a AtomicWaker,
        link: Link,
    ) -> Self {
        let timer = Box::pin(sleep_until(Instant::now()));
        Self {
            ledger,
            commands,
            room,
            link,
            now: Duration::ZERO,
            timer,
            idle_since: None,
            waiting: None,
        }
    }

    pub(super) fn into_link(self) -> Link {
        self.link
    }

    /// One round: commands, what is waiting for room, frames, time, and then all there is to write.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        self.now = self.link.begin_round();
        let ended = match self.poll_commands(context) {
            Poll::Pending => self.poll_events(context),
            ended => ended,
        };
        let ended = match ended {
            Poll::Pending => self.poll_idle(context),
            ended => ended,
        };
        // When it is pending, the context is told when to go on; when the conversation is over, the farewell sends the rest.
        let _ = self.link.poll_transmit(&mut self.ledger.operations, context);
        ended
    }

    fn poll_commands(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        while let Poll::Ready(command) = self.commands.poll_recv(context) {
            let session = &mut self.link.session;
            match command {
                None => return Poll::Ready(self.stop(None)),
                Some(Command::Close(told)) => return Poll::Ready(self.stop(Some(told))),
                Some(Command::Reconnect) => return Poll::Ready(Ended::Restart),
                Some(Command::Start(operation)) => {
                    let request = operation.request.clone();
                    session.start(self.ledger.operations.add(operation), request);
                }
                Some(Command::Cancel(id)) => {
                    let id = id.id();
                    // One with a result that it did not take is none of the session's any more.
                    if self.ledger.operations.remove(id).is_some() {
                        self.link.cancel(id);
                    }
                }
                Some(Command::Ping(payload)) => session.ping(payload.as_deref()),
                Some(Command::PingFrame) => session.ping_frame(),
                Some(Command::Pong(payload)) => session.pong(payload.as_deref()),
            }
        }
        Poll::Pending
    }

    fn poll_events(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        self.room.register(context.waker());
        for _ in 0..BATCH {
            if let Some(waiting) = self.waiting.take()
                && !self.deliver_late(waiting, context)
            {
                return Poll::Pending;
            }
            match self.link.poll_event(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Event::Closed(closure)) => return Poll::Ready(Ended::Over(closure)),
                Poll::Ready(event) => self.handle(event),
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn handle(&mut self, event: Event) {
        let ledger = &mut *self.ledger;
        match event {
            Event::Next(id, result) => {
                ledger.prospered();
                self.deliver(id, Payload::from(result), true);
            }
            Event::Completed(id) => {
                if let Some(operation) = ledger.operations.remove(id) {
                    let answered = operation.role.is_stream();
                    let none = || {
                        Error::protocol("the server said that the operation is complete, but gave no result")
                    };
                    operation.outbox.end((!answered).then(none));
                }
            }
            Event::Failed(id, payload) => {
                if let Some(operation) = ledger.operations.remove(id) {
                    operation
                        .outbox
                        .end(Some(operation_failed(text(&payload).unwrap_or_default())));
                }
            }
            Event::Acknowledged(payload) => {
                ledger.accepted(self.link.session.dialect().subprotocol(), text(&payload));
            }
            Event::Notice(payload) => ledger.config.observe(Observation::Notice(text(&payload))),
            Event::Pinged(payload) => ledger.config.observe(Observation::Pinged(text(&payload))),
            Event::Ponged(payload) => ledger.config.observe(Observation::Ponged(text(&payload))),
            Event::Closed(_) => {}
        }
    }

    fn deliver(&mut self, id: Id, payload: Payload, patient: bool) {
        match self.ledger.operations.next(id, payload, patient) {
            Delivered::Done => {}
            Delivered::Unwanted => self.link.cancel(id),
            Delivered::Full { payload, blocks } => {
                let until = (!blocks).then(|| Instant::now() + PATIENCE);
                self.waiting = Some(Waiting { id, payload, until });
            }
        }
    }

    /// Tries again; `false` if there is still no room.
    fn deliver_late(&mut self, waiting: Waiting, context: &mut Context<'_>) -> bool {
        let Waiting { id, payload, until } = waiting;
        let late = until.is_some_and(|until| until <= Instant::now());
        self.deliver(id, payload, !late);
        let Some(waiting) = &mut self.waiting else {
            return true;
        };
        waiting.until = until;
        if let Some(until) = until {
            self.wake_at(until, context);
        }
        false
    }

    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        if self.ledger.config.eager || !self.ledger.operations.is_empty() {
            self.idle_since = None;
            return Poll::Pending;
        }
        let Some(limit) = self.ledger.config.idle_timeout else {
            return Poll::Pending;
        };
        let now = Instant::now();
        let until = *self.idle_since.get_or_insert(now) + limit;
        if until <= now {
            self.link.session.close(self.now);
            return Poll::Ready(Ended::Idle);
        }
        self.wake_at(until, context);
        Poll::Pending
    }

    fn wake_at(&mut self, until: Instant, context: &mut Context<'_>) {
        if self.timer.deadline() != until {
            self.timer.as_mut().reset(until);
        }
        if self.timer.as_mut().poll(context).is_ready() {
            context.waker().wake_by_ref();
        }
    }

    fn stop(&mut self, told: Option<oneshot::Sender<()>>) -> Ended {
        for id in self.link.withdraw() {
            self.link.session.forget(id);
            self.ledger.operations.unsend(id);
        }
        self.link.session.close(self.now);
        Ended::Stopped(told)
    }
}

fn text(payload: &Option<gql_protocol::Payload>) -> Option<&str> {
    payload.as_ref()?.as_str()
}
