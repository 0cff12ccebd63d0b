//! The connection's task: connects, keeps connected while there is something to do, and connects again.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;

use super::config::Config;
use super::connect::{self, Opened};
use super::conversation::{Conversation, Ended};
use super::failure::Failure;
use super::link::Link;
use super::operations::{Operation, Operations, PresentId};
use super::state::{ConnectionState, Observation};
use crate::Error;
use crate::protocol::ws::close::{self, Meaning};
use crate::transport::trace;

/// What the transport's handles ask for.
pub(super) enum Command {
    Cancel(PresentId),
    Close(oneshot::Sender<()>),
    Ping(Option<String>),
    PingFrame,
    Pong(Option<String>),
    Reconnect,
    Start(Operation),
}

/// The task.
pub(super) struct Driver {
    pub(super) config: Arc<Config>,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) states: watch::Sender<ConnectionState>,
    pub(super) room: Arc<AtomicWaker>,
    pub(super) operations: Operations,
    /// Attempts that failed since the server last accepted a connection.
    failed: u32,
    /// The authentication hook was called, and no operation had a result since.
    refreshed: bool,
    /// There was a connection, and it was lost.
    lost: bool,
}

/// Why the task is over.
#[derive(Debug)]
struct Stop;

impl Driver {
    pub(super) fn new(
        config: Arc<Config>,
        commands: mpsc::UnboundedReceiver<Command>,
        states: watch::Sender<ConnectionState>,
        room: Arc<AtomicWaker>,
    ) -> Self {
        let operations = Operations::default();
        Self {
            config,
            commands,
            states,
            room,
            operations,
            failed: 0,
            refreshed: false,
            lost: false,
        }
    }

