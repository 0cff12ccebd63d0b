//! A transport without a network, for tests: scripted answers, and subscriptions that the test controls.
//!
//! It carries payloads like every transport; `crate::mock` checks that they fit the operation.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::task::AtomicWaker;
use serde_json::Value;

use super::bounds::{MaybeSend, MaybeSync, shareable};
use super::limited::Limited;
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Event, Payload, Transport};
use crate::error::Error;
use crate::request::Request;
use crate::response::FieldErrors;

/// A transport that returns scripted answers and records the requests. Clones share both.
///
/// [`on`](Self::on) and [`on_named`](Self::on_named) return an operation, which is given its answers. They are given in turn, each
/// once; an operation without one fails.
///
/// ```
/// # use gql_runtime::{Client, Error, Operation, kind, Query, transport::Mock};
/// # use serde_json::json;
/// # fn run<Viewer, Ticks>() -> Result<(), Error>
/// # where Viewer: Operation<Kind = Query>, Ticks: Operation<Kind = kind::Subscription> {
/// let mock = Mock::new();
/// mock.on::<Viewer>().answer(json!({"viewer": {"login": "ada"}}))?;
/// let ticks = mock.on::<Ticks>().subscription();
/// ticks.data(json!({"tick": 1}))?;
/// ticks.complete();
/// let client = Client::new(mock.clone());
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Mock {
    script: Arc<Mutex<Script>>,
}

/// Computes an answer from the variables.
type Handler = Arc<shareable!(dyn Fn(Value) -> Result<Payload, Error>)>;

#[derive(Default)]
struct Script {
    operations: HashMap<String, Answers>,
    requests: Vec<Request>,
}

/// The answers for one operation.
#[derive(Default)]
struct Answers {
    queue: VecDeque<Result<Payload, Error>>,
    handler: Option<Handler>,
    subscriptions: VecDeque<Arc<MockChannel>>,
}

/// An operation of a [`Mock`] with data of type `D`, for which answers can be set.
pub struct MockOperation<D = Value> {
    mock: Mock,
    name: String,
    pub(crate) field_errors: Option<FieldErrors<D>>,
}

/// The server's side of a scripted subscription, whose data is a `D`. It takes events before and after the client subscribes.
pub struct MockSubscription<D = Value> {
    channel: Arc<MockChannel>,
    pub(crate) field_errors: Option<FieldErrors<D>>,
}

#[derive(Default)]
struct MockChannel {
    state: Mutex<MockState>,
    reader: AtomicWaker,
}

#[derive(Default)]
struct MockState {
    items: VecDeque<Result<Event, Error>>,
    complete: bool,
    subscribed: bool,
    dropped: bool,
}

impl Mock {
    /// Creates a transport that has no answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the operation with this name, for [untyped requests](crate::Client::execute_raw) and operations of
    /// `graphql_client`. The name of requests without a name is empty. For a typed operation, use [`on`](Self::on).
    pub fn on_named(&self, name: impl Into<String>) -> MockOperation {
        MockOperation::new(self.clone(), name.into(), None)
    }

    /// Returns the requests that were made so far, in turn, and those by which a subscription
    /// [continues](crate::Subscription::resume) after a lost connection.
    pub fn requests(&self) -> Vec<Request> {
        self.script().requests.clone()
    }

    /// Returns the next subscription to this operation, or one that fails if there is none.
    fn take(&self, request: Request) -> MockStream {
        let name = operation_name(&request);
        let mut script = self.script();
        let resumable = request.resume.is_some().then(|| (self.clone(), request.clone()));
        script.requests.push(request);
        let operation = script.operations.get_mut(&name);
        let channel = operation.and_then(|operation| operation.subscriptions.pop_front());
        drop(script);
        let unknown = channel.is_none();
        let subscription: MockSubscription = MockSubscription::new(channel.unwrap_or_default(), None);
        if unknown {
            subscription.fail(Error::protocol(format!(
                "the mock has no subscription for the operation `{name}`"
            )));
        }
        subscription.channel.state().subscribed = true;
        MockStream {
            channel: subscription.channel,
            resumable,
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Mock {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let trace = Trace::new("mock", &request);
        let name = operation_name(&request);
        let variables = request.variables.clone();
        let mut script = self.script();
        script.requests.push(request);
        let answers = script.operations.get_mut(&name);
        let (answer, handler) = match answers {
            Some(answers) => (answers.queue.pop_front(), answers.handler.clone()),
            None => (None, None),
        };
        // The handler may use the mock.
        drop(script);
        trace.execute(std::future::ready(match (answer, handler) {
            (Some(answer), _) => answer,
            (None, Some(handler)) => {
                let variables = variables.map(|json| serde_json::from_str(json.get()));
                let variables = variables.transpose().map_err(Error::encode);
                variables.and_then(|variables| {
                    handler(variables.unwrap_or_else(|| Value::Object(serde_json::Map::new())))
                })
            }
            (None, None) => Err(Error::protocol(format!(
                "the mock has no answer for the operation `{name}`"
            ))),
        }))
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let trace = Trace::new("mock", &request);
        let limit = request.timeout;
        let events = self.take(request);
        match limit {
            None => trace.subscribe(events),
            Some(limit) => trace.subscribe(Limited::first(events, limit)),
        }
    }

    /// Returns the payloads of a scripted [subscription](MockOperation::subscription) to this operation, or its answer if
    /// there is none.
    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let scripted = self
            .script()
            .operations
            .get(&operation_name(&request))
            .is_some_and(|operation| !operation.subscriptions.is_empty());
        if scripted {
            let trace = Trace::new("mock", &request);
            let limit = request.timeout;
            return trace.subscribe(Limited::whole(self.take(request), limit));
        }
        let payload = self.execute(request);
        Box::pin(futures_util::stream::once(async {
            payload.await.map(Event::Next)
        }))
    }
}

fn operation_name(request: &Request) -> String {
    request.operation_name.as_deref().unwrap_or_default().to_owned()
}

impl<D> MockOperation<D> {
    pub(crate) fn new(mock: Mock, name: String, field_errors: Option<FieldErrors<D>>) -> Self {
        Self {
            mock,
            name,
            field_errors,
        }
    }

