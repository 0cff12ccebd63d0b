//! The byte stream below the frames, which is read in large pieces and written frame by frame.

use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::outgoing::Outgoing;
use crate::transport::dial::Io;

/// The initial size of reads from the network, in bytes. It doubles whenever there was more to read. An idle socket stays
/// small, and a busy one takes few system calls.
const INITIAL_READ: usize = 4 * 1024;
const MAX_READ: usize = 64 * 1024;
/// The number of bytes that stay free in the buffer of the WebSocket library, if possible: it requests space for a whole
/// frame after its content, and otherwise moves everything to another buffer.
const MIN_FREE: usize = 4 * 1024;

/// A byte stream that first returns the bytes that were read already.
///
/// Frames share the buffer of the library. If it continued to read while they are held, it would need more buffers, which
/// are not in the cache in the next round. After [`pause`](Self::pause), the task is therefore rescheduled before it
/// reads, so that the receivers of the frames get a turn first.
pub(super) struct Buffered {
    io: Box<dyn Io>,
    bytes: Vec<u8>,
    /// The range of the bytes that were read and not yet returned.
    ahead: Range<usize>,
    paused: bool,
    /// Whether bytes were read since the last call of [`take_progress`](Self::take_progress).
    progressed: bool,
    /// The frames that the WebSocket library wrote, one at a time.
    pub(super) outgoing: Outgoing,
}

impl Buffered {
    /// Creates a stream from which `first` was read already.
    pub(super) fn new(io: Box<dyn Io>, first: Vec<u8>) -> Self {
        Self {
            io,
            ahead: 0..first.len(),
            bytes: first,
            paused: false,
            progressed: false,
            outgoing: Outgoing::default(),
        }
    }

    /// Returns whether bytes were read since the last call, such as part of a large frame.
    pub(super) fn take_progress(&mut self) -> bool {
        std::mem::take(&mut self.progressed)
    }

    /// Pauses reading until the next round, as a frame was delivered.
    pub(super) fn pause(&mut self) {
        self.paused = true;
    }

    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if std::mem::take(&mut self.paused) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.ahead.end == self.bytes.len() {
            let length = (self.bytes.len() * 2).clamp(INITIAL_READ, MAX_READ);
            self.bytes.resize(length, 0);
        }
        let mut buffer = ReadBuf::new(&mut self.bytes);
        ready!(Pin::new(&mut self.io).poll_read(context, &mut buffer))?;
        self.ahead = 0..buffer.filled().len();
        self.progressed = !self.ahead.is_empty();
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Buffered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.ahead.is_empty() {
            ready!(self.poll_fill(context))?;
        }
        let room = buffer.remaining();
        let length = if room > MIN_FREE { room - MIN_FREE } else { room };
        let ahead = self.bytes.get(self.ahead.clone()).unwrap_or_default();
        let next = &ahead[..length.min(ahead.len())];
        buffer.put_slice(next);
        self.ahead.start += next.len();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Buffered {
    /// Queues a frame. The task limits the number of waiting frames.
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.outgoing.push(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(this.outgoing.poll_write(&mut this.io, context))?;
        Pin::new(&mut this.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(context))?;
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use futures_util::FutureExt;
    use tokio::io::AsyncReadExt;

    use super::*;

    fn buffered(first: &[u8], rest: &[u8]) -> Buffered {
        Buffered::new(Box::new(Cursor::new(rest.to_vec())), first.to_vec())
    }

    #[tokio::test]
    async fn events_are_delivered_once_and_in_order() {
        let all: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        for (at, piece) in [(0, 1), (1, 20_000), (5_000, 16_384), (200_000, 100)] {
            let (first, rest) = all.split_at(at);
            let (mut io, mut read, mut buffer) = (buffered(first, rest), Vec::new(), vec![0; piece]);
            loop {
                match io.read(&mut buffer).await.unwrap() {
                    0 => break,
                    length => read.extend_from_slice(&buffer[..length]),
                }
            }
            assert!(read == all, "{at} bytes before, pieces of {piece}");
            assert_eq!(io.bytes.len(), MAX_READ);
        }
    }

    #[tokio::test]
    async fn a_pause_lasts_until_the_next_round() {
        let (mut io, mut buffer) = (buffered(b"first", b"second"), [0; 100]);
        io.pause();
        assert_eq!(io.read(&mut buffer).await.unwrap(), 5);
        assert!(io.read(&mut buffer).now_or_never().is_none());
        assert_eq!(io.read(&mut buffer).await.unwrap(), 6);
        assert_eq!(&buffer[..6], b"second");
    }
}
