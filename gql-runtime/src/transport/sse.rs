//! Operations over server-sent events.
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode>

use gql_protocol::Reader;
use gql_protocol::media_type::MediaType;
use gql_protocol::sse;

use super::stream::{Format, StreamOptions, Streaming, stream_options};
use super::{BoxFuture, BoxStream, Endpoint, Event, Payload, Transport};
use crate::{Error, Request};

/// The only media type: graphql-sse interprets a request with other types as one of its single connection mode, and
/// answers 404.
const ACCEPT: &str = "text/event-stream";

/// A transport that runs subscriptions as server-sent events (graphql-sse, distinct connections), for GraphQL Yoga,
/// Strawberry and other servers.
///
/// It runs queries and mutations as well, but [`Http`](super::Http) has more options for them. [`Split`](super::Split)
/// combines both.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::{Endpoint, Sse};
/// let client = Client::new(Sse::new(&Endpoint::new("https://example.com/graphql/stream")?));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Sse(Streaming);

impl Sse {
    const FORMAT: Format = Format {
        name: "sse",
        accept: ACCEPT,
        reader,
        accept_parts: ACCEPT,
        parts: reader,
    };

    /// Creates a transport for this endpoint.
    pub fn new(endpoint: &Endpoint) -> Self {
        Self(Streaming::new(endpoint.clone(), Self::FORMAT))
    }

    stream_options!();
}

impl Transport for Sse {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        self.0.execute(request)
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.0.subscribe(request)
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.0.incremental(request)
    }
}

fn reader(media_type: &MediaType, options: &StreamOptions) -> Option<Box<dyn Reader>> {
    (media_type.essence() == "text/event-stream")
        .then(|| Box::new(sse::Sse::new(options.max_event_size)) as Box<dyn Reader>)
}
