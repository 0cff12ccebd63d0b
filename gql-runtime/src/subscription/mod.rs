//! Subscriptions: the settings of the request, and the stream of typed events.

mod abort;
mod adapters;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_core::stream::FusedStream;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::OperationKind;
use crate::error::Error;
use crate::request::{OnError, Prepared, Request, Resume};
use crate::response::{self, FieldErrors, Response};
use crate::transport::{self, BoxStream, Head, MaybeSend, Payload, Transport, sendable};

pub use abort::AbortHandle;
pub use adapters::{Data, Events};

/// A subscription and its settings, a stream of [`Response`]s.
///
/// Nothing is sent until it is polled or [started](Self::start). A setting that the transport cannot honor is an error
/// ([`Error::is_builder`]), and so is a setting after the start. Dropping the stream ends the operation at the server.
///
/// The stream ends with `None` only after the server completed the operation, and otherwise with an `Err` that [is
/// terminal](Error::is_terminal). GraphQL errors in an event do not end it, nor does an event that cannot be decoded.
///
/// ```
/// # use std::time::Duration;
/// # use gql_runtime::{Client, Error, Operation, OperationVariables, kind::Subscription};
/// # #[allow(non_snake_case)]
/// # async fn run<V>(client: Client, Ticks: V) -> Result<(), Error>
/// # where V: OperationVariables<Operation: Operation<Kind = Subscription, Data: std::fmt::Debug>> {
/// let mut ticks = client
///     .subscribe(Ticks)
///     .header("x-request-id", "42") // a WebSocket has no header for one operation: there it is an error
///     .timeout(Duration::from_secs(5)) // until the first result
///     .data();
/// while let Some(tick) = ticks.next().await {
///     println!("{:?}", tick?);
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent until it is polled, and a subscription ends when it is dropped"]
pub struct Subscription<D> {
    state: SubscriptionState,
    reconnects: u64,
    http: Option<Arc<Head>>,
    abort: OnceLock<Arc<abort::Shared>>,
    on_data: Option<OnData<D>>,
    field_errors: Option<FieldErrors<D>>,
}

/// A callback for the data of each event.
type OnData<D> = Box<sendable!(dyn FnMut(&D))>;

enum SubscriptionState {
    /// The operation has not started.
    Prepared(Box<(Arc<dyn Transport>, Prepared)>),
    Running(BoxStream<Result<transport::Event, Error>>),
    Failed(Error),
    Over,
}

/// An event of a subscription. See [`Subscription::events`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event<D> {
    /// The server sent an event.
    Response(Response<D>),
    /// The connection was lost and restored, and the operation was restarted. Events that the server sent in between are
    /// missing.
    Reconnected,
}

impl<D> Subscription<D> {
    pub(crate) fn new(
        transport: Arc<dyn Transport>,
        request: Result<Request, Error>,
        field_errors: Option<FieldErrors<D>>,
    ) -> Self {
        Self {
            state: SubscriptionState::Prepared(Box::new((transport, Prepared(request)))),
            reconnects: 0,
            http: None,
            abort: OnceLock::new(),
            on_data: None,
            field_errors,
        }
    }

