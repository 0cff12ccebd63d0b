//! A client of reqwest as a service.

use std::fmt::Write as _;

use http::{Method, Request, Response, Uri};
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
    Ok(Response::<reqwest::Body>::from(response).map(|body| Body::received(body, lease)))
}

/// The text of a URI: `to_string` would grow it piece by piece.
fn text(uri: &Uri) -> String {
    let length = uri.authority().map_or(0, |authority| authority.as_str().len())
        + uri.path_and_query().map_or(0, |path| path.as_str().len());
    let mut text = String::with_capacity("https://".len() + length);
    // A string takes all that is written to it.
    let _ = write!(text, "{uri}");
    text
}

fn parsed(url: &str) -> Result<Url, Error> {
    Url::parse(url).map_err(|source| {
        Error::builder("the URL of the request is not absolute, or not a URL").with_source(source)
    })
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
