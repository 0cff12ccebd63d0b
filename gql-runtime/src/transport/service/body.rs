//! The body of a request or response: bytes, or a stream of them.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::{failure, platform};
use crate::Error;
use crate::transport::{BoxStream, MaybeSend};

/// The body of a request or response: bytes, or a stream of them with a known or unknown length.
///
/// It implements [`http_body::Body`], so that HTTP libraries accept it, and its frames are read through that trait.
/// Dropping the body of a response ends the request at the server.
#[derive(Default)]
pub struct Body {
    content: BodyContent,
}

enum BodyContent {
    Bytes(Bytes),
    Stream(Locked<BoxStream<Result<Bytes, Error>>>, Option<u64>),
    Received(platform::ReceivedBody),
    Body(Locked<Pin<Box<dyn Erased>>>),
}

impl Default for BodyContent {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// Creates an empty body, such as that of a GET request.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Creates a body from a stream with this total length in bytes, or `None` if it is unknown. An error must be the last
    /// item. Its source is kept, and an [`Error`] is unchanged.
    pub fn from_stream<E>(
        stream: impl Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        length: Option<u64>,
    ) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        use futures_util::TryStreamExt as _;
        let stream = stream.map_err(|source| failure::body_error(source.into()));
        Self {
            content: BodyContent::Stream(Locked::new(Box::pin(stream)), length),
        }
    }

    /// Creates a body from any other one, such as those of HTTP libraries. An [`Error`] is unchanged, and every other
    /// error means that the connection was lost. See [`HttpService`](super::HttpService).
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Error: Into<Box<dyn StdError + Send + Sync>>> + MaybeSend + 'static,
    {
        Self {
            content: BodyContent::Body(Locked::new(Box::pin(body))),
        }
    }

    /// Creates a body that the platform received.
    pub(super) fn received(body: platform::ReceivedBody) -> Self {
        Self {
            content: BodyContent::Received(body),
        }
    }

    /// Returns the bytes if they are in memory, which is the case for every request without files. This allows signing
    /// requests. Returns `None` for a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            BodyContent::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        http_body::Body::size_hint(self).exact()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self {
            content: BodyContent::Bytes(bytes),
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
            BodyContent::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            BodyContent::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            BodyContent::Stream(stream, left) => {
                let item = stream.get_mut().as_mut().poll_next(context);
                if let (Poll::Ready(Some(Ok(bytes))), Some(left)) = (&item, left) {
                    *left = left.saturating_sub(bytes.len() as u64);
                }
                item.map_ok(Frame::data)
            }
            BodyContent::Received(body) => Erased::poll_frame(Pin::new(body), context),
            BodyContent::Body(body) => body.get_mut().as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            BodyContent::Bytes(bytes) => bytes.is_empty(),
            // The end of a stream is only known once it is reached.
            BodyContent::Stream(..) => false,
            BodyContent::Received(body) => Erased::is_end_stream(body),
            BodyContent::Body(body) => body.lock().is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            BodyContent::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            BodyContent::Stream(_, left) => left.map_or_else(SizeHint::default, SizeHint::with_exact),
            BodyContent::Received(body) => Erased::size_hint(body),
            BodyContent::Body(body) => body.lock().size_hint(),
        }
    }
}

/// Shows only the length, as the content may be confidential.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("length", &self.length()).finish()
    }
}

/// A body of any type, with its data and errors converted.
pub(super) trait Erased: MaybeSend {
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
                // This does not copy `Bytes`.
                Ok(frame) => Ok(frame.map_data(|mut data| data.copy_to_bytes(data.remaining()))),
                Err(source) => Err(failure::body_error(source.into())),
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

/// A value that is `Sync` because it is only used by one thread at a time, as HTTP libraries require. The lock is never
/// contended.
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