    /// Sets a header of this request, and of those that restart the operation. A WebSocket does not have headers for
    /// single operations: over a WebSocket, the stream fails ([`Error::is_builder`]), and the operation never runs with
    /// other credentials.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.prepare(|request| request.header(name, value))
    }

    /// Sets the timeout for the first result. There is none by default.
    pub fn timeout(self, limit: Duration) -> Self {
        self.prepare(|request| request.timeout(limit))
    }

    /// Sets the `extensions` of the request, which must serialize to a JSON object. `null` removes them.
    /// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
    pub fn extensions(self, extensions: impl Serialize) -> Self {
        self.prepare(|request| request.extensions(&extensions))
    }

    /// Asks the server for an error behavior, as the request attribute `onError`. Nothing is sent by default. Set it only if the
    /// server is known to support it: others may reject the request.
    /// <https://github.com/graphql/graphql-spec/pull/1163>
    pub fn on_error(self, behavior: OnError) -> Self {
        self.prepare(|request| request.on_error(behavior))
    }

    /// Continues the subscription after a lost connection instead of restarting it. The function returns, from the data of
    /// an event, the variables with which the operation continues after that event.
    ///
    /// It is called with the data of each event when the event is read. After a reconnection, the operation is started
    /// with the variables of the last call, or with the original ones before the first event. An event that had arrived
    /// and was not read when the connection was lost is received once more, so a program that must not process an event
    /// twice has to compare events. [`Event::Reconnected`] reports a reconnection.
    ///
    /// ```
    /// # async fn run(client: gql_runtime::Client) -> Result<(), gql_runtime::Error> {
    /// use gql_runtime::Request;
    /// use serde_json::{Value, json};
    ///
    /// let request = Request::new("subscription ($after: ID) { orders(after: $after) { id } }");
    /// let mut orders = client
    ///     .subscribe_raw::<Value>(request)
    ///     .resume(|order| json!({"after": order["orders"]["id"]}))
    ///     .data();
    /// # Ok(()) }
    /// ```
    pub fn resume<V: Serialize>(self, mut variables: impl FnMut(&D) -> V + MaybeSend + 'static) -> Self {
        let resume = Resume::default();
        let next = resume.clone();
        let mut resuming = self.prepare(|request| request.resume(resume));
        resuming.on_data = Some(Box::new(move |data| next.set(&variables(data))));
        resuming
    }

    /// Starts the operation now instead of when the stream is first polled, for a program that has to be subscribed before
    /// its next step.
    ///
    /// A WebSocket sends the request and buffers the events. Multipart HTTP and server-sent events only send the request
    /// when the stream is polled. This has no effect on a subscription that has started.
    pub fn start(mut self) -> Self {
        self.started();
        self
    }

    /// Returns the number of reconnections so far. Events that the server sent in between are missing.
    pub fn reconnects(&self) -> u64 {
        self.reconnects
    }

    /// Returns the status and headers of the HTTP response of the events, for example to read a trace id. After
    /// [`Event::Reconnected`] they are those of the new response. Returns `None` before the response, and over a
    /// WebSocket. An error that ends the subscription [has them](Error::headers), too.
    pub fn http(&self) -> Option<&Head> {
        self.http.as_deref()
    }

    /// Converts into a stream of only the data, `Result<D, Error>`. GraphQL errors are `Err` items that do not end it.
    pub fn data(self) -> Data<D> {
        Data::new(self)
    }

    /// Converts into a stream of events that also reports [reconnections](Event::Reconnected), for a program that fetches
    /// missed events.
    pub fn events(self) -> Events<D> {
        Events::new(self)
    }

    /// Returns a handle that ends the subscription from another task.
    ///
    /// ```
    /// # use gql_runtime::{Client, Operation, OperationVariables, kind::Subscription};
    /// # #[allow(non_snake_case)]
    /// # fn run<V>(client: Client, Ticks: V)
    /// # where V: OperationVariables<Operation: Operation<Kind = Subscription>> {
    /// let ticks = client.subscribe(Ticks);
    /// let handle = ticks.abort_handle();
    /// // The task that reads `ticks` gets `None` next.
    /// handle.abort();
    /// # }
    /// ```
    pub fn abort_handle(&self) -> AbortHandle {
        AbortHandle::new(self.abort.get_or_init(Arc::default).clone())
    }

    fn prepare(mut self, change: impl FnOnce(&mut Prepared)) -> Self {
        match &mut self.state {
            SubscriptionState::Prepared(prepared) => change(&mut prepared.1),
            SubscriptionState::Running(_) => {
                let error = "a setting of a subscription was changed after its start: set it before the first poll and before `start`";
                self.state = SubscriptionState::Failed(Error::builder(error));
            }
            SubscriptionState::Failed(_) | SubscriptionState::Over => {}
        }
        self
    }

    /// Starts the operation, if it has not started.
    fn started(&mut self) {
        if !matches!(self.state, SubscriptionState::Prepared(_)) {
            return;
        }
        if let SubscriptionState::Prepared(prepared) =
            std::mem::replace(&mut self.state, SubscriptionState::Over)
        {
            let (transport, Prepared(request)) = *prepared;
            let request = request.and_then(|mut request| {
                request.check_stream()?;
                request.kind = request.operation_kind().or(Some(OperationKind::Subscription));
                Ok(request)
            });
            self.state = match request {
                Ok(request) => SubscriptionState::Running(transport.subscribe(request)),
                Err(error) => SubscriptionState::Failed(error),
            };
        }
    }
}

