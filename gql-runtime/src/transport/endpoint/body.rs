//! The body of a response, which is decompressed and reports why it could not be read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Version, response};
use http_body::Body as _;

use super::decompress::{self, Decompressed};
use crate::Error;
use crate::transport::service::Body;

/// The body of a response. Dropping it ends the request at the server.
pub(crate) struct ResponseBody {
    content: DecodedBody,
    /// Whether a reset may look like the end, which is the case over HTTP/2 without a declared length.
    may_be_truncated: bool,
}

enum DecodedBody {
    Plain(Body),
    Compressed(Decompressed),
}

/// The reason for which a body could not be read to its end.
pub(crate) enum BodyError {
    /// The connection was lost, the server reset the response, or the service rejected the body.
    Lost(Error),
    /// The body does not match its `Content-Encoding`.
    #[allow(dead_code, reason = "without decompression there is none")]
    Encoding(Error),
}

impl ResponseBody {
    /// Creates the body of a response, and updates the head to describe the decompressed body.
    pub(super) fn new(head: &mut response::Parts, body: Body) -> Self {
        let may_be_truncated = head.version == Version::HTTP_2 && body.size_hint().exact().is_none();
        let content = match decompress::body(head, body) {
            Ok(compressed) => DecodedBody::Compressed(compressed),
            Err(plain) => DecodedBody::Plain(plain),
        };
        Self {
            content,
            may_be_truncated,
        }
    }

    /// Polls for the next bytes, or `None` at the end.
    pub(crate) fn poll_data(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let frame = match &mut self.content {
                DecodedBody::Plain(body) => {
                    let frame = ready!(Pin::new(body).poll_frame(context));
                    frame.map(|frame| frame.map_err(BodyError::Lost))
                }
                DecodedBody::Compressed(body) => ready!(body.poll_frame(context)),
            };
            match frame {
                None => return Poll::Ready(None),
                Some(Err(failure)) => return Poll::Ready(Some(Err(failure))),
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
            }
        }
    }

    /// Returns, after the end, whether the server may have aborted the response.
    pub(crate) fn may_be_truncated(&self) -> bool {
        self.may_be_truncated
            && match &self.content {
                DecodedBody::Plain(body) => !body.is_end_stream(),
                // The end of compressed data is part of its format.
                DecodedBody::Compressed(_) => false,
            }
    }
}

impl BodyError {
    /// Converts into an error. `lost` is the message if the connection was lost.
    pub(crate) fn into_error(self, lost: impl Into<String>) -> Error {
        match self {
            Self::Lost(error) if error.is_closed() => error.with_message(lost),
            // The error of a layer of the program, such as one with a limit.
            Self::Lost(error) => error,
            Self::Encoding(error) => error,
        }
    }
}
