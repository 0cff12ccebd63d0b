//! Requests with the `fetch` function of a browser. <https://fetch.spec.whatwg.org/>

#[cfg(feature = "tower")]
use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body::{Frame, SizeHint};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestRedirect,
    ResponseType,
};

use super::body::Erased;
use super::failure::Source;
use super::{Body, HttpService};
use crate::transport::BoxFuture;
use crate::{Error, browser};

/// Selects the requests with which the browser sends its cookies and stores those of responses.
/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum CredentialsMode {
    /// No requests.
    Omit,
    /// Requests to the origin of the page.
    #[default]
    SameOrigin,
    /// All requests. A server of another origin must allow this with `Access-Control-Allow-Credentials`.
    Include,
}

/// A service that sends requests with the browser's `fetch`. It is the default service of an endpoint in a browser, unless
/// [another one](crate::transport::EndpointBuilder::service) is set, and can be the innermost of a stack of services.
///
/// Dropping a call or the body of its response aborts the request. A redirect is an [`Error::is_protocol`], as a browser
/// does not show its target, and would send the operation of a 301 or 302 without its body. A browser does not show why a
/// request failed either, so each failure is an [`Error::is_closed`], after which the server may have processed the
/// request.
#[derive(Debug, Clone, Default)]
pub struct Fetch {
    credentials: CredentialsMode,
}

impl Fetch {
    /// Creates a service that only sends cookies to the origin of the page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether cookies are sent. The default is [`CredentialsMode::SameOrigin`].
    #[must_use]
    pub fn credentials_mode(mut self, mode: CredentialsMode) -> Self {
        self.credentials = mode;
        self
    }
}

impl HttpService for Fetch {
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        Box::pin(send(self.credentials, request))
    }

    fn needs_tokio(&self) -> bool {
        false
    }
}

async fn send(credentials: CredentialsMode, request: Request<Body>) -> Result<Response<Body>, Error> {
    let (head, body) = request.into_parts();
    let body = collect(body).await?;
    let abort = Abort(AbortController::new().map_err(|exception| invalid_request(&exception))?);
    let options = RequestInit::new();
    options.set_method(head.method.as_str());
    options.set_headers(&headers(&head.headers)?.into());
    options.set_credentials(match credentials {
        CredentialsMode::Omit => RequestCredentials::Omit,
        CredentialsMode::SameOrigin => RequestCredentials::SameOrigin,
        CredentialsMode::Include => RequestCredentials::Include,
    });
    options.set_redirect(RequestRedirect::Manual);
    options.set_signal(Some(&abort.0.signal()));
    if head.method != Method::GET && head.method != Method::HEAD {
        options.set_body(&Uint8Array::from(&*body));
    }
    let sent = browser::global().fetch_with_str_and_init(&head.uri.to_string(), &options);
    let response = match JsFuture::from(sent).await {
        Ok(response) => response.unchecked_into::<web_sys::Response>(),
        Err(exception) => {
            return Err(failed(
                head.uri.authority().map_or("", |name| name.as_str()),
                &exception,
            ));
        }
    };
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(Error::protocol(
            "the server redirects the request, and a browser does not show where to: give the endpoint the URL that it leads to",
        ));
    }
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::from_u16(response.status())
        .map_err(|_| Error::protocol("the status of the response is not one of HTTP"))?;
    copy_headers(&response.headers(), answer.headers_mut());
    if let Some(stream) = response.body() {
        let reader = stream.get_reader().unchecked_into();
        *answer.body_mut() = Body::received(ReceivedBody {
            reader,
            next: None,
            abort: Some(abort),
        });
    }
    Ok(answer)
}

/// Collects a body, as few browsers can send streams.
async fn collect(mut body: Body) -> Result<Bytes, Error> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.clone());
    }
    let mut collected = BytesMut::new();
    while let Some(frame) = poll_fn(|context| http_body::Body::poll_frame(Pin::new(&mut body), context)).await
    {
        if let Ok(bytes) = frame?.into_data() {
            collected.extend_from_slice(&bytes);
        }
    }
    Ok(collected.freeze())
}

