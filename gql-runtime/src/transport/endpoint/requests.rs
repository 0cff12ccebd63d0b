//! Requests to an endpoint and their responses: headers, refused credentials and redirects.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};

use super::{Endpoint, ResponseBody, Url, platform, receive};
use crate::Error;
use crate::transport::bounds::shareable;
use crate::transport::runtime;
use crate::transport::service::{Body, Streamed};

/// The parts of a request.
pub(crate) struct Message {
    /// The URL, or `None` for that of the endpoint.
    pub(crate) url: Option<Url>,
    pub(crate) accept: HeaderValue,
    pub(crate) accept_encoding: Option<HeaderValue>,
    pub(crate) content_type: HeaderValue,
    pub(crate) headers: HeaderMap,
    /// The body of a POST, or `None` for a GET.
    pub(crate) body: Option<MakeBody>,
    /// Whether the response may stay open and is read as the program consumes it.
    pub(crate) is_stream: bool,
    /// The timeout for the head of the response while nothing is received or sent.
    pub(crate) read_timeout: Option<Duration>,
    /// The number of bytes of the body that were sent, for a body that takes time.
    pub(crate) upload: Option<Arc<AtomicU64>>,
    /// Whether the whole request has a timeout. If not, a provider of headers has the connect timeout.
    pub(crate) is_limited: bool,
}

/// A function that creates the body of a request, also repeatedly.
pub(crate) type MakeBody = Box<shareable!(dyn Fn() -> Body)>;

impl Endpoint {
    #[cfg(feature = "http")]
    pub(crate) fn parsed_url(&self) -> &Url {
        &self.inner.http.url
    }

    /// Returns whether sending needs a tokio runtime, as the timeout of a provider of headers does.
    pub(crate) fn needs_tokio(&self) -> bool {
        self.inner.target.can_refresh() || self.inner.http.service.needs_tokio()
    }

    /// Sends a request and waits for the head of the response. If the server answers 401, the credentials are refreshed
    /// once, and the request is sent again. This includes mutations, as the server refused the request.
    ///
    /// `refused` is the error with which the server ended a stream whose credentials expired. In this case they are
    /// refreshed first.
    pub(crate) async fn send(
        &self,
        message: &Message,
        refused: Option<Error>,
    ) -> Result<Response<ResponseBody>, Error> {
        if let Some(refusal) = refused {
            return self.send_refreshed(message, refusal).await;
        }
        let response = self.send_once(message, None).await?;
        if response.status() != StatusCode::UNAUTHORIZED || !self.inner.target.can_refresh() {
            return Ok(opened(response));
        }
        let (head, body) = opened(response).into_parts();
        let refusal = receive::read_refusal(head, body).await;
        self.send_refreshed(message, refusal).await
    }

    /// Sends a request with other credentials than those that were refused.
    ///
    /// # Errors
    /// Returns the refusal if there are no others, or the errors of sending.
    async fn send_refreshed(
        &self,
        message: &Message,
        refusal: Error,
    ) -> Result<Response<ResponseBody>, Error> {
        let target = &self.inner.target;
        let refreshed = self
            .limited(message, "`on_unauthorized` did not answer", async {
                Ok(target.refresh(refusal.clone()).await)
            })
            .await
            .map_err(|late| refusal.clone().with_hint(&late.to_string()))?;
        match refreshed {
            true => self.send_once(message, Some(refusal)).await.map(opened),
            false => Err(refusal),
        }
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
                None => self.inner.http.uri.clone(),
                Some(url) => uri(url)?,
            };
            *request.headers_mut() = headers.clone();
            if message.is_stream {
                Streamed::mark(&mut request);
            }
            let response = answered(message, self.inner.http.service.call(request)).await?;
            match platform::redirect(&response, moved.as_ref().unwrap_or(&self.inner.http.url), is_post) {
                Some(next) if followed < self.inner.target.route.max_redirects => {
                    followed += 1;
                    moved = Some(next);
                }
                _ => return Ok(response),
            }
        }
    }

    /// Runs a hook of the program. For a request without a timeout, it has the connect timeout.
    async fn limited<T>(
        &self,
        message: &Message,
        missing: &str,
        hook: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match self.inner.target.connect_timeout.filter(|_| !message.is_limited) {
            None => hook.await,
            Some(limit) => runtime::timeout(limit, hook)
                .await
                .unwrap_or_else(|_| Err(Error::timeout(missing, limit))),
        }
    }

    async fn headers(&self, message: &Message, refusal: Option<Error>) -> Result<HeaderMap, Error> {
        let headers = self.inner.target.headers(refusal);
        let mut headers = match self.inner.target.provider {
            None => headers.await?,
            Some(_) => {
                self.limited(message, "the provider of headers did not return", headers)
                    .await?
            }
        };
        headers.insert(ACCEPT, message.accept.clone());
        platform::accept_encoding(&mut headers, message.accept_encoding.as_ref());
        headers.extend(message.headers.clone());
        if message.body.is_some() {
            headers.insert(CONTENT_TYPE, message.content_type.clone());
        }
        Ok(headers)
    }
}

/// Waits for the head of a response, unless the server is silent for too long. It is not while it takes the body of the request.
async fn answered<T>(
    message: &Message,
    response: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let Some(limit) = message.read_timeout else {
        return response.await;
    };
    let sent = || match &message.upload {
        Some(sent) => sent.load(Ordering::Relaxed),
        None => 0,
    };
    let mut response = pin!(response);
    loop {
        let before = sent();
        match runtime::timeout(limit, response.as_mut()).await {
            Ok(response) => return response,
            Err(_) if sent() != before => {}
            Err(_) => return Err(Error::timeout("the server did not begin to answer", limit)),
        }
    }
}

/// Returns the URI of a request.
///
/// # Errors
/// Returns an error if the URL is too long, or has a character that a URI does not allow ([`Error::is_builder`]).
pub(super) fn uri(url: &Url) -> Result<Uri, Error> {
    Uri::try_from(url.as_str()).map_err(|source| {
        Error::builder(format!("the request could not be made: {source}")).with_source(source)
    })
}

fn opened(response: Response<Body>) -> Response<ResponseBody> {
    let (mut head, body) = response.into_parts();
    let body = ResponseBody::new(&mut head, body);
    Response::from_parts(head, body)
}
