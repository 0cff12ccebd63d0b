//! The bytes that were read from a socket, in large pieces, and not yet used.

use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};

/// The initial size of reads from the network, in bytes. It doubles whenever there was more to read. An idle socket stays
/// small, and a busy one takes few system calls.
const INITIAL_READ: usize = 4 * 1024;
/// The maximum size of reads, and of what is kept of an incomplete frame, in bytes.
pub(super) const MAX_READ: usize = 64 * 1024;

/// The bytes that were read and not yet used.
///
/// After [`pause`](Self::pause), the task is rescheduled before it reads, so that the receivers of the frames get a turn
/// first. Otherwise their events would use more memory, which is not in the cache in the next round.
#[derive(Debug)]
pub(super) struct ReadAhead {
    bytes: Vec<u8>,
    /// The range of the bytes that were read and not yet used.
    ahead: Range<usize>,
    paused: bool,
    /// Whether bytes were read since the last call of [`take_progress`](Self::take_progress).
    progressed: bool,
}

impl ReadAhead {
    /// Creates a buffer from the bytes that were read already.
    pub(super) fn new(first: Vec<u8>) -> Self {
        Self {
            ahead: 0..first.len(),
            bytes: first,
            paused: false,
            progressed: false,
        }
    }

    /// Returns the bytes that were not used.
    #[inline]
    pub(super) fn ahead(&self) -> &[u8] {
        self.bytes.get(self.ahead.clone()).unwrap_or_default()
    }

    /// Marks this many bytes as used.
    #[inline]
    pub(super) fn consume(&mut self, length: usize) {
        self.ahead.start = self.ahead.end.min(self.ahead.start + length);
    }

    /// Returns whether bytes were read since the last call, such as part of a large frame.
    pub(super) fn take_progress(&mut self) -> bool {
        std::mem::take(&mut self.progressed)
    }

    /// Pauses reading until the next round, as a frame was delivered.
    pub(super) fn pause(&mut self) {
        self.paused = true;
    }

    /// Reads more bytes. Returns `false` at the end of the stream.
    ///
    /// # Errors
    /// Returns the error of reading.
    pub(super) fn poll_fill<R: AsyncRead + Unpin + ?Sized>(
        &mut self,
        io: &mut R,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<bool>> {
        if std::mem::take(&mut self.paused) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let is_full = self.ahead.end == self.bytes.len();
        let kept = self.ahead.len();
        self.bytes.copy_within(self.ahead.clone(), 0);
        self.ahead = 0..kept;
        if is_full {
            let length = (self.bytes.len() * 2).clamp(INITIAL_READ, MAX_READ);
            self.bytes.resize(length.max(kept + INITIAL_READ), 0);
        }
        let mut buffer = ReadBuf::new(&mut self.bytes);
        buffer.set_filled(kept);
        ready!(Pin::new(io).poll_read(context, &mut buffer))?;
        self.ahead = 0..buffer.filled().len();
        let is_open = self.ahead.len() > kept;
        self.progressed |= is_open;
        Poll::Ready(Ok(is_open))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::io::Cursor;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn bytes_are_returned_once_and_in_order() {
        let all: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        for (at, piece) in [(0, 1), (1, 20_000), (5_000, 16_384), (200_000, 100)] {
            let (first, rest) = all.split_at(at);
            let (mut received, mut io) = (ReadAhead::new(first.to_vec()), Cursor::new(rest.to_vec()));
            let mut read = Vec::new();
            while poll_fn(|context| received.poll_fill(&mut io, context))
                .await
                .unwrap()
            {
                while received.ahead().len() >= piece {
                    read.extend_from_slice(&received.ahead()[..piece]);
                    received.consume(piece);
                }
            }
            read.extend_from_slice(received.ahead());
            assert!(read == all, "{at} bytes before, pieces of {piece}");
            assert_eq!(received.bytes.len(), MAX_READ);
        }
    }

    #[tokio::test]
    async fn a_pause_lasts_until_the_next_round() {
        let (mut received, mut io) = (ReadAhead::new(b"first".to_vec()), Cursor::new(b"second".to_vec()));
        received.pause();
        let mut fill = || poll_fn(|context| received.poll_fill(&mut io, context)).now_or_never();
        assert!(fill().is_none());
        assert!(fill().unwrap().unwrap());
        assert_eq!(received.ahead(), b"firstsecond");
    }
}
