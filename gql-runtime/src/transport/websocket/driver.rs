//! The connection's task: connects, keeps connected while there is something to do, and connects again.

use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::task::AtomicWaker;
use gql_protocol::websocket::close::{self, Meaning};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};

use super::command::Command;
use super::config::Config;
use super::connect::{self, Opened};
use super::conversation::{Conversation, Ended};
use super::failure::{Failure, closed};
use super::ledger::Ledger;
use super::link::Link;
use super::state::ConnectionState;
use crate::Error;

/// As good as without limit.
const FAR: Duration = Duration::from_secs(86_400 * 365);

/// The task.
pub(super) struct Driver {
    ledger: Ledger,
    commands: mpsc::UnboundedReceiver<Command>,
    room: Arc<AtomicWaker>,
    /// The transport is being closed.
    stopping: bool,
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
        Self {
            ledger: Ledger::new(config, states),
            commands,
            room,
            stopping: false,
        }
    }

    /// Runs until the transport is closed, or its last handle dropped.
    pub(super) async fn run(mut self) {
        let mut resting = !self.ledger.config.eager;
        loop {
            // A callback that panics must not end the transport. What a step leaves behind when it unwinds is sound: operations that
            // it had in hand end by being dropped.
            match AssertUnwindSafe(self.step(&mut resting)).catch_unwind().await {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(Stop)) => break,
                Err(_) => {
                    self.ledger.crash();
                    if self.stopping {
                        break;
                    }
                    resting = true;
                }
            }
        }
        self.ledger.operations.fail(&closed());
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
        self.ledger.tell_closed(Some(close::NORMAL), "");
    }

    /// From one need of a connection to its end.
    async fn step(&mut self, resting: &mut bool) -> ControlFlow<Stop> {
        if *resting && self.ledger.operations.is_empty() {
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
            *resting = !self.ledger.config.eager;
        }
        ControlFlow::Continue(())
    }

    /// Opens a socket, while commands come.
    async fn connect(&mut self) -> ControlFlow<Stop, Connected> {
        loop {
            self.ledger.tell(ConnectionState::Connecting {
                attempt: self.ledger.failed,
            });
            let opening = connect::open(self.ledger.config.clone());
            tokio::pin!(opening);
            loop {
                if self.ledger.is_unneeded() {
                    self.ledger.tell_closed(None, "");
                    return ControlFlow::Continue(Connected::Unneeded);
                }
                tokio::select! {
                    biased;
                    command = self.commands.recv() => match command {
                        // The providers were asked already: they are asked again, for what they gave may be outdated.
                        Some(Command::Reconnect) => break,
                        command => self.handle(command)?,
                    },
                    outcome = &mut opening => return ControlFlow::Continue(match outcome {
                        Ok(opened) => Connected::Open(Box::new(opened)),
                        Err(failure) => Connected::Failed(failure),
                    }),
                }
            }
        }
    }

    /// Speaks on a socket until it is over; what went wrong, if something did.
    async fn converse(&mut self, opened: Opened) -> ControlFlow<Stop, Option<Failure>> {
        let mut link = Link::new(opened, self.ledger.config.clone());
        for (id, operation) in self.ledger.operations.iter() {
            link.session.start(id, operation.request.clone());
        }
        let mut conversation = Conversation::new(&mut self.ledger, &mut self.commands, &self.room, link);
        let ended = std::future::poll_fn(|context| conversation.poll(context)).await;
        let mut link = conversation.into_link();
        match ended {
            Ended::Idle => {
                self.ledger.tell_closed(Some(close::NORMAL), "");
                tokio::spawn(link.farewell());
                ControlFlow::Continue(None)
            }
            Ended::Stopped(told) => {
                self.stopping = true;
                self.ledger.operations.fail(&closed());
                link.farewell().await;
                self.ledger.tell_closed(Some(close::NORMAL), "");
                if let Some(told) = told {
                    // The caller may be gone.
                    let _ = told.send(());
                }
                ControlFlow::Break(Stop)
            }
            Ended::Restart => {
                let error = Error::closed("the connection was closed to be made again");
                self.ledger.lose(&mut link, &error);
                // Dropped as it is: it may be frozen.
                drop(link);
                ControlFlow::Continue(None)
            }
            Ended::Over(closure) => {
                let acknowledged = link.session.is_acknowledged();
                let duplicate = closure.duplicate();
                let of_one = acknowledged && closure.may_be_for_one();
                let said = link.session.last_words();
                let mut failure =
                    Failure::of_closure(closure, acknowledged, &self.ledger.config.session, said);
                if let Some(operation) = duplicate.and_then(|id| self.ledger.operations.remove(id)) {
                    operation.outbox.end(Some(failure.error.clone()));
                    // The others get new ids, and nothing is wrong with them.
                    failure.meaning = Meaning::Retryable;
                } else if of_one && self.ledger.operations.blame(&failure.error) {
                    failure.meaning = Meaning::Retryable;
                }
                self.ledger.lose(&mut link, &failure.error);
                if link.session.backlog() > 0 || failure.error.close_code().is_some() {
                    tokio::spawn(link.farewell());
                }
                ControlFlow::Continue(Some(failure))
            }
        }
    }

    /// After a failure: waits for the next attempt; or ends every operation, and gives `false`.
    async fn recover(&mut self, failure: Failure) -> ControlFlow<Stop, bool> {
        let Failure { mut error, meaning } = failure;
        if self.ledger.is_unneeded() {
            self.ledger.tell_closed(error.close_code(), &error.to_string());
            return ControlFlow::Continue(false);
        }
        if meaning == Meaning::Unauthorized && self.refresh(&mut error).await? {
            return ControlFlow::Continue(true);
        }
        let new_payload_may_help =
            error.close_code() == Some(close::FORBIDDEN) && !self.ledger.config.payload.is_fixed();
        let pause = match meaning {
            Meaning::Retryable => self.ledger.config.reconnect.pause(self.ledger.failed, &error),
            Meaning::Unauthorized if new_payload_may_help => {
                self.ledger.config.reconnect.pause(self.ledger.failed, &error)
            }
            Meaning::Unauthorized | Meaning::Fatal => None,
        };
        let Some(delay) = pause else {
            self.ledger.tell_closed(
                error.close_code(),
                error.close_reason().unwrap_or(&error.to_string()),
            );
            self.ledger.operations.fail(&error);
            self.ledger.rest();
            return ControlFlow::Continue(false);
        };
        self.ledger.failed += 1;
        self.ledger.tell(ConnectionState::Reconnecting {
            reason: error,
            attempt: self.ledger.failed,
            delay,
        });
        self.pause(delay).await
    }

    /// Calls the authentication hook, once until an operation had a result; whether to try again. The error becomes one that tells
    /// why the hook was of no help.
    async fn refresh(&mut self, error: &mut Error) -> ControlFlow<Stop, bool> {
        let config = self.ledger.config.clone();
        let Some(hook) = config.unauthorized.clone().filter(|_| !self.ledger.refreshed) else {
            return ControlFlow::Continue(false);
        };
        self.ledger.refreshed = true;
        let refusal = error.clone();
        let asking = AssertUnwindSafe(async move { hook(refusal).await }).catch_unwind();
        let limit = config.connect_timeout.unwrap_or(FAR);
        let asking = timeout(limit, asking);
        tokio::pin!(asking);
        let mut reconnect = false;
        loop {
            tokio::select! {
                biased;
                command = self.commands.recv() => match command {
                    Some(Command::Reconnect) => reconnect = true,
                    command => self.handle(command)?,
                },
                answer = &mut asking => {
                    let unhelpful = match answer {
                        Ok(Ok(again)) => return ControlFlow::Continue(again || reconnect),
                        Ok(Err(_)) => "`on_unauthorized` panicked".to_owned(),
                        Err(_) => format!("`on_unauthorized` did not answer within {limit:?}"),
                    };
                    *error = error.clone().with_hint(&unhelpful);
                    return ControlFlow::Continue(reconnect);
                }
            }
        }
    }

    async fn pause(&mut self, delay: Duration) -> ControlFlow<Stop, bool> {
        let pause = sleep(delay);
        tokio::pin!(pause);
        while !self.ledger.is_unneeded() {
            tokio::select! {
                biased;
                command = self.commands.recv() => match command {
                    Some(Command::Reconnect) => return ControlFlow::Continue(true),
                    command => self.handle(command)?,
                },
                () = &mut pause => return ControlFlow::Continue(true),
            }
        }
        self.ledger.tell_closed(None, "");
        ControlFlow::Continue(false)
    }

    /// A command while there is no connection.
    fn handle(&mut self, command: Option<Command>) -> ControlFlow<Stop> {
        match command {
            None => {
                self.stopping = true;
                return ControlFlow::Break(Stop);
            }
            Some(Command::Close(told)) => {
                self.stopping = true;
                self.ledger.tell_closed(Some(close::NORMAL), "");
                self.ledger.operations.fail(&closed());
                let _ = told.send(());
                return ControlFlow::Break(Stop);
            }
            Some(Command::Start(operation)) => {
                self.ledger.operations.add(operation);
            }
            Some(Command::Cancel(id)) => {
                self.ledger.operations.remove(id.id());
            }
            Some(Command::Ping(_) | Command::PingFrame | Command::Pong(_) | Command::Reconnect) => {}
        }
        ControlFlow::Continue(())
    }
}

enum Connected {
    Failed(Failure),
    Open(Box<Opened>),
    /// Every operation was cancelled meanwhile.
    Unneeded,
}
