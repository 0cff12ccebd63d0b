//! Decompression of responses. <https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1>

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::header::CONTENT_ENCODING;
use http::{HeaderValue, Request, Response, response};
use http_body::{Body as _, Frame};
use tower_http::decompression::{Decompression, DecompressionBody};
use tower_service::Service;

use super::body::BodyError;
use crate::Error;
use crate::transport::service::Body;

/// The accepted content codings.
pub(super) const ACCEPTED: Option<HeaderValue> = Some(HeaderValue::from_static("gzip, deflate, br"));

/// A body that is decompressed while it is read.
pub(super) struct Decompressed {
    /// The coding in lowercase.
    coding: &'static str,
    body: Pin<Box<DecompressionBody<Body>>>,
}

/// Returns a decompressed body if the head names a supported coding, which is removed from the head. Otherwise returns the
/// body unchanged.
pub(super) fn body(head: &mut response::Parts, body: Body) -> Result<Decompressed, Body> {
    let Some(coding) = head.headers.get(CONTENT_ENCODING).and_then(coding) else {
        return Err(body);
    };
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    // The future is ready, as nothing is sent.
    let Some(Ok(decompressed)) = Decompression::new(ResponseService(Some(response)))
        .call(Request::new(()))
        .now_or_never()
    else {
        return Err(Body::default());
    };
    head.headers.remove(CONTENT_ENCODING);
    head.headers.remove(http::header::CONTENT_LENGTH);
    Ok(Decompressed {
        coding,
        body: Box::pin(decompressed.into_body()),
    })
}

/// Returns a supported coding, ignoring case. <https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.3>
fn coding(value: &HeaderValue) -> Option<&'static str> {
    let value = value.as_bytes().trim_ascii();
    let known = [
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("deflate", "deflate"),
        ("br", "br"),
    ];
    known
        .into_iter()
        .find(|(name, _)| value.eq_ignore_ascii_case(name.as_bytes()))
        .map(|(_, coding)| coding)
}

impl Decompressed {
    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.body
            .as_mut()
            .poll_frame(context)
            .map_err(|source| match source.downcast::<Error>() {
                Ok(lost) => BodyError::Lost(*lost),
                Err(source) => BodyError::Encoding(
                    Error::protocol(format!(
                        "the body is not {}, as its `Content-Encoding` says: {source}",
                        self.coding
                    ))
                    .with_source(source),
                ),
            })
    }
}

/// A service that already has the response.
struct ResponseService(Option<Response<Body>>);

impl Service<Request<()>> for ResponseService {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(self.0.take().unwrap_or_default()))
    }
}
