//! The connection task: connects while there are operations, and connects again after a failure.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::Either;
use futures_util::task::AtomicWaker;
use gql_protocol::websocket::close::{self, Disposition};

use super::command::Command;
use super::config::Config;
use super::connect::{self, OpenedSocket};
use super::connection::Connection;
use super::event_loop::{EventLoop, Exit};
use super::failure::{Failure, closed};
use super::state::ConnectionState;
use super::task_state::TaskState;
use crate::Error;
use crate::transport::runtime::{mpsc, sleep, spawn, timeout, watch};

/// A timeout that never elapses in practice.
const UNLIMITED: Duration = Duration::from_secs(86_400 * 365);

/// The connection task of a transport.
pub(super) struct ConnectionTask {
    state: TaskState,
    commands: mpsc::UnboundedReceiver<Command>,
    sender_waker: Arc<AtomicWaker>,
    /// Whether the transport is being closed.
    stopping: bool,
    /// The error with which the server refused the credentials, for the providers of the next attempt.
    refusal: Option<Error>,
}

/// The task has ended.
#[derive(Debug)]
struct Stop;

impl ConnectionTask {
    pub(super) fn new(
        config: Arc<Config>,
        commands: mpsc::UnboundedReceiver<Command>,
        states: watch::Sender<ConnectionState>,
        sender_waker: Arc<AtomicWaker>,
    ) -> Self {
        Self {
            state: TaskState::new(config, states),
            commands,
            sender_waker,
            stopping: false,
            refusal: None,
        }
    }

