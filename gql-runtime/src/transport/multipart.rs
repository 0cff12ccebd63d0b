//! Operations over multipart HTTP.
//! <https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol>

use gql_protocol::Reader;
use gql_protocol::media_type::MediaType;
use gql_protocol::multipart;

use super::stream::{Format, Streaming, stream_options};
use super::{BoxFuture, BoxStream, Endpoint, Event, Payload, Transport};
use crate::{Error, Request};

/// Two ranges, as servers disagree on `boundary` in `Accept`: async-graphql and Strawberry require it, others reject it.
/// `multipart/mixed` comes first, as some servers only read the first range, or prefer it.
const ACCEPT: &str = "multipart/mixed;subscriptionSpec=1.0, multipart/mixed;boundary=graphql;subscriptionSpec=1.0, \
                      application/graphql-response+json, application/json";

/// Both formats of incremental delivery. The older one comes first, as more servers support it, and some only read the
/// first range. <https://www.apollographql.com/docs/graphos/routing/operations/defer>. It is not used for subscriptions,
/// which Apollo Router would answer with this media type.
pub(super) const ACCEPT_PARTS: &str = "multipart/mixed;deferSpec=20220824, multipart/mixed;incrementalSpec=v0.2, \
                      application/graphql-response+json, application/json";

/// The maximum size of the header of a part, in bytes.
const MAX_HEADER: usize = 16 * 1024;

/// A transport that runs subscriptions as multipart responses (`subscriptionSpec=1.0`), for Apollo Router, async-graphql,
/// Strawberry, Hive and other servers. Each subscription is a separate HTTP request, so that proxies and load balancers
/// need no configuration.
///
/// It runs queries and mutations as well, but [`Http`](super::Http) has more options for them. [`Split`](super::Split)
/// combines both.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::{Endpoint, Multipart};
/// let client = Client::new(Multipart::new(&Endpoint::new("https://example.com/graphql")?));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Multipart(Streaming);

impl Multipart {
    const FORMAT: Format = Format {
        name: "multipart",
        accept: ACCEPT,
        reader: |media_type, options| Some(Box::new(reader(media_type, options.max_event_size)?)),
        accept_parts: ACCEPT_PARTS,
        parts: |media_type, options| parts(media_type, options.max_event_size),
    };

    /// Creates a transport for this endpoint.
    pub fn new(endpoint: &Endpoint) -> Self {
        Self(Streaming::new(endpoint.clone(), Self::FORMAT))
    }

    stream_options!();
}

impl Transport for Multipart {
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

fn reader(media_type: &MediaType, max_event: usize) -> Option<multipart::Multipart> {
    let limits = multipart::Limits::new(max_event, MAX_HEADER);
    media_type
        .essence()
        .starts_with("multipart/")
        .then(|| multipart::Multipart::new(media_type, limits))
}

/// Returns a reader of the parts of one result.
pub(super) fn parts(media_type: &MediaType, max_event: usize) -> Option<Box<dyn Reader>> {
    Some(Box::new(reader(media_type, max_event)?.incremental()))
}
