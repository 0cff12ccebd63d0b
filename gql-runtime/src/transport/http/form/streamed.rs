//! The body of a form as a stream: files are read while they are sent, and never loaded into memory as a whole.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::Piece;
use crate::transport::service;

/// The size of the pieces in which a file is read, in bytes.
const PIECE_SIZE: usize = 64 * 1024;

/// Creates the body of a form with this size.
pub(super) fn new(pieces: VecDeque<Piece>, size: u64, sent: Arc<AtomicU64>) -> service::Body {
    service::Body::wrap(FormBody {
        pieces,
        left: size,
        file: CurrentPiece::Nothing,
        sent,
    })
}

/// The body of a form while it is sent.
struct FormBody {
    pieces: VecDeque<Piece>,
    left: u64,
    file: CurrentPiece,
    sent: Arc<AtomicU64>,
}

enum CurrentPiece {
    Nothing,
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send + Sync>>, u64),
    /// A file with the number of remaining bytes.
    File(File, u64),
}

impl Body for FormBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        loop {
            match &mut this.file {
                CurrentPiece::Nothing => match this.pieces.pop_front() {
                    None => return Poll::Ready(None),
                    Some(Piece::Bytes(bytes)) if bytes.is_empty() => {}
                    Some(Piece::Bytes(bytes)) => return this.give(bytes),
                    Some(Piece::File(path, size)) => {
                        this.file = CurrentPiece::Opening(Box::pin(File::open(path)), size);
                    }
                },
                CurrentPiece::Opening(opening, size) => {
                    let size = *size;
                    this.file = CurrentPiece::File(ready!(opening.as_mut().poll(context))?, size);
                }
                CurrentPiece::File(_, 0) => this.file = CurrentPiece::Nothing,
                CurrentPiece::File(file, left) => {
                    let mut piece =
                        BytesMut::zeroed(PIECE_SIZE.min(usize::try_from(*left).unwrap_or(PIECE_SIZE)));
                    let mut buffer = ReadBuf::new(&mut piece);
                    ready!(Pin::new(file).poll_read(context, &mut buffer))?;
                    let read = buffer.filled().len();
                    if read == 0 {
                        return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                    }
                    *left -= read as u64;
                    piece.truncate(read);
                    return this.give(piece.freeze());
                }
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl FormBody {
    fn give(&mut self, bytes: Bytes) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.left -= bytes.len() as u64;
        self.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}
