//! A client of reqwest as a service.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::{Frame, SizeHint};
use reqwest::Url;

use super::connections::Lease;
use super::{Body, HttpService, failure};
use crate::Error;
use crate::transport::BoxFuture;

/// A client made elsewhere, which it shares with other parts of a program. The options of connections are its matter, and so are these:
///
/// * Build it with `redirect::Policy::none()`: the endpoint follows redirects itself. The default policy of reqwest takes headers such as
///   `x-api-key` to other origins, though not `Authorization` and `Cookie`, and turns a POST into a GET. A response that it brings from
///   there is an [`is_builder()`](Error::is_builder), but the headers have been sent by then.
/// * Over HTTP/2, subscriptions share its connection with queries: some that are not read stop all the others.
///   [`reqwest_builder`](crate::transport::EndpointBuilder::reqwest_builder) has no such limit.
/// * A total timeout ends subscriptions, too.
impl HttpService for reqwest::Client {
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        let client = self.clone();
        Box::pin(async move { send(&client, request, None).await })
    }
}

/// Sends a request. The body of the response keeps the lease.
pub(super) async fn send(
    client: &reqwest::Client,
    request: Request<Body>,
    lease: Option<Lease>,
) -> Result<Response<Body>, Error> {
    let (head, body) = request.into_parts();
    let url = Url::parse(&head.uri.to_string()).map_err(|source| {
        Error::builder("the URL of the request is not absolute, or not a URL").with_source(source)
    })?;
    let is_post = head.method == Method::POST;
    let mut request = reqwest::Request::new(head.method, url.clone());
    *request.headers_mut() = head.headers;
    *request.body_mut() = match body.as_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => Some(reqwest::Body::wrap(body)),
    };
    let response = client
        .execute(request)
        .await
        .map_err(|source| failure::explain(source, &url.origin().ascii_serialization()))?;
    check_not_followed(&response, &url, is_post)?;
    Ok(Response::<reqwest::Body>::from(response).map(|body| Body::wrap(Received { body, _lease: lease })))
}

/// Refuses a response to which a client of the program's own was redirected, as its policy may have dropped the body, or gone to another
/// origin.
///
/// # Errors
/// If the response is not that of the request ([`Error::is_builder`]).
fn check_not_followed(response: &reqwest::Response, sent_to: &Url, is_post: bool) -> Result<(), Error> {
    let from = response.url();
    let is_same = from.path() == sent_to.path() && from.query() == sent_to.query();
    if from.origin() == sent_to.origin() && (is_same || !is_post) {
        return Ok(());
    }
    Err(Error::builder(format!(
        "the HTTP client given to the endpoint followed a redirect to {}, so the response may not be that of the operation: build the \
         client with `redirect::Policy::none()`, and the endpoint follows redirects within the origin",
        from.origin().ascii_serialization()
    )))
}

/// The body of a response, and its place among the streams.
struct Received {
    body: reqwest::Body,
    _lease: Option<Lease>,
}

impl http_body::Body for Received {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