    /// Runs until it is told to close, or until nobody can tell it anything any more.
    pub(super) async fn run(mut self) {
        let mut resting = !self.config.eager;
        while self.step(&mut resting).await.is_continue() {}
        self.operations.fail(&closed());
        // What was sent meanwhile is ended with the same error.
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            if let Command::Start(operation) = command {
                operation.outbox.end(Some(closed()));
            }
        }
    }

    /// Closes a transport that was never used.
    pub(super) fn close_unused(self) {
        self.tell_closed(Some(close::NORMAL), "");
    }

    /// From one need of a connection to its end.
    async fn step(&mut self, resting: &mut bool) -> ControlFlow<Stop> {
        if *resting && self.operations.is_empty() {
            let command = self.commands.recv().await;
            self.handle(command)?;
            // What is dropped as soon as it is started needs no connection.
            while let Ok(command) = self.commands.try_recv() {
                self.handle(Some(command))?;
            }
            return ControlFlow::Continue(());
        }
        *resting = false;
        let failure = match self.connect().await? {
            Connected::Unneeded => None,
            Connected::Failed(failure) => Some(failure),
            Connected::Open(opened) => self.converse(*opened).await?,
        };
        if let Some(failure) = failure {
            *resting = !self.recover(failure).await?;
        } else {
            *resting = !self.config.eager;
        }
        ControlFlow::Continue(())
    }

    /// Opens a socket, while commands come.
    async fn connect(&mut self) -> ControlFlow<Stop, Connected> {
        self.tell(ConnectionState::Connecting { attempt: self.failed });
        let opening = connect::open(self.config.clone());
        tokio::pin!(opening);
        while !self.is_unneeded() {
            tokio::select! {
                biased;
                command = self.commands.recv() => self.handle(command)?,
                outcome = &mut opening => return ControlFlow::Continue(match outcome {
                    Ok(opened) => Connected::Open(Box::new(opened)),
                    Err(failure) => Connected::Failed(failure),
                }),
            }
        }
        self.tell_closed(None, "");
        ControlFlow::Continue(Connected::Unneeded)
    }

    /// Speaks on a socket until it is over; what went wrong, if something did.
    async fn converse(&mut self, opened: Opened) -> ControlFlow<Stop, Option<Failure>> {
        let mut link = Link::new(opened, self.config.clone());
        for (id, operation) in self.operations.iter() {
            link.session.start(id, &operation.request);
        }
        let mut conversation = Conversation::new(self, link);
        let ended = std::future::poll_fn(|context| conversation.poll(context)).await;
        let link = conversation.into_link();
        match ended {
            Ended::Idle => {
                self.tell_closed(Some(close::NORMAL), "");
                tokio::spawn(link.farewell());
                ControlFlow::Continue(None)
            }
            Ended::Stopped(told) => {
                self.operations.fail(&closed());
                link.farewell().await;
                self.tell_closed(Some(close::NORMAL), "");
                if let Some(told) = told {
                    // Whoever asked may have gone.
                    let _ = told.send(());
                }
                ControlFlow::Break(Stop)
            }
            Ended::Restart => {
                let error = Error::closed("the connection was closed to be made again");
                self.lose(&link, &error);
                // Dropped as it is: it may be frozen.
                drop(link);
                ControlFlow::Continue(None)
            }
            Ended::Over(closure) => {
                let acknowledged = link.session.is_acknowledged();
                let duplicate = closure.duplicate();
                let of_one = acknowledged && closure.may_be_for_one();
                let mut failure = Failure::of_closure(closure, acknowledged, &self.config.session);
                if let Some(operation) = duplicate.and_then(|id| self.operations.remove(id)) {
                    operation.outbox.end(Some(failure.error.clone()));
                    // The others get new ids, and nothing is wrong with them.
                    failure.meaning = Meaning::Retryable;
                } else if of_one && self.operations.blame(&failure.error) {
                    failure.meaning = Meaning::Retryable;
                }
                self.lose(&link, &failure.error);
                if link.session.backlog() > 0 || failure.error.close_code().is_some() {
                    tokio::spawn(link.farewell());
                }
                ControlFlow::Continue(Some(failure))
            }
        }
    }

    fn lose(&mut self, link: &Link, error: &Error) {
        self.lost |= link.session.is_acknowledged();
        self.operations.interrupt(error, |id| {
            link.session.is_acknowledged() && link.session.was_sent(id)
        });
    }

    /// After a failure: waits for the next attempt; or ends every operation, and gives `false`.
    async fn recover(&mut self, failure: Failure) -> ControlFlow<Stop, bool> {
        let Failure { error, meaning } = failure;
        if self.is_unneeded() {
            self.tell_closed(error.close_code(), &error.to_string());
            return ControlFlow::Continue(false);
        }
        if meaning == Meaning::Unauthorized && self.refresh(&error).await? {
            return ControlFlow::Continue(true);
        }
        let new_payload_may_help =
            error.close_code() == Some(close::FORBIDDEN) && !self.config.payload.is_fixed();
        let pause = match meaning {
            Meaning::Retryable => self.config.reconnect.pause(self.failed, &error),
            Meaning::Unauthorized if new_payload_may_help => self.config.reconnect.pause(self.failed, &error),
            Meaning::Unauthorized | Meaning::Fatal => None,
        };
        let Some(delay) = pause else {
            self.tell_closed(
                error.close_code(),
                error.close_reason().unwrap_or(&error.to_string()),
            );
            self.operations.fail(&error);
            self.failed = 0;
            self.lost = false;
            return ControlFlow::Continue(false);
        };
        self.failed += 1;
        self.tell(ConnectionState::Reconnecting {
            reason: error,
            attempt: self.failed,
            delay,
        });
        self.pause(delay).await
    }

    /// Calls the authentication hook, once until an operation had a result; whether to try again.
    async fn refresh(&mut self, error: &Error) -> ControlFlow<Stop, bool> {
        let Some(hook) = self.config.unauthorized.clone().filter(|_| !self.refreshed) else {
            return ControlFlow::Continue(false);
        };
        self.refreshed = true;
        let mut asking = hook(error.clone());
        loop {
            tokio::select! {
                biased;
                command = self.commands.recv() => self.handle(command)?,
                again = &mut asking => return ControlFlow::Continue(again),
            }
        }
    }

    async fn pause(&mut self, delay: Duration) -> ControlFlow<Stop, bool> {
        let pause = sleep(delay);
        tokio::pin!(pause);
        while !self.is_unneeded() {
            tokio::select! {
                biased;
                command = self.commands.recv() => match command {
                    Some(Command::Reconnect) => return ControlFlow::Continue(true),
                    command => self.handle(command)?,
                },
                () = &mut pause => return ControlFlow::Continue(true),
            }
        }
        self.tell_closed(None, "");
        ControlFlow::Continue(false)
    }

    /// A command while there is no connection.
    fn handle(&mut self, command: Option<Command>) -> ControlFlow<Stop> {
        match command {
            None => return ControlFlow::Break(Stop),
            Some(Command::Close(told)) => {
                self.tell_closed(Some(close::NORMAL), "");
                self.operations.fail(&closed());
                let _ = told.send(());
                return ControlFlow::Break(Stop);
            }
            Some(Command::Start(operation)) => {
                self.operations.add(operation);
            }
            Some(Command::Cancel(id)) => {
                self.operations.remove(id.get());
            }
            Some(Command::Ping(_) | Command::PingFrame | Command::Pong(_) | Command::Reconnect) => {}
        }
        ControlFlow::Continue(())
    }

    /// The server accepted the connection.
    pub(super) fn accepted(&mut self, subprotocol: &'static str, acknowledgement: Option<&str>) {
        self.failed = 0;
        let acknowledgement = acknowledgement.map(Arc::from);
        let reconnected = std::mem::take(&mut self.lost);
        self.tell(ConnectionState::Connected {
            subprotocol,
            acknowledgement,
            reconnected,
        });
        self.operations.tell_gaps();
    }

    /// An operation had a result: the credentials are good.
    pub(super) fn prospered(&mut self) {
        self.refreshed = false;
    }

    fn is_unneeded(&self) -> bool {
        !self.config.eager && self.operations.is_empty()
    }

    fn tell_closed(&self, code: Option<u16>, reason: &str) {
        self.tell(ConnectionState::Closed {
            code,
            reason: reason.to_owned(),
        });
    }

    fn tell(&self, state: ConnectionState) {
        trace::connection(&state);
        self.config.observe(Observation::State(&state));
        self.states.send_replace(state);
    }
}

enum Connected {
    Failed(Failure),
    Open(Box<Opened>),
    /// Every operation was cancelled meanwhile.
    Unneeded,
}

/// What operations end with when the transport is closed from here.
pub(super) fn closed() -> Error {
    Error::canceled("the WebSocket transport is closed")
}
