//! The queue of frames that wait to be written, each of which can be withdrawn until its first byte is written.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::AsyncWrite;

/// The first byte of a pong frame. <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>
const PONG: u8 = 0x8a;
/// The number of frames that are written by one system call.
const MAX_SLICES: usize = 32;

/// The queue of frames that wait to be written.
///
/// The WebSocket library would keep them as one sequence of bytes, from which no frame could be withdrawn, and to which each ping of a
/// peer that does not read would add a pong.
#[derive(Default)]
pub(super) struct Outgoing {
    frames: VecDeque<Frame>,
    /// The size of all frames, in bytes.
    bytes: usize,
    /// The number of bytes of the first frame that are written.
    written: usize,
    /// The key of the next frame, if it has one.
    next: Option<u64>,
    /// Whether writing failed, so that no frame can be written anymore.
    broken: bool,
}

struct Frame {
    bytes: Vec<u8>,
    key: Option<u64>,
}

impl Outgoing {
    /// Sets the key by which the next frame can be withdrawn.
    pub(super) fn mark_next(&mut self, key: Option<u64>) {
        self.next = key;
    }

    /// Appends a frame. A pong replaces one that waits, as only the latest ping has to be answered.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-5.5.3>
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let key = self.next.take();
        if self.broken {
            return;
        }
        if bytes.first() == Some(&PONG)
            && let Some(index) = self.find(|frame| frame.bytes.first() == Some(&PONG))
        {
            self.remove(index);
        }
        self.bytes += bytes.len();
        self.frames.push_back(Frame {
            bytes: bytes.to_vec(),
            key,
        });
    }

    /// Removes the frames for whose key `wanted` returns true and of which no byte is written. Returns their keys.
    pub(super) fn withdraw(&mut self, wanted: &dyn Fn(u64) -> bool) -> Vec<u64> {
        let mut keys = Vec::new();
        let is_wanted = |frame: &Frame| frame.key.is_some_and(wanted);
        while let Some(index) = self.find(is_wanted) {
            keys.extend(self.frames.get(index).and_then(|frame| frame.key));
            self.remove(index);
        }
        keys
    }

    /// Returns the number of bytes that wait.
    pub(super) fn len(&self) -> usize {
        self.bytes - self.written
    }

    /// Writes the frames.
    ///
    /// # Errors
    /// Returns the error of writing. The frames can be withdrawn then, and later ones are dropped.
    pub(super) fn poll_write<W: AsyncWrite + Unpin + ?Sized>(
        &mut self,
        io: &mut W,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if self.broken {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        while !self.frames.is_empty() {
            let mut slices = [IoSlice::new(&[]); MAX_SLICES];
            let mut offset = self.written;
            let mut count = 0;
            for (slice, frame) in slices.iter_mut().zip(&self.frames) {
                *slice = IoSlice::new(frame.bytes.get(offset..).unwrap_or_default());
                offset = 0;
                count += 1;
            }
            let slices = slices.get(..count).unwrap_or_default();
            match ready!(Pin::new(&mut *io).poll_write_vectored(context, slices)) {
                Ok(length) if length > 0 => self.advance(length),
                failed => {
                    self.broken = true;
                    let error = failed.err().unwrap_or_else(|| io::ErrorKind::WriteZero.into());
                    return Poll::Ready(Err(error));
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Removes the frames that are covered by `length` written bytes.
    fn advance(&mut self, length: usize) {
        self.written += length;
        while let Some(first) = self.frames.front()
            && self.written >= first.bytes.len()
        {
            self.written -= first.bytes.len();
            self.bytes -= first.bytes.len();
            self.frames.pop_front();
        }
        if self.frames.is_empty() {
            self.written = 0;
            // An idle connection keeps no memory.
            self.frames = VecDeque::new();
        }
    }

    /// Returns the index of the first frame of which no byte is written.
    fn first_whole(&self) -> usize {
        usize::from(self.written > 0)
    }

    fn find(&self, is_it: impl Fn(&Frame) -> bool) -> Option<usize> {
        let first = self.first_whole();
        let mut frames = self.frames.iter().enumerate().skip(first);
        frames.find(|(_, frame)| is_it(frame)).map(|(index, _)| index)
    }

    fn remove(&mut self, index: usize) -> bool {
        let removed = self.frames.remove(index);
        self.bytes -= removed.as_ref().map_or(0, |frame| frame.bytes.len());
        removed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::io::AsyncReadExt;

    use super::*;

    fn outgoing(texts: &[(&str, u64)]) -> Outgoing {
        let mut outgoing = Outgoing::default();
        for (text, id) in texts {
            outgoing.mark_next((*id > 0).then_some(*id));
            outgoing.push(text.as_bytes());
        }
        outgoing
    }

    #[tokio::test]
    async fn a_frame_of_which_no_byte_is_written_can_be_withdrawn() {
        let mut outgoing = outgoing(&[("first", 1), ("second", 2), ("third", 0), ("fourth", 4)]);
        let (mut io, mut peer) = tokio::io::duplex(2);
        let write = std::future::poll_fn(|context| outgoing.poll_write(&mut io, context)).now_or_never();
        assert!(write.is_none());
        let begun = outgoing.withdraw(&|key| key == 1);
        assert!(begun.is_empty(), "two bytes of it are written");
        assert_eq!(outgoing.withdraw(&|key| key == 2), [2]);
        assert!(outgoing.withdraw(&|key| key == 2 || key == 3).is_empty());
        assert_eq!(outgoing.withdraw(&|_| true), [4]);
        assert_eq!(outgoing.len(), "rst".len() + "third".len());
        let mut read = String::new();
        let writing = async {
            std::future::poll_fn(|context| outgoing.poll_write(&mut io, context))
                .await
                .unwrap();
            drop(io);
        };
        let (_, length) = tokio::join!(writing, peer.read_to_string(&mut read));
        length.unwrap();
        assert_eq!(read, "firstthird");
        assert_eq!(outgoing.len(), 0);
    }

    #[test]
    fn only_the_latest_pong_is_queued() {
        let mut outgoing = outgoing(&[("text", 1)]);
        for number in 0..100_000_u32 {
            outgoing.push(&[&[PONG][..], &number.to_be_bytes()].concat());
        }
        assert_eq!(outgoing.len(), 4 + 5);
        assert_eq!(outgoing.frames[1].bytes[1..], 99_999_u32.to_be_bytes());
    }

    #[tokio::test]
    async fn the_frames_of_a_broken_connection_can_be_withdrawn() {
        let mut outgoing = outgoing(&[("first", 1), ("second", 2)]);
        let (mut io, peer) = tokio::io::duplex(2);
        drop(peer);
        let failed = std::future::poll_fn(|context| outgoing.poll_write(&mut io, context)).await;
        assert!(failed.is_err());
        outgoing.push(b"third");
        assert_eq!(outgoing.withdraw(&|_| true), [1, 2]);
        assert_eq!(outgoing.len(), 0);
    }
}
