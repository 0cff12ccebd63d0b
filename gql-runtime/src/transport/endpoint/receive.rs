//! Interprets HTTP responses. <https://graphql.github.io/graphql-over-http/draft/#sec-Processing-the-response>

use std::future::poll_fn;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use gql_protocol::media_type::MediaType;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::response::Parts;
use http::{HeaderMap, Response, StatusCode};
use serde::de::IgnoredAny;

use super::ResponseBody;
use crate::transport::bounds::shareable;
use crate::transport::runtime::{Instant, require, timeout, timeout_at};
use crate::transport::{Head, Payload};
use crate::{Error, response};

/// The maximum size of the body of a refusal that is read, in bytes.
const MAX_REFUSAL: usize = 1024 * 1024;

/// The timeout for the body of a refusal. The error has the part that arrived.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(5);

/// The media type of execution results with any status.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json>
const RESULT_MEDIA_TYPE: &str = "application/graphql-response+json";

/// The limits of a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The maximum size in bytes, decompressed.
    pub(crate) size: usize,
    /// The timeout for the next bytes.
    pub(crate) silence: Option<Duration>,
    /// The timeout for the whole body.
    pub(crate) whole: Option<Duration>,
}

/// Receives a response that is an execution result. Reports the number of bytes whenever more have arrived.
///
/// # Errors
/// Returns an error if the response is not an execution result ([`Error::is_status`], [`Error::is_protocol`]), if the
/// connection is lost, or if a limit is exceeded. The error has the head of the response, and the beginning of its body.
pub(crate) async fn receive(
    response: Response<ResponseBody>,
    limits: Limits,
    progress: &shareable!(dyn Fn(usize)),
) -> Result<Payload, Error> {
    let (head, mut body) = response.into_parts();
    if !head.status.is_success() && media_type(&head.headers).essence() != RESULT_MEDIA_TYPE {
        return Err(read_refusal(head, body).await);
    }
    // A body with a length above the limit is not read. The head of a compressed response no longer has a length.
    if declared_length(&head.headers).is_some_and(|length| length > limits.size as u64) {
        return Err(too_large(limits.size).with_head(head.status, head.headers));
    }
    let mut received = Received::default();
    let reading = received.read(&mut body, limits, progress);
    let read = match limits.whole {
        None => reading.await,
        Some(limit) => timeout(limit, reading)
            .await
            .unwrap_or_else(|_| Err(Error::timeout("the response was not complete", limit))),
    };
    let bytes = received.into_bytes();
    match read {
        Ok(()) => interpret(head.status, head.headers, bytes),
        Err(error) => Err(error.with_head(head.status, head.headers).with_body(&bytes)),
    }
}

/// Returns the length that a response declares. <https://www.rfc-editor.org/rfc/rfc9110#section-8.6>
fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn too_large(limit: usize) -> Error {
    Error::protocol(format!("the response is larger than the limit of {limit} bytes"))
}

/// Creates the error for a response that is not a result, with the part of its body that arrives in time.
pub(super) async fn read_refusal(head: Parts, mut body: ResponseBody) -> Error {
    let deadline = Instant::now() + REFUSAL_TIMEOUT;
    let mut received = Received::default();
    while received.size < MAX_REFUSAL {
        let next = poll_fn(|context| body.poll_data(context));
        // There is no timer without a runtime. See `HttpService::needs_tokio`.
        let next = match require() {
            Ok(()) => timeout_at(deadline, next).await.ok().flatten(),
            Err(_) => next.await,
        };
        match next {
            Some(Ok(bytes)) => received.push(bytes),
            None | Some(Err(_)) => break,
        }
    }
    refused(head.status, head.headers, &received.into_bytes())
}

/// The received part of a body. Most bodies arrive in one piece, which is not copied.
#[derive(Default)]
struct Received {
    first: Bytes,
    joined: BytesMut,
    size: usize,
}

impl Received {
    /// Reads a body to its end.
    async fn read(
        &mut self,
        body: &mut ResponseBody,
        limits: Limits,
        progress: &shareable!(dyn Fn(usize)),
    ) -> Result<(), Error> {
        const LOST: &str = "the connection was lost before the response was complete";
        loop {
            let next = poll_fn(|context| body.poll_data(context));
            let next = match limits.silence {
                None => next.await,
                Some(silence) => timeout(silence, next)
                    .await
                    .map_err(|_| Error::timeout("no more of the response arrived", silence))?,
            };
            let Some(next) = next else { break };
            let bytes = next.map_err(|failure| failure.into_error(LOST))?;
            if self.size + bytes.len() > limits.size {
                return Err(too_large(limits.size));
            }
            self.push(bytes);
            progress(self.size);
        }
        if body.may_be_truncated() && self.ends_early() {
            return Err(Error::closed(LOST));
        }
        Ok(())
    }

    fn push(&mut self, bytes: Bytes) {
        self.size += bytes.len();
        if self.first.is_empty() && self.joined.is_empty() {
            self.first = bytes;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.joined.extend_from_slice(&bytes);
    }

    fn as_slice(&self) -> &[u8] {
        if self.joined.is_empty() {
            &self.first
        } else {
            &self.joined
        }
    }

    /// Returns whether the body is the beginning of a JSON text.
    fn ends_early(&self) -> bool {
        serde_json::from_slice::<IgnoredAny>(self.as_slice()).is_err_and(|error| error.is_eof())
    }

    fn into_bytes(self) -> Bytes {
        without_byte_order_mark(if self.joined.is_empty() {
            self.first
        } else {
            self.joined.freeze()
        })
    }
}

/// Removes a byte order mark, which a JSON parser may ignore. Some .NET servers send one.
/// <https://www.rfc-editor.org/rfc/rfc8259#section-8.1>
fn without_byte_order_mark(body: Bytes) -> Bytes {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if body.starts_with(MARK) {
        body.slice(MARK.len()..)
    } else {
        body
    }
}

/// Returns the media type of a response.
pub(crate) fn media_type(headers: &HeaderMap) -> MediaType {
    MediaType::parse(
        headers
            .get(CONTENT_TYPE)
            .map_or(&b""[..], |value| value.as_bytes()),
    )
}

/// Returns the execution result of a complete response.
///
/// # Errors
/// Returns an error if it is not an execution result ([`Error::is_status`] or [`Error::is_protocol`]), with its GraphQL
/// errors.
fn interpret(status: StatusCode, headers: HeaderMap, body: Bytes) -> Result<Payload, Error> {
    let media_type = media_type(&headers);
    // With this media type, it is an execution result whatever the status.
    let is_result =
        status.is_success() || media_type.essence() == RESULT_MEDIA_TYPE && response::is_response(&body);
    if !is_result {
        return Err(refused(status, headers, &body));
    }
    // Some servers send JSON as text, or without a media type, but none send HTML as JSON.
    let looks_like_json = body.trim_ascii_start().first() == Some(&b'{');
    if !media_type.is_json() && !looks_like_json {
        let essence = if media_type.essence().is_empty() {
            "a body without a media type"
        } else {
            media_type.essence()
        };
        let excerpt = crate::error::excerpt(&body).unwrap_or_default();
        return Err(Error::protocol(format!(
            "the server answered {status} with {essence}, not with JSON: {excerpt}"
        ))
        .with_head(status, headers)
        .with_body(&body));
    }
    Ok(Payload::from_bytes(body).with_head(Head { status, headers }))
}

/// Creates the error for a response.
fn refused(status: StatusCode, headers: HeaderMap, body: &[u8]) -> Error {
    Error::http_status(status, headers, body, response::errors_in(body))
}
