//! The body of a request or response: bytes at once, or a stream of them.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::connections::Lease;
use super::failure;
use crate::Error;
use crate::transport::{BoxStream, MaybeSend};

/// The body of a request or response: bytes at once, or a stream of them with a length that is known or not.
///
/// It is an [`http_body::Body`], so that HTTP libraries take it as it is; its frames are read through that trait. Dropping the body of a
/// response ends the request at the server.
#[derive(Default)]
pub struct Body {
    content: Content,
}

enum Content {
    Bytes(Bytes),
    Stream(Locked<BoxStream<Result<Bytes, Error>>>, Option<u64>),
    /// Of a response by reqwest, with its place among the streams. Its own variant saves a box in each response.
    Received {
        body: reqwest::Body,
        _lease: Option<Lease>,
    },
    Body(Locked<Pin<Box<dyn Erased>>>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// Makes an empty body, as of a GET request.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Makes a body of the items of a stream, which have this length together, in bytes; `None` where it is not known. An error is the
    /// last item: its source is kept, and an [`Error`] stays as it is.
    pub fn from_stream<E>(
        stream: impl Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        length: Option<u64>,
    ) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        use futures_util::TryStreamExt as _;
        let stream = stream.map_err(|source| failure::of_body(source.into()));
        Self {
            content: Content::Stream(Locked::new(Box::pin(stream)), length),
        }
    }

    /// Makes a body of any other, as HTTP libraries have. Its errors become those of the [service](super::HttpService): an [`Error`] stays
    /// as it is, and every other means that the connection was lost.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Error: Into<Box<dyn StdError + Send + Sync>>> + MaybeSend + 'static,
    {
        Self {
            content: Content::Body(Locked::new(Box::pin(body))),
        }
    }

    /// The body of a response by reqwest, which keeps the lease.
    pub(super) fn received(body: reqwest::Body, lease: Option<Lease>) -> Self {
        Self {
            content: Content::Received { body, _lease: lease },
        }
    }

    /// Returns all of the bytes, where they are in memory: for a signature over them, such as of every request but one with files.
    /// `None` for a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(..) | Content::Received { .. } | Content::Body(_) => None,
        }
    }

    /// Returns the length in bytes, where it is known.
    pub fn length(&self) -> Option<u64> {
        http_body::Body::size_hint(self).exact()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self {
            content: Content::Bytes(bytes),
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match &mut self.content {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Stream(stream, left) => {
                let item = stream.get_mut().as_mut().poll_next(context);
                if let (Poll::Ready(Some(Ok(bytes))), Some(left)) = (&item, left) {
                    *left = left.saturating_sub(bytes.len() as u64);
                }
                item.map_ok(Frame::data)
            }
            Content::Received { body, .. } => Erased::poll_frame(Pin::new(body), context),
            Content::Body(body) => body.get_mut().as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Bytes(bytes) => bytes.is_empty(),
            // Only its end tells that it is complete.
            Content::Stream(..) => false,
            Content::Received { body, .. } => Erased::is_end_stream(body),
            Content::Body(body) => body.lock().is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Stream(_, left) => left.map_or_else(SizeHint::default, SizeHint::with_exact),
            Content::Received { body, .. } => Erased::size_hint(body),
            Content::Body(body) => body.lock().size_hint(),
        }
    }
}

/// Its length alone: the content may be secret.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("length", &self.length()).finish()
    }
}

/// Any other body, its data and errors made ours.
trait Erased: MaybeSend {
    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>>;
    fn is_end_stream(&self) -> bool;
    fn size_hint(&self) -> SizeHint;
}

impl<B> Erased for B
where
    B: http_body::Body<Error: Into<Box<dyn StdError + Send + Sync>>> + MaybeSend,
{
    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        http_body::Body::poll_frame(self, context).map(|frame| {
            frame.map(|frame| match frame {
                // Bytes are not copied for that.
                Ok(frame) => Ok(frame.map_data(|mut data| data.copy_to_bytes(data.remaining()))),
                Err(source) => Err(failure::of_body(source.into())),
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        http_body::Body::is_end_stream(self)
    }

    fn size_hint(&self) -> SizeHint {
        http_body::Body::size_hint(self)
    }
}

/// A value that is used by one thread at a time, which makes it `Sync`: HTTP libraries ask for that. Reading never waits: whoever reads has
/// it alone.
struct Locked<T>(Mutex<T>);

impl<T> Locked<T> {
    fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
