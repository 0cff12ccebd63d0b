//! Subscriptions over server-sent events, and queries and mutations the same way.
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode>

use super::limited::Limited;
use super::stream::{EventStream, Opener, Options, stream_options};
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Endpoint, Event, Payload, Transport};
use crate::protocol::media_type::MediaType;
use crate::protocol::message::Reader;
use crate::protocol::sse;
use crate::{Error, Request};

/// Nothing besides: graphql-sse takes a request with any other value for one of its other mode, and answers 404.
const ACCEPT: &str = "text/event-stream";

/// Runs subscriptions as server-sent events (graphql-sse, distinct connections): for GraphQL Yoga, Strawberry and others.
///
/// Queries and mutations run too, though [`Http`](super::Http) has more options for them: [`Split`](super::Split) joins both.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::Sse;
/// let client = Client::new(Sse::new("https://example.com/graphql/stream")?);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Sse {
    endpoint: Endpoint,
    options: Options,
}

impl Sse {
    /// A transport to this endpoint, or URL.
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    pub fn new(endpoint: impl TryInto<Endpoint, Error: Into<Error>>) -> Result<Self, Error> {
        Ok(Self {
            endpoint: endpoint.try_into().map_err(Into::into)?,
            options: Options::new(ACCEPT),
        })
    }

    stream_options!();

    fn opener(&self, request: Request) -> Opener {
        Opener {
            endpoint: self.endpoint.clone(),
            options: self.options.clone(),
            choose: reader,
            request,
        }
    }
}

fn reader(media_type: &MediaType, options: &Options) -> Option<Box<dyn Reader>> {
    (media_type.essence() == "text/event-stream")
        .then(|| Box::new(sse::Sse::new(options.max_event)) as Box<dyn Reader>)
}

impl Transport for Sse {
    /// The first result, whether it comes as JSON or as an event.
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let limit = request.timeout.or(self.options.timeout);
        Trace::new("sse", &request).execute(EventStream::first(self.opener(request), limit))
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        Trace::new("sse", &request).subscribe(EventStream::open(self.opener(request)))
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let limit = request.timeout.or(self.options.timeout);
        let trace = Trace::new("sse", &request);
        let parts = EventStream::once(self.opener(request).open(), self.options.idle_timeout);
        trace.subscribe(Limited::new(parts, limit))
    }
}
