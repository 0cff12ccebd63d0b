//! What an HTTP response means. <https://graphql.github.io/graphql-over-http/draft/#sec-Processing-the-response>

use std::future::poll_fn;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use gql_protocol::media_type::MediaType;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::response::Parts;
use http::{HeaderMap, Response, StatusCode};
use serde::de::IgnoredAny;

use super::ResponseBody;
use crate::transport::runtime::{Instant, require, timeout, timeout_at};
use crate::transport::{Head, Payload};
use crate::{Error, response};

/// How much is read of a body that says why a request was refused, in bytes.
const REFUSAL: usize = 1024 * 1024;

/// How long is waited for it: what came until then is in the error.
const REFUSAL_TIME: Duration = Duration::from_secs(5);

/// The media type of execution results, whatever the status.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json>
const RESULT: &str = "application/graphql-response+json";

/// The limits on a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Its size in bytes, decompressed.
    pub(crate) size: usize,
    /// How long no more of it may come.
    pub(crate) silence: Option<Duration>,
    /// How long all of it may take.
    pub(crate) whole: Option<Duration>,
}

/// The execution result that a response is. Reports how many bytes have come, whenever some have.
///
/// # Errors
/// If it is no execution result ([`Error::is_status`], [`Error::is_protocol`]), the connection is lost, or a limit is reached; with the
/// head, and the beginning of what came.
pub(crate) async fn receive(
    response: Response<ResponseBody>,
    limits: Limits,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<Payload, Error> {
    let (head, mut body) = response.into_parts();
    if !head.status.is_success() && media_type(&head.headers).essence() != RESULT {
        return Err(read_refusal(head, body).await);
    }
    // A length beyond the limit is not waited for. That of a compressed body is gone from the head.
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

/// The length that a response announces. <https://www.rfc-editor.org/rfc/rfc9110#section-8.6>
fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn too_large(limit: usize) -> Error {
    Error::protocol(format!("the response is larger than the limit of {limit} bytes"))
}

/// The error that a response is which is no result, from as much of its body as comes soon.
pub(super) async fn read_refusal(head: Parts, mut body: ResponseBody) -> Error {
    let deadline = Instant::now() + REFUSAL_TIME;
    let mut received = Received::default();
    while received.size < REFUSAL {
        let next = poll_fn(|context| body.poll_data(context));
        // Without a runtime there is no timer: see `HttpService::needs_tokio`.
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

/// What has come of a body. Most bodies come in one piece: then nothing is copied.
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
        progress: &(dyn Fn(usize) + Send + Sync),
    ) -> Result<(), Error> {
        const LOST: &str = "the connection was lost before the response was complete";
        loop {
            let next = poll_fn(|context| body.poll_data(context));
            let next = match limits.silence {
                None => next.await,
                Some(silence) => timeout(silence, next)
                    .await
                    .map_err(|_| Error::timeout("no more of the response came", silence))?,
            };
            let Some(next) = next else { break };
            let bytes = next.map_err(|broken| broken.into_error(LOST))?;
            if self.size + bytes.len() > limits.size {
                return Err(too_large(limits.size));
            }
            self.push(bytes);
            progress(self.size);
        }
        if body.may_be_cut() && self.ends_early() {
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

    /// Whether it is the beginning of a JSON text.
    fn ends_early(&self) -> bool {
        serde_json::from_slice::<IgnoredAny>(self.as_slice()).is_err_and(|error| error.is_eof())
    }

    fn into_bytes(self) -> Bytes {
        without_mark(if self.joined.is_empty() {
            self.first
        } else {
            self.joined.freeze()
        })
    }
}

/// A parser of JSON may ignore a byte order mark; some servers on .NET send one.
/// <https://www.rfc-editor.org/rfc/rfc8259#section-8.1>
fn without_mark(body: Bytes) -> Bytes {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if body.starts_with(MARK) {
        body.slice(MARK.len()..)
    } else {
        body
    }
}

/// The media type of a response.
pub(crate) fn media_type(headers: &HeaderMap) -> MediaType {
    MediaType::parse(
        headers
            .get(CONTENT_TYPE)
            .map_or(&b""[..], |value| value.as_bytes()),
    )
}

/// The execution result that a complete response is.
///
/// # Errors
/// If it is none ([`Error::is_status`] or [`Error::is_protocol`]), with the GraphQL errors that it has.
fn interpret(status: StatusCode, headers: HeaderMap, body: Bytes) -> Result<Payload, Error> {
    let media_type = media_type(&headers);
    // With this media type it is an execution result whatever the status.
    let is_result = status.is_success() || media_type.essence() == RESULT && response::is_response(&body);
    if !is_result {
        return Err(refused(status, headers, &body));
    }
    // Some servers label JSON as text, or not at all; nobody labels HTML as JSON.
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

/// The error that a response is.
fn refused(status: StatusCode, headers: HeaderMap, body: &[u8]) -> Error {
    Error::http_status(status, headers, body, response::errors_in(body))
}
