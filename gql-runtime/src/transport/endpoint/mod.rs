//! A GraphQL server's URL and all that it takes to reach it: shared by the transports over HTTP.

mod answer;
mod builder;
mod failure;

use std::fmt;
use std::sync::Arc;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::{Body, Url};

use crate::Error;
use crate::transport::BoxFuture;

#[cfg(feature = "__stream")]
pub(crate) use answer::media_type;
#[cfg(feature = "http")]
pub(crate) use answer::read_body_telling;
pub(crate) use answer::{interpret, read_body};
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
    client: reqwest::Client,
    url: Url,
    headers: HeaderMap,
    provider: Option<HeaderProvider>,
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

    /// Sends a message and waits for the head of the answer. A provider of headers is asked again, once, when the server
    /// answers 401: it refused the request, so even a mutation may be sent again.
    pub(crate) async fn send(&self, message: &Message) -> Result<http::Response<Body>, Error> {
        let response = self.send_once(message, None).await?;
        if response.status() != StatusCode::UNAUTHORIZED || self.inner.provider.is_none() {
            return Ok(response);
        }
        let (head, body) = response.into_parts();
        let body = read_body(body, answer::ERROR_BODY, None)
            .await
            .unwrap_or_default();
        let refusal = answer::refused(head.status, head.headers, &body);
        self.send_once(message, Some(refusal)).await
    }

    async fn send_once(
        &self,
        message: &Message,
        refusal: Option<Error>,
    ) -> Result<http::Response<Body>, Error> {
        let mut headers = self.inner.headers.clone();
        if let Some(provider) = &self.inner.provider {
            merge(&mut headers, provider(refusal).await?);
        }
        headers.insert(ACCEPT, message.accept.clone());
        if let Some(encoding) = &message.accept_encoding {
            headers.insert(ACCEPT_ENCODING, encoding.clone());
        }
        merge(&mut headers, message.headers.clone());
        if message.body.is_some() {
            headers.insert(CONTENT_TYPE, message.content_type.clone());
        }
        let url = message.url.as_ref().unwrap_or(&self.inner.url).clone();
        let request = match &message.body {
            None => self.inner.client.get(url),
            Some(content) => self.inner.client.post(url).body(content()),
        };
        let response = request
            .headers(headers)
            .send()
            .await
            .map_err(|source| explain(source, &self.inner.url))?;
        Ok(response.into())
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
