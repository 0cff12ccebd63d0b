//! The connection below the frames: one of which too much was read already, and that is read once a round.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::io::Io;

/// Gives what was read already, and then goes on with the connection.
///
/// The WebSocket library could be given those bytes itself, but then it reads a few bytes at a time as long as frames are held:
/// the size of its buffers follows from that of the first one.
///
/// Frames share that buffer. Read on while they are held, and the library needs another one, which the next round finds cold.
/// So after [`pause`](Self::pause) the task has to come again before it reads: those who got the frames have a turn first.
pub(super) struct Rewound {
    first: Bytes,
    io: Box<dyn Io>,
    paused: bool,
}

impl Rewound {
    pub(super) fn new(io: Box<dyn Io>, first: Vec<u8>) -> Self {
        Self {
            first: first.into(),
            io,
            paused: false,
        }
    }

    /// A frame was handed on: the next read comes in the next round.
    pub(super) fn pause(&mut self) {
        self.paused = true;
    }
}

impl AsyncRead for Rewound {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if std::mem::take(&mut self.paused) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.first.is_empty() {
            return Pin::new(&mut self.io).poll_read(context, buffer);
        }
        let length = self.first.len().min(buffer.remaining());
        buffer.put_slice(&self.first[..length]);
        self.first.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Rewound {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
