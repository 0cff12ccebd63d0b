//! Subscriptions over HTTP multipart, and queries and mutations the same way.
//! <https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol>

use http::HeaderValue;

use super::limited::Limited;
use super::stream::{EventStream, Opener, Options, stream_options};
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Endpoint, Event, Payload, Transport};
use crate::protocol::media_type::MediaType;
use crate::protocol::message::Reader;
use crate::protocol::multipart;
use crate::{Error, Request};

/// Two ranges, because servers disagree about `boundary` in `Accept`: async-graphql and Strawberry want it, others refuse it.
/// `multipart/mixed` is first, because some read only the first range, or prefer it.
const ACCEPT: &str = "multipart/mixed;subscriptionSpec=1.0, multipart/mixed;boundary=graphql;subscriptionSpec=1.0, \
                      application/graphql-response+json, application/json";

/// Both formats of incremental delivery, the older one first: more servers have it, and some read only the first range.
/// <https://www.apollographql.com/docs/graphos/routing/operations/defer>. Not for subscriptions: Apollo Router then labels them so.
pub(super) const ACCEPT_PARTS: &str = "multipart/mixed;deferSpec=20220824, multipart/mixed;incrementalSpec=v0.2, \
                      application/graphql-response+json, application/json";

/// Bytes of a part's header.
const MAX_HEADER: usize = 16 * 1024;

/// Runs subscriptions as multipart responses (`subscriptionSpec=1.0`): for Apollo Router, async-graphql, Strawberry, Hive
/// and others. Each subscription is an HTTP request of its own, so proxies and load balancers need not know about it.
///
/// Queries and mutations run too, though [`Http`](super::Http) has more options for them: [`Split`](super::Split) joins both.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::Multipart;
/// let client = Client::new(Multipart::new("https://example.com/graphql")?);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Multipart {
    endpoint: Endpoint,
    options: Options,
}

impl Multipart {
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
            choose: |media_type, options| {
                let reader = reader(media_type, options.max_event)?;
                Some(Box::new(reader))
            },
            request,
        }
    }
}

fn reader(media_type: &MediaType, max_event: usize) -> Option<multipart::Multipart> {
    let limits = multipart::Limits {
        part: max_event,
        header: MAX_HEADER,
    };
    media_type
        .essence()
        .starts_with("multipart/")
        .then(|| multipart::Multipart::new(media_type, limits))
}

/// A reader of the parts of one result.
pub(super) fn parts(media_type: &MediaType, max_event: usize) -> Option<Box<dyn Reader>> {
    Some(Box::new(reader(media_type, max_event)?.incremental()))
}

impl Transport for Multipart {
    /// The first result, whether it comes as JSON or as a part.
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let limit = request.timeout.or(self.options.timeout);
        Trace::new("multipart", &request).execute(EventStream::first(self.opener(request), limit))
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        Trace::new("multipart", &request).subscribe(EventStream::open(self.opener(request)))
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let limit = request.timeout.or(self.options.timeout);
        let trace = Trace::new("multipart", &request);
        let mut opener = self.opener(request);
        opener.options.accept = HeaderValue::from_static(ACCEPT_PARTS);
        opener.choose = |media_type, options| parts(media_type, options.max_event);
        let idle = self.options.idle_timeout;
        trace.subscribe(Limited::new(EventStream::once(opener.open(), idle), limit))
    }
}
