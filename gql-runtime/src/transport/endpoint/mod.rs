//! A GraphQL server's URL and all that it takes to reach it: shared by the transports over HTTP.

mod answer;
mod body;
mod builder;
mod connections;
#[cfg(feature = "compression")]
mod decompress;
mod failure;
mod redirect;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::{Body, Url};

use crate::Error;
use crate::transport::BoxFuture;
use connections::Connections;

#[cfg(feature = "__stream")]
pub(crate) use answer::media_type;
pub(crate) use answer::{Limits, receive};
pub(crate) use body::ResponseBody;
pub use builder::EndpointBuilder;
use failure::explain;
pub(crate) use failure::may_pass;

/// Gives the headers of a request, and is asked again, with the error, when the server refused them.
type HeaderProvider = Arc<dyn Fn(Option<Error>) -> BoxFuture<Result<HeaderMap, Error>> + Send + Sync>;

/// A GraphQL server's URL and all that it takes to reach it: headers, cookies, TLS, proxy.
///
/// [`Http`](super::Http) and the other transports over HTTP take one. Clones share connections and cookies.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::transport::{Endpoint, Http};
/// let endpoint = Endpoint::builder("https://example.com/graphql").bearer_auth("secret").build()?;
/// let transport = Http::new(endpoint)?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Endpoint {
    inner: Arc<Inner>,
}

struct Inner {
    connections: Connections,
    url: Url,
    headers: HeaderMap,
    provider: Option<HeaderProvider>,
    connect_timeout: Option<Duration>,
    redirects: usize,
}

/// What is sent.
pub(crate) struct Message {
    /// The endpoint's own if there is none.
    pub(crate) url: Option<Url>,
    pub(crate) accept: HeaderValue,
    pub(crate) accept_encoding: Option<HeaderValue>,
    pub(crate) content_type: HeaderValue,
    pub(crate) headers: HeaderMap,
    /// Sent by POST; without one it is a GET.
    pub(crate) body: Option<Content>,
    /// Whether the response may stay open and is read at the program's pace.
    pub(crate) is_stream: bool,
    /// Whether all of it has a time limit. If not, a provider of headers has the one for connecting.
    pub(crate) is_limited: bool,
}

/// Makes a request's body, again where it is sent again.
pub(crate) type Content = Box<dyn Fn() -> Body + Send + Sync>;

impl Endpoint {
    /// Begins with a URL, `http` or `https`.
    pub fn builder(url: impl Into<String>) -> EndpointBuilder {
        EndpointBuilder::new(url.into())
    }

    /// The URL.
    pub fn url(&self) -> &str {
        self.inner.url.as_str()
    }

    #[cfg(feature = "http")]
    pub(crate) fn parsed_url(&self) -> &Url {
        &self.inner.url
    }

    /// Sends a message and waits for the head of the response. A provider of headers is asked again, once, when the server
    /// answers 401: it refused the request, so even a mutation may be sent again.
    ///
    /// `refused` is the error with which the server ended a stream whose credentials expired: the provider gets it at once.
    pub(crate) async fn send(
        &self,
        message: &Message,
        refused: Option<Error>,
    ) -> Result<http::Response<ResponseBody>, Error> {
        let (client, mut lease) = match message.is_stream {
            false => (self.inner.connections.for_request(), None),
            true => {
                let (client, lease) = self.inner.connections.for_stream()?;
                (client, Some(lease))
            }
        };
        let mut opened = |response: reqwest::Response| {
            let (mut head, body) = http::Response::<Body>::from(response).into_parts();
            let body = ResponseBody::new(&mut head, body, lease.take());
            http::Response::from_parts(head, body)
        };
        let is_first = refused.is_none();
        let response = self.send_once(&client, message, refused).await?;
        if response.status() != StatusCode::UNAUTHORIZED || self.inner.provider.is_none() || !is_first {
            return Ok(opened(response));
        }
        let (mut head, body) = http::Response::<Body>::from(response).into_parts();
        let body = ResponseBody::new(&mut head, body, None);
        let refusal = answer::read_refusal(head, body).await;
        self.send_once(&client, message, Some(refusal)).await.map(opened)
    }

    async fn send_once(
        &self,
        client: &reqwest::Client,
        message: &Message,
        refusal: Option<Error>,
    ) -> Result<reqwest::Response, Error> {
        let headers = self.headers(message, refusal).await?;
        let is_post = message.body.is_some();
        let mut url = message.url.as_ref().unwrap_or(&self.inner.url).clone();
        let mut followed = 0;
        loop {
            let request = match &message.body {
                None => client.get(url.clone()),
                Some(content) => client.post(url.clone()).body(content()),
            };
            let response = request
                .headers(headers.clone())
                .send()
                .await
                .map_err(|source| explain(source, &self.inner.url))?;
            redirect::check_not_followed(&response, &url, is_post)?;
            match redirect::target(&response, &url, is_post) {
                Some(next) if followed < self.inner.redirects => {
                    followed += 1;
                    url = next;
                }
                _ => return Ok(response),
            }
        }
    }

    async fn headers(&self, message: &Message, refusal: Option<Error>) -> Result<HeaderMap, Error> {
        let mut headers = self.inner.headers.clone();
        if let Some(provider) = &self.inner.provider {
            let provided = provider(refusal);
            let limit = self.inner.connect_timeout.filter(|_| !message.is_limited);
            let provided = match limit {
                None => provided.await,
                Some(limit) => tokio::time::timeout(limit, provided)
                    .await
                    .unwrap_or_else(|_| Err(Error::timeout("the provider of headers gave none", limit))),
            };
            merge(&mut headers, provided?);
        }
        headers.insert(ACCEPT, message.accept.clone());
        if let Some(encoding) = &message.accept_encoding {
            headers.insert(ACCEPT_ENCODING, encoding.clone());
        } else {
            #[cfg(feature = "compression")]
            headers.entry(ACCEPT_ENCODING).or_insert(decompress::ACCEPTED);
        }
        merge(&mut headers, message.headers.clone());
        if message.body.is_some() {
            headers.insert(CONTENT_TYPE, message.content_type.clone());
        }
        Ok(headers)
    }
}

/// Headers in `more` replace those of the same name.
fn merge(headers: &mut HeaderMap, more: HeaderMap) {
    let mut last = None;
    for (name, value) in more {
        match (name, &last) {
            (Some(name), _) => {
                headers.insert(name.clone(), value);
                last = Some(name);
            }
            (None, Some(name)) => {
                headers.append(name.clone(), value);
            }
            (None, None) => {}
        }
    }
}

impl TryFrom<&str> for Endpoint {
    type Error = Error;

    fn try_from(url: &str) -> Result<Self, Error> {
        Self::builder(url).build()
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Error;

    fn try_from(url: String) -> Result<Self, Error> {
        Self::builder(url).build()
    }
}

/// So that whatever becomes an endpoint is taken where one is asked for.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// The origin alone: the rest of the URL and the headers may be secret.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("origin", &self.inner.url.origin().ascii_serialization())
            .finish()
    }
}
