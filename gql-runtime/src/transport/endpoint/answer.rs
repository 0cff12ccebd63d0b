//! What an HTTP response means. <https://graphql.github.io/graphql-over-http/draft/#sec-Processing-the-response>

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use gql_protocol::media_type::MediaType;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use reqwest::Body;

use crate::transport::{Head, Payload};
use crate::{Error, response};

/// How much of a body is read that says why a request was refused.
pub(super) const ERROR_BODY: usize = 64 * 1024;

/// Reads a body to its end.
///
/// # Errors
/// If the connection is lost, there are more than `limit` bytes ([`Error::is_protocol`]), or none come for `silence`.
pub(crate) async fn read_body(body: Body, limit: usize, silence: Option<Duration>) -> Result<Bytes, Error> {
    read_body_telling(body, limit, silence, &|_| {}).await
}

/// As [`read_body`], and tells how many bytes have come, whenever some have.
pub(crate) async fn read_body_telling(
    body: Body,
    limit: usize,
    silence: Option<Duration>,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<Bytes, Error> {
    let mut body = pin!(body);
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    loop {
        let frame = poll_fn(|context| body.as_mut().poll_frame(context));
        let frame = match silence {
            None => frame.await,
            Some(silence) => tokio::time::timeout(silence, frame)
                .await
                .map_err(|_| Error::timeout("no more of the response came", silence))?,
        };
        let Some(frame) = frame else { break };
        let frame = frame.map_err(|source| {
            Error::closed("the connection was lost before the response was complete").with_source(source)
        })?;
        let Ok(chunk) = frame.into_data() else { continue };
        if first.len() + rest.len() + chunk.len() > limit {
            return Err(Error::protocol(format!(
                "the response is larger than the limit of {limit} bytes"
            )));
        }
        progress(first.len() + rest.len() + chunk.len());
        // Most bodies come in one chunk: then nothing is copied.
        if first.is_empty() && rest.is_empty() {
            first = chunk;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&std::mem::take(&mut first));
            }
            rest.extend_from_slice(&chunk);
        }
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
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
pub(crate) fn interpret(status: StatusCode, headers: HeaderMap, body: Bytes) -> Result<Payload, Error> {
    let media_type = media_type(&headers);
    // With this media type it is an execution result whatever the status.
    let is_result = status.is_success()
        || media_type.essence() == "application/graphql-response+json" && response::is_response(&body);
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
pub(super) fn refused(status: StatusCode, headers: HeaderMap, body: &[u8]) -> Error {
    Error::status_error(status, headers, body, response::errors_in(body))
}
