//! A transport without a network, for the tests of programs: scripted answers, subscriptions driven by the test.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::task::AtomicWaker;
use serde_json::{Value, json};

use super::limited::Limited;
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Event, Payload, Transport};
use crate::{Error, Request};

/// A transport that answers as it was told, and remembers what it was asked. Clones share both.
///
/// Answers are kept by operation name and given in turn, each once; an operation without one fails.
///
/// ```
/// # use gql_runtime::{Client, transport::Mock};
/// # use serde_json::json;
/// let mock = Mock::new();
/// mock.answer("Viewer", json!({"data": {"viewer": {"login": "ada"}}}));
/// let ticks = mock.subscription("Ticks");
/// ticks.data(json!({"tick": 1}));
/// ticks.complete();
/// let client = Client::new(mock.clone());
/// ```
#[derive(Clone, Default)]
pub struct Mock {
    script: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    answers: HashMap<String, VecDeque<Result<Payload, Error>>>,
    subscriptions: HashMap<String, VecDeque<Arc<Channel>>>,
    requests: Vec<Request>,
}

/// The server's side of a scripted subscription. It may be told what to send before and after the client subscribes.
#[derive(Clone)]
pub struct MockSubscription {
    channel: Arc<Channel>,
}

#[derive(Default)]
struct Channel {
    state: Mutex<State>,
    reader: AtomicWaker,
}

#[derive(Default)]
struct State {
    items: VecDeque<Result<Event, Error>>,
    complete: bool,
    subscribed: bool,
    dropped: bool,
}

impl Mock {
    /// A transport that knows no answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers this operation with a response, `{"data": …, "errors": …}`.
    pub fn answer(&self, operation: &str, response: Value) {
        self.push(operation, Ok(Payload::from_bytes(response.to_string())));
    }

    /// Answers this operation with data alone.
    pub fn answer_data(&self, operation: &str, data: Value) {
        self.answer(operation, json!({ "data": data }));
    }

    /// Fails this operation.
    pub fn fail(&self, operation: &str, error: Error) {
        self.push(operation, Err(error));
    }

    /// Takes the next subscription to this operation.
    pub fn subscription(&self, operation: &str) -> MockSubscription {
        let channel = Arc::new(Channel::default());
        self.script()
            .subscriptions
            .entry(operation.to_owned())
            .or_default()
            .push_back(channel.clone());
        MockSubscription { channel }
    }

    /// What was asked so far, in turn.
    pub fn requests(&self) -> Vec<Request> {
        self.script().requests.clone()
    }

    fn push(&self, operation: &str, answer: Result<Payload, Error>) {
        self.script()
            .answers
            .entry(operation.to_owned())
            .or_default()
            .push_back(answer);
    }

    /// Takes the next subscription to this operation; one that fails where there is none.
    fn take(&self, request: Request) -> Reading {
        let name = name_of(&request);
        let mut script = self.script();
        script.requests.push(request);
        let channel = script.subscriptions.get_mut(&name).and_then(VecDeque::pop_front);
        drop(script);
        let unknown = channel.is_none();
        let subscription = MockSubscription {
            channel: channel.unwrap_or_default(),
        };
        if unknown {
            subscription.fail(Error::protocol(format!(
                "the mock has no subscription for the operation `{name}`"
            )));
        }
        subscription.channel.state().subscribed = true;
        Reading {
            channel: subscription.channel,
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Mock {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let trace = Trace::new("mock", &request);
        let name = name_of(&request);
        let mut script = self.script();
        script.requests.push(request);
        let answer = script.answers.get_mut(&name).and_then(VecDeque::pop_front);
        trace.execute(std::future::ready(answer.unwrap_or_else(|| {
            Err(Error::protocol(format!(
                "the mock has no answer for the operation `{name}`"
            )))
        })))
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

    /// As a [subscription](Self::subscription) to this operation says, its events being the payloads; as its answer says where
    /// there is none.
    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let scripted = self
            .script()
            .subscriptions
            .get(&name_of(&request))
            .map(VecDeque::len);
        if scripted.is_some_and(|left| left > 0) {
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

fn name_of(request: &Request) -> String {
    request.operation_name.as_deref().unwrap_or_default().to_owned()
}

impl MockSubscription {
    /// Sends a response, `{"data": …, "errors": …}`.
    pub fn next(&self, response: Value) {
        self.push(Ok(Event::Next(Payload::from_bytes(response.to_string()))));
    }

    /// Sends an event that is data alone.
    pub fn data(&self, data: Value) {
        self.next(json!({ "data": data }));
    }

    /// Says that the connection was lost and made again.
    pub fn gap(&self) {
        self.push(Ok(Event::Gap));
    }

    /// Fails; what follows a terminal error is not read.
    pub fn fail(&self, error: Error) {
        self.push(Err(error));
    }

    /// Ends the operation, after what was sent.
    pub fn complete(&self) {
        self.channel.state().complete = true;
        self.channel.reader.wake();
    }

    /// Whether the client has subscribed.
    pub fn is_subscribed(&self) -> bool {
        self.channel.state().subscribed
    }

    /// Whether the client has dropped its stream.
    pub fn is_dropped(&self) -> bool {
        self.channel.state().dropped
    }

    fn push(&self, item: Result<Event, Error>) {
        self.channel.state().items.push_back(item);
        self.channel.reader.wake();
    }
}

impl Channel {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The client's side.
struct Reading {
    channel: Arc<Channel>,
}

impl Stream for Reading {
    type Item = Result<Event, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.channel.reader.register(context.waker());
        let mut state = self.channel.state();
        match state.items.pop_front() {
            None if !state.complete => Poll::Pending,
            item => Poll::Ready(item),
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.channel.state().dropped = true;
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("requests", &self.script().requests)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MockSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockSubscription").finish_non_exhaustive()
    }
}