    /// Runs until the transport is closed, or its last handle dropped.
    pub(super) async fn run(mut self) {
        let mut idle = !self.state.config.eager;
        loop {
            // A callback that panics must not end the transport. The state is sound after unwinding: operations that the step had
            // taken out of it end by being dropped.
            match AssertUnwindSafe(self.step(&mut idle)).catch_unwind().await {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(Stop)) => break,
                Err(_) => {
                    self.state.on_panic();
                    if self.stopping {
                        break;
                    }
                    idle = true;
                }
            }
        }
        self.state.operations.fail_all(&closed());
        // Operations whose commands arrived meanwhile end with the same error.
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            if let Command::Start(operation) = command {
                operation.sender.close(Some(closed()));
            }
        }
    }

    /// Closes a transport whose task was never spawned.
    pub(super) fn close_unspawned(self) {
        self.state.set_closed(Some(close::NORMAL), "");
    }

    /// Waits until a connection is needed, connects, and runs the connection to its end.
    async fn step(&mut self, idle: &mut bool) -> ControlFlow<Stop> {
        if *idle && self.state.operations.is_empty() {
            let command = self.commands.recv().await;
            self.handle(command)?;
            // An operation that is canceled right after its start needs no connection.
            while let Ok(command) = self.commands.try_recv() {
                self.handle(Some(command))?;
            }
            return ControlFlow::Continue(());
        }
        *idle = false;
        let failure = match self.connect().await? {
            Connected::Unneeded => None,
            Connected::Failed(failure) => Some(failure),
            Connected::Open(opened) => self.serve(*opened).await?,
        };
        if let Some(failure) = failure {
            *idle = !self.recover(failure).await?;
        } else {
            *idle = !self.state.config.eager;
        }
        ControlFlow::Continue(())
    }

    /// Opens a socket. Handles commands meanwhile.
    async fn connect(&mut self) -> ControlFlow<Stop, Connected> {
        loop {
            self.state.set_connection_state(ConnectionState::Connecting {
                attempt: self.state.failed_attempts,
            });
            // Boxed, as the task would otherwise keep the 10 kB of the handshake for its whole life.
            let mut opening = Box::pin(connect::open(self.state.config.clone(), self.refusal.take()));
            loop {
                if self.state.is_idle() {
                    self.state.set_closed(None, "");
                    return ControlFlow::Continue(Connected::Unneeded);
                }
                match self.command_or(opening.as_mut()).await {
                    // The providers are called again, as the values that they returned may be outdated.
                    Either::Left(Some(Command::Reconnect)) => break,
                    Either::Left(command) => self.handle(command)?,
                    Either::Right(Ok(opened)) => {
                        return ControlFlow::Continue(Connected::Open(Box::new(opened)));
                    }
                    Either::Right(Err(failure)) => {
                        return ControlFlow::Continue(Connected::Failed(failure));
                    }
                }
            }
        }
    }

    /// Runs the event loop on a socket until the connection ends. Returns the failure, if that is the reason.
    async fn serve(&mut self, opened: OpenedSocket) -> ControlFlow<Stop, Option<Failure>> {
        let mut connection = Connection::new(opened, self.state.config.clone());
        self.state.operations.resume();
        for (id, operation) in self.state.operations.iter() {
            connection.session.start(id, operation.details.request.clone());
        }
        let (state, commands) = (&mut self.state, &mut self.commands);
        let mut event_loop = EventLoop::new(state, commands, &self.sender_waker, connection);
        let exit = poll_fn(|context| event_loop.poll(context)).await;
        let mut connection = event_loop.into_connection();
        match exit {
            Exit::Idle => {
                self.state.set_closed(Some(close::NORMAL), "");
                spawn(connection.close_gracefully());
                ControlFlow::Continue(None)
            }
            Exit::Stopped(done) => {
                self.stopping = true;
                self.state.operations.fail_all(&closed());
                connection.close_gracefully().await;
                self.state.set_closed(Some(close::NORMAL), "");
                if let Some(done) = done {
                    // The caller may be gone.
                    let _ = done.send(());
                }
                ControlFlow::Break(Stop)
            }
            Exit::Reconnect => {
                let error = Error::closed("the connection was closed to reconnect");
                self.state.on_connection_lost(&mut connection, &error);
                // It is not closed gracefully, as it may be frozen.
                drop(connection);
                ControlFlow::Continue(None)
            }
            Exit::Closed(reason) => {
                let acknowledged = connection.session.is_acknowledged();
                let duplicate = reason.duplicate();
                let may_concern_one = acknowledged && reason.may_concern_one_operation();
                let last_error = connection.session.last_error();
                let mut failure =
                    Failure::from_close_reason(reason, acknowledged, &self.state.config.session, last_error);
                if let Some(operation) = duplicate.and_then(|id| self.state.operations.remove(id)) {
                    operation.sender.close(Some(failure.error.clone()));
                    // The other operations are valid, and get new ids.
                    failure.disposition = Disposition::Retryable;
                } else if may_concern_one && self.state.operations.fail_without_result(&failure.error) {
                    failure.disposition = Disposition::Retryable;
                }
                self.state.on_connection_lost(&mut connection, &failure.error);
                if connection.session.backlog() > 0 || failure.error.close_code().is_some() {
                    spawn(connection.close_gracefully());
                }
                ControlFlow::Continue(Some(failure))
            }
        }
    }

    /// Handles a failure: waits until the next attempt and returns `true`, or ends every operation and returns `false`.
    async fn recover(&mut self, failure: Failure) -> ControlFlow<Stop, bool> {
        let Failure {
            mut error,
            disposition,
        } = failure;
        if self.state.is_idle() {
            self.state.set_closed(error.close_code(), &error.to_string());
            return ControlFlow::Continue(false);
        }
        if disposition == Disposition::Unauthorized && self.refresh(&mut error).await? {
            return ControlFlow::Continue(true);
        }
        let new_payload_may_help =
            error.close_code() == Some(close::FORBIDDEN) && !self.state.config.payload.is_fixed();
        let delay = match disposition {
            Disposition::Retryable => self.state.reconnect_delay(&error),
            Disposition::Unauthorized if new_payload_may_help => self.state.reconnect_delay(&error),
            Disposition::Unauthorized | Disposition::Fatal => None,
        };
        let Some(delay) = delay else {
            self.state.set_closed(
                error.close_code(),
                error.close_reason().unwrap_or(&error.to_string()),
            );
            self.state.operations.fail_all(&error);
            self.state.forget_attempts();
            return ControlFlow::Continue(false);
        };
        self.state.failed_attempts += 1;
        self.state.set_connection_state(ConnectionState::Reconnecting {
            reason: error,
            attempt: self.state.failed_attempts,
            delay,
        });
        self.wait(delay).await
    }

    /// Refreshes the credentials, once until an operation has a result. Returns whether to connect again. If the hook failed, the
    /// reason is added to the error.
    async fn refresh(&mut self, error: &mut Error) -> ControlFlow<Stop, bool> {
        let config = self.state.config.clone();
        let target = config.endpoint.target();
        if self.state.refreshed || !target.can_refresh() {
            return ControlFlow::Continue(false);
        }
        self.state.refreshed = true;
        let refusal = error.clone();
        let refreshing = AssertUnwindSafe(async { target.refresh(refusal).await }).catch_unwind();
        let limit = target.connect_timeout.unwrap_or(UNLIMITED);
        let mut refreshing = pin!(timeout(limit, refreshing));
        let mut reconnect = false;
        loop {
            let outcome = match self.command_or(refreshing.as_mut()).await {
                Either::Left(Some(Command::Reconnect)) => {
                    reconnect = true;
                    continue;
                }
                Either::Left(command) => {
                    self.handle(command)?;
                    continue;
                }
                Either::Right(outcome) => outcome,
            };
            let reason = match outcome {
                Ok(Ok(again)) => {
                    self.refusal = again.then(|| error.clone());
                    return ControlFlow::Continue(again || reconnect);
                }
                Ok(Err(_)) => "`on_unauthorized` panicked".to_owned(),
                Err(_) => format!("`on_unauthorized` did not answer within {limit:?}"),
            };
            *error = error.clone().with_hint(&reason);
            return ControlFlow::Continue(reconnect);
        }
    }

    /// Waits until the next attempt. Handles commands meanwhile. Returns `false` if no connection is needed any more.
    async fn wait(&mut self, delay: Duration) -> ControlFlow<Stop, bool> {
        let mut elapsed = sleep(delay);
        while !self.state.is_idle() {
            match self.command_or(Pin::new(&mut elapsed)).await {
                Either::Left(Some(Command::Reconnect)) | Either::Right(()) => {
                    return ControlFlow::Continue(true);
                }
                Either::Left(command) => self.handle(command)?,
            }
        }
        self.state.set_closed(None, "");
        ControlFlow::Continue(false)
    }

    /// Waits for a command or for a future, in this order where both are ready.
    async fn command_or<T>(
        &mut self,
        mut other: Pin<&mut impl Future<Output = T>>,
    ) -> Either<Option<Command>, T> {
        poll_fn(|context| match self.commands.poll_recv(context) {
            Poll::Ready(command) => Poll::Ready(Either::Left(command)),
            Poll::Pending => other.as_mut().poll(context).map(Either::Right),
        })
        .await
    }

    /// Handles a command while there is no connection.
    fn handle(&mut self, command: Option<Command>) -> ControlFlow<Stop> {
        match command {
            None => {
                self.stopping = true;
                return ControlFlow::Break(Stop);
            }
            Some(Command::Close(done)) => {
                self.stopping = true;
                self.state.set_closed(Some(close::NORMAL), "");
                self.state.operations.fail_all(&closed());
                let _ = done.send(());
                return ControlFlow::Break(Stop);
            }
            Some(Command::Start(operation)) => {
                self.state.operations.add(operation);
            }
            Some(Command::Cancel(handle)) => {
                self.state.operations.remove(handle.id());
            }
            Some(Command::Ping(_) | Command::PingFrame | Command::Pong(_) | Command::Reconnect) => {}
        }
        ControlFlow::Continue(())
    }
}

/// The outcome of connecting.
enum Connected {
    Failed(Failure),
    Open(Box<OpenedSocket>),
    /// Every operation was canceled meanwhile.
    Unneeded,
}