fn headers(headers: &HeaderMap) -> Result<Headers, Error> {
    let copy = Headers::new().map_err(|exception| invalid_request(&exception))?;
    for (name, value) in headers {
        if is_forbidden(name) {
            return Err(Error::builder(format!(
                "a browser sends `{name}` itself, and lets no program set it: leave it out"
            )));
        }
        // Each byte is a separate character. <https://fetch.spec.whatwg.org/#concept-header-value>
        let value: String = value.as_bytes().iter().copied().map(char::from).collect();
        copy.append(name.as_str(), &value)
            .map_err(|exception| invalid_request(&exception))?;
    }
    Ok(copy)
}

/// Returns whether a browser silently drops this header of a program.
/// <https://fetch.spec.whatwg.org/#forbidden-request-header>
fn is_forbidden(name: &HeaderName) -> bool {
    let name = name.as_str();
    name.starts_with("sec-")
        || name.starts_with("proxy-")
        || matches!(
            name,
            "accept-charset"
                | "accept-encoding"
                | "access-control-request-headers"
                | "access-control-request-method"
                | "connection"
                | "content-length"
                | "cookie"
                | "cookie2"
                | "date"
                | "dnt"
                | "expect"
                | "host"
                | "keep-alive"
                | "origin"
                | "referer"
                | "set-cookie"
                | "te"
                | "trailer"
                | "transfer-encoding"
                | "upgrade"
                | "via"
        )
}

/// Copies the headers that the browser shows. A response from another origin only has those that it exposes.
fn copy_headers(from: &Headers, to: &mut HeaderMap) {
    for entry in from.entries().into_iter().flatten() {
        let pair: Array = entry.unchecked_into();
        let text = |index| pair.get(index).as_string().unwrap_or_default();
        let value: Vec<u8> = text(1).chars().map(|char| char as u8).collect();
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(text(0)),
            HeaderValue::from_maybe_shared(Bytes::from(value)),
        ) {
            to.append(name, value);
        }
    }
    // The body is decompressed.
    if to.remove(CONTENT_ENCODING).is_some() {
        to.remove(CONTENT_LENGTH);
    }
}

fn invalid_request(exception: &JsValue) -> Error {
    let reason = browser::message(exception);
    Error::builder(format!("the request could not be made: {reason}"))
}

/// Returns the error for a request without a response. The message of the browser does not help, and does not contain the
/// URL.
fn failed(server: &str, exception: &JsValue) -> Error {
    let reason = browser::message(exception);
    Error::closed(format!(
        "no response of {server}: {reason}; the server is not there, or its CORS headers do not allow this page \
         (the console of the browser has more)"
    ))
}

/// Aborts the request when dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The body of a response.
pub(super) struct ReceivedBody {
    reader: ReadableStreamDefaultReader,
    next: Option<JsFuture>,
    /// The guard that aborts the request, or `None` after the end.
    abort: Option<Abort>,
}

impl Erased for ReceivedBody {
    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = &mut *self;
        if this.abort.is_none() {
            return Poll::Ready(None);
        }
        let reader = &this.reader;
        let next = this.next.get_or_insert_with(|| JsFuture::from(reader.read()));
        let read = ready!(Pin::new(next).poll(context));
        this.next = None;
        let member = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name));
        match read.and_then(|read| Ok((member(&read, "done")?, member(&read, "value")?))) {
            Ok((done, _)) if done.is_truthy() => {
                this.abort = None;
                Poll::Ready(None)
            }
            Ok((_, chunk)) => {
                let chunk: Uint8Array = chunk.unchecked_into();
                Poll::Ready(Some(Ok(Frame::data(chunk.to_vec().into()))))
            }
            Err(exception) => {
                this.abort = None;
                let reason = browser::message(&exception);
                let lost = format!("the body ended before it was complete: {reason}");
                Poll::Ready(Some(Err(Error::closed(lost))))
            }
        }
    }

    /// Returns false, as the end is only known once it is reached.
    fn is_end_stream(&self) -> bool {
        false
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

/// Returns the source, as no library here has errors of its own.
#[cfg(feature = "tower")]
pub(super) fn explained(source: Source) -> Result<Error, Source> {
    Err(source)
}

/// Returns the source unchanged.
pub(super) fn without_url(source: Source) -> Source {
    source
}

/// Returns `None`, as a browser does not show why TLS failed.
#[cfg(feature = "tower")]
pub(super) fn tls_failure(_: &(dyn StdError + 'static)) -> Option<String> {
    None
}
