//! The implementation of the service for clients of reqwest.

use std::fmt::Write as _;

use http::{Method, Request, Response, Uri};
use reqwest::Url;

use super::connections::Lease;
use super::{ReceivedBody, failure};
use crate::Error;
#[cfg(feature = "reqwest")]
use crate::transport::BoxFuture;
use crate::transport::service::Body;
#[cfg(feature = "reqwest")]
use crate::transport::service::HttpService;

/// A client of the program. Connection options are configured on it, and the following applies:
///
/// * Build it with `redirect::Policy::none()`, as the endpoint follows redirects itself. With its default policy, reqwest
///   sends headers such as `x-api-key` to other origins, though not `Authorization` and `Cookie`, and turns a POST into a
///   GET. Such a response is an error ([`is_builder()`](Error::is_builder)), but the headers have been sent by then.
/// * Over HTTP/2, subscriptions share the connection of queries, and subscriptions that are not read block all others.
///   [`reqwest_builder`](crate::transport::EndpointBuilder::reqwest_builder) does not have this limitation.
/// * A total timeout also ends subscriptions.
#[cfg(feature = "reqwest")]
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
    let url = text(&head.uri);
    let is_post = head.method == Method::POST;
    let mut request = reqwest::Request::new(head.method, parsed(&url)?);
    *request.headers_mut() = head.headers;
    *request.body_mut() = match body.as_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => Some(reqwest::Body::wrap(body)),
    };
    let response = match client.execute(request).await {
        Ok(response) => response,
        Err(source) => {
            return Err(failure::explain(
                source,
                &parsed(&url)?.origin().ascii_serialization(),
            ));
        }
    };
    if response.url().as_str() != url {
        check_not_followed(&response, &parsed(&url)?, is_post)?;
    }
    Ok(Response::<reqwest::Body>::from(response)
        .map(|body| Body::received(ReceivedBody { body, _lease: lease })))
}

/// Returns the text of a URI. `to_string` would reallocate it repeatedly.
fn text(uri: &Uri) -> String {
    let length = uri.authority().map_or(0, |authority| authority.as_str().len())
        + uri.path_and_query().map_or(0, |path| path.as_str().len());
    let mut text = String::with_capacity("https://".len() + length);
    // Writing to a string does not fail.
    let _ = write!(text, "{uri}");
    text
}

fn parsed(url: &str) -> Result<Url, Error> {
    Url::parse(url).map_err(|source| {
        Error::builder("the URL of the request is not absolute, or not a URL").with_source(source)
    })
}

/// Rejects a response after a redirect that a client of the program followed, as its policy may have dropped the body, or
/// sent headers to another origin.
///
/// # Errors
/// Returns an error if the response is not that of the request ([`Error::is_builder`]).
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
