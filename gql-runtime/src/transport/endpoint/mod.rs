//! A GraphQL server's URL and all that it takes to reach it: shared by the transports over HTTP.

mod answer;
mod body;
mod builder;
mod credentials;
#[cfg(feature = "compression")]
mod decompress;
mod redirect;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use reqwest::Url;

use crate::Error;
use crate::transport::BoxFuture;
use crate::transport::service::{Body, HttpService, Streamed};

#[cfg(feature = "__stream")]
pub(crate) use answer::media_type;
pub(crate) use answer::{Limits, receive};
pub(crate) use body::ResponseBody;
pub use builder::EndpointBuilder;

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
    service: Arc<dyn HttpService>,
    /// Without credentials: they are among the headers.
    url: Url,
    uri: Uri,
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

    /// Returns the URL, without the name and password that it was given with.
    pub fn url(&self) -> &str {
        self.inner.url.as_str()
    }

    #[cfg(feature = "http")]
    pub(crate) fn parsed_url(&self) -> &Url {
        &self.inner.url
    }

    /// Whether sending needs a runtime of tokio: a provider of headers has a time limit.
    pub(crate) fn needs_tokio(&self) -> bool {
        self.inner.provider.is_some() || self.inner.service.needs_tokio()
    }

    /// Sends a message and waits for the head of the response. A provider of headers is asked again, once, when the server
    /// answers 401: it refused the request, so even a mutation may be sent again.
    ///
    /// `refused` is the error with which the server ended a stream whose credentials expired: the provider gets it at once.
    pub(crate) async fn send(
        &self,
        message: &Message,
        refused: Option<Error>,
    ) -> Result<Response<ResponseBody>, Error> {
        let is_first = refused.is_none();
        let response = self.send_once(message, refused).await?;
        if response.status() != StatusCode::UNAUTHORIZED || self.inner.provider.is_none() || !is_first {
            return Ok(opened(response));
        }
        let (head, body) = opened(response).into_parts();
        let refusal = answer::read_refusal(head, body).await;
        self.send_once(message, Some(refusal)).await.map(opened)
    }

    async fn send_once(&self, message: &Message, refusal: Option<Error>) -> Result<Response<Body>, Error> {
        let headers = self.headers(message, refusal).await?;
        let is_post = message.body.is_some();
        let mut moved = message.url.clone();
        let mut followed = 0;
        loop {
            let mut request = Request::new(match &message.body {
                None => Body::empty(),
                Some(content) => content(),
            });
            *request.method_mut() = if is_post { Method::POST } else { Method::GET };
            *request.uri_mut() = match &moved {
                None => self.inner.uri.clone(),
                Some(url) => uri(url)?,
            };
            *request.headers_mut() = headers.clone();
            if message.is_stream {
                Streamed::mark(&mut request);
            }
            let response = self.inner.service.call(request).await?;
            match redirect::target(&response, moved.as_ref().unwrap_or(&self.inner.url), is_post) {
                Some(next) if followed < self.inner.redirects => {
                    followed += 1;
                    moved = Some(next);
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
            headers.extend(provided?);
        }
        headers.insert(ACCEPT, message.accept.clone());
        if let Some(encoding) = &message.accept_encoding {
            headers.insert(ACCEPT_ENCODING, encoding.clone());
        } else {
            #[cfg(feature = "compression")]
            headers.entry(ACCEPT_ENCODING).or_insert(decompress::ACCEPTED);
        }
        headers.extend(message.headers.clone());
        if message.body.is_some() {
            headers.insert(CONTENT_TYPE, message.content_type.clone());
        }
        Ok(headers)
    }
}

/// The URI of a request.
///
/// # Errors
/// If the URL is too long for one, or has a character that a URI has not ([`Error::is_builder`]).
fn uri(url: &Url) -> Result<Uri, Error> {
    Uri::try_from(url.as_str()).map_err(|source| {
        Error::builder(format!("the request could not be made: {source}")).with_source(source)
    })
}

fn opened(response: Response<Body>) -> Response<ResponseBody> {
    let (mut head, body) = response.into_parts();
    let body = ResponseBody::new(&mut head, body);
    Response::from_parts(head, body)
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
