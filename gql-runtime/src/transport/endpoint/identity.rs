//! Responses as they are, without decompression.

use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, response};
use http_body::Frame;

use super::body::BodyError;
use crate::transport::service::Body;

/// The accepted content codings: those of the service.
#[allow(dead_code, reason = "a browser sets `Accept-Encoding` itself")]
pub(super) const ACCEPTED: Option<HeaderValue> = None;

/// A body that is decompressed, of which there are none.
pub(super) enum Decompressed {}

/// Returns the body unchanged.
pub(super) fn body(_: &mut response::Parts, body: Body) -> Result<Decompressed, Body> {
    Err(body)
}

impl Decompressed {
    pub(super) fn poll_frame(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match *self {}
    }
}