impl<D> Subscription<D> {
    /// Polls for the next undecoded event of the transport.
    fn poll_transport(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<transport::Event, Error>>> {
        if let Some(abort) = self.abort.get()
            && abort.is_aborted(context)
        {
            self.state = SubscriptionState::Over;
        }
        loop {
            let item = match &mut self.state {
                SubscriptionState::Running(events) => ready!(events.as_mut().poll_next(context)),
                SubscriptionState::Prepared(_) => {
                    self.started();
                    continue;
                }
                SubscriptionState::Failed(error) => Some(Err(error.clone())),
                SubscriptionState::Over => None,
            };
            match &item {
                None => self.state = SubscriptionState::Over,
                Some(Ok(transport::Event::Next(payload))) => {
                    if let Some(head) = payload.head() {
                        self.http = Some(Arc::new(head.clone()));
                    }
                }
                Some(Ok(transport::Event::Reconnected)) => self.reconnects += 1,
                Some(Ok(transport::Event::Head(head))) => {
                    self.http = Some(head.clone());
                    continue;
                }
                Some(Err(error)) => self.record_error(error),
            }
            return Poll::Ready(item);
        }
    }

    fn record_error(&mut self, error: &Error) {
        if error.is_terminal() {
            self.state = SubscriptionState::Over;
        }
    }
}

impl<D: DeserializeOwned> Subscription<D> {
    /// Returns the next response, or `None` if the server completed the operation. It is equivalent to `StreamExt::next`.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Response<D>, Error>>> {
        // An `async fn` would move the response once more.
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }

    /// Decodes an item. The response is large, and is only moved once, from where it is decoded.
    fn decode<T>(
        &mut self,
        payload: Payload,
        wrap: impl FnOnce(Response<D>) -> T,
    ) -> Poll<Option<Result<T, Error>>> {
        let mut response = Response::empty();
        match response::decode_into(&mut response, payload, self.field_errors) {
            Ok(()) => {
                if let Some(on_data) = &mut self.on_data
                    && let Some(data) = &response.data
                {
                    on_data(data);
                }
                Poll::Ready(Some(Ok(wrap(response))))
            }
            Err(error) => {
                self.record_error(&error);
                Poll::Ready(Some(Err(error)))
            }
        }
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<D>, Error>>> {
        match ready!(self.poll_transport(context)) {
            Some(Ok(transport::Event::Next(payload))) => self.decode(payload, Event::Response),
            Some(Ok(_)) => Poll::Ready(Some(Ok(Event::Reconnected))),
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            None => Poll::Ready(None),
        }
    }
}

impl<D: DeserializeOwned> Stream for Subscription<D> {
    type Item = Result<Response<D>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match ready!(self.poll_transport(context)) {
                Some(Ok(transport::Event::Next(payload))) => self.decode(payload, |response| response),
                Some(Ok(_)) => continue,
                Some(Err(error)) => Poll::Ready(Some(Err(error))),
                None => Poll::Ready(None),
            };
        }
    }
}

impl<D: DeserializeOwned> FusedStream for Subscription<D> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, SubscriptionState::Over)
    }
}

impl<D> fmt::Debug for Subscription<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("reconnects", &self.reconnects)
            .finish_non_exhaustive()
    }
}