    /// Answers the operation once with JSON, without checking it, such as with a response that a server should not send.
    pub fn payload(&self, json: &Value) {
        self.push(Ok(Payload::from_bytes(json.to_string())));
    }

    /// Fails the operation once.
    pub fn fail(&self, error: Error) {
        self.push(Err(error));
    }

    /// Accepts the next subscription to this operation, or the next call that streams [a result in
    /// parts](crate::Call::incremental).
    pub fn subscription(&self) -> MockSubscription<D> {
        let channel = Arc::new(MockChannel::default());
        self.answers(|answers| answers.subscriptions.push_back(channel.clone()));
        MockSubscription::new(channel, self.field_errors)
    }

    pub(crate) fn push(&self, answer: Result<Payload, Error>) {
        self.answers(|answers| answers.queue.push_back(answer));
    }

    pub(crate) fn handle(
        &self,
        handler: impl Fn(Value) -> Result<Payload, Error> + MaybeSend + MaybeSync + 'static,
    ) {
        self.answers(|answers| answers.handler = Some(Arc::new(handler)));
    }

    fn answers(&self, change: impl FnOnce(&mut Answers)) {
        change(
            self.mock
                .script()
                .operations
                .entry(self.name.clone())
                .or_default(),
        );
    }
}

impl<D> MockSubscription<D> {
    fn new(channel: Arc<MockChannel>, field_errors: Option<FieldErrors<D>>) -> Self {
        Self {
            channel,
            field_errors,
        }
    }

    /// Sends JSON as it is, without a check: the [parts of a result](crate::Call::incremental), or what a server should not send.
    pub fn payload(&self, json: &Value) {
        self.push(Ok(Event::Next(Payload::from_bytes(json.to_string()))));
    }

    /// Reports that the connection was lost and restored.
    pub fn reconnected(&self) {
        self.push(Ok(Event::Reconnected));
    }

    /// Fails the subscription. Items after a [terminal](Error::is_terminal) error are not received.
    pub fn fail(&self, error: Error) {
        self.push(Err(error));
    }

    /// Completes the operation, after the events that were sent.
    pub fn complete(&self) {
        self.channel.state().complete = true;
        self.channel.reader.wake();
    }

    /// Returns whether the client has subscribed.
    pub fn is_subscribed(&self) -> bool {
        self.channel.state().subscribed
    }

    /// Returns whether the client has dropped its stream.
    pub fn is_dropped(&self) -> bool {
        self.channel.state().dropped
    }

    pub(crate) fn push(&self, item: Result<Event, Error>) {
        self.channel.state().items.push_back(item);
        self.channel.reader.wake();
    }
}

impl MockChannel {
    fn state(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The stream of the client.
struct MockStream {
    channel: Arc<MockChannel>,
    /// The request, if it continues after a lost connection, and the mock that records what it sends then.
    resumable: Option<(Mock, Request)>,
}

impl Stream for MockStream {
    type Item = Result<Event, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.channel.reader.register(context.waker());
        let mut state = self.channel.state();
        let item = match state.items.pop_front() {
            None if !state.complete => return Poll::Pending,
            item => item,
        };
        drop(state);
        if let (Some(Ok(Event::Reconnected)), Some((mock, request))) = (&item, &self.resumable) {
            match request.resumed() {
                Ok(request) => mock.script().requests.push(request),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        Poll::Ready(item)
    }
}

impl Drop for MockStream {
    fn drop(&mut self) {
        self.channel.state().dropped = true;
    }
}

impl<D> Clone for MockSubscription<D> {
    fn clone(&self) -> Self {
        Self::new(self.channel.clone(), self.field_errors)
    }
}

impl<D> Clone for MockOperation<D> {
    fn clone(&self) -> Self {
        Self::new(self.mock.clone(), self.name.clone(), self.field_errors)
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("requests", &self.script().requests)
            .finish_non_exhaustive()
    }
}

impl<D> fmt::Debug for MockOperation<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockOperation")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl<D> fmt::Debug for MockSubscription<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockSubscription").finish_non_exhaustive()
    }
}
