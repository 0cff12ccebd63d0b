//! The frames that wait for the network, each on its own until its first byte has left.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::AsyncWrite;

/// The first byte of a pong frame. <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>
const PONG: u8 = 0x8a;
/// How many frames are written by one system call.
const AT_ONCE: usize = 32;

/// The frames that wait for the network.
///
/// The WebSocket library would keep them as one run of bytes: there, nothing could be withdrawn, and each ping frame of a peer that
/// does not read would add a pong.
#[derive(Default)]
pub(super) struct Outgoing {
    frames: VecDeque<Frame>,
    /// The size of all frames.
    bytes: usize,
    /// How much of the first frame has left.
    begun: usize,
    /// The key of the next frame, if it is to have one.
    next: Option<u64>,
    /// Writing failed: nothing can leave any more.
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

    /// Appends a frame. A pong takes the place of one that waits: only the latest ping has to be answered.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-5.5.3>
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let key = self.next.take();
        if self.broken {
            return;
        }
        if bytes.first() == Some(&PONG)
            && let Some(place) = self.place(|frame| frame.bytes.first() == Some(&PONG))
        {
            self.remove(place);
        }
        self.bytes += bytes.len();
        self.frames.push_back(Frame {
            bytes: bytes.to_vec(),
            key,
        });
    }

    /// Removes the frames with a key that is wanted and of which nothing has left; returns their keys.
    pub(super) fn withdraw(&mut self, wanted: &dyn Fn(u64) -> bool) -> Vec<u64> {
        let mut keys = Vec::new();
        let is_wanted = |frame: &Frame| frame.key.is_some_and(wanted);
        while let Some(place) = self.place(is_wanted) {
            keys.extend(self.frames.get(place).and_then(|frame| frame.key));
            self.remove(place);
        }
        keys
    }

    /// How many bytes wait.
    pub(super) fn len(&self) -> usize {
        self.bytes - self.begun
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// If writing fails. What waits can be withdrawn then, and what is appended later is dropped.
    pub(super) fn poll_write<W: AsyncWrite + Unpin + ?Sized>(
        &mut self,
        io: &mut W,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if self.broken {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        while !self.frames.is_empty() {
            let mut slices = [IoSlice::new(&[]); AT_ONCE];
            let mut begun = self.begun;
            let mut count = 0;
            for (slice, frame) in slices.iter_mut().zip(&self.frames) {
                *slice = IoSlice::new(frame.bytes.get(begun..).unwrap_or_default());
                begun = 0;
                count += 1;
            }
            let slices = slices.get(..count).unwrap_or_default();
            match ready!(Pin::new(&mut *io).poll_write_vectored(context, slices)) {
                Ok(length) if length > 0 => self.left(length),
                failed => {
                    self.broken = true;
                    let error = failed.err().unwrap_or_else(|| io::ErrorKind::WriteZero.into());
                    return Poll::Ready(Err(error));
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// So many bytes have left.
    fn left(&mut self, length: usize) {
        self.begun += length;
        while let Some(first) = self.frames.front()
            && self.begun >= first.bytes.len()
        {
            self.begun -= first.bytes.len();
            self.bytes -= first.bytes.len();
            self.frames.pop_front();
        }
        if self.frames.is_empty() {
            self.begun = 0;
            // A connection at rest holds no room.
            self.frames = VecDeque::new();
        }
    }

    /// The place of the first frame of which nothing has left.
    fn first_whole(&self) -> usize {
        usize::from(self.begun > 0)
    }

    fn place(&self, is_it: impl Fn(&Frame) -> bool) -> Option<usize> {
        let first = self.first_whole();
        let mut frames = self.frames.iter().enumerate().skip(first);
        frames.find(|(_, frame)| is_it(frame)).map(|(place, _)| place)
    }

    fn remove(&mut self, place: usize) -> bool {
        let removed = self.frames.remove(place);
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
    async fn what_has_not_begun_to_leave_can_be_withdrawn() {
        let mut outgoing = outgoing(&[("first", 1), ("second", 2), ("third", 0), ("fourth", 4)]);
        let (mut io, mut peer) = tokio::io::duplex(2);
        let write = std::future::poll_fn(|context| outgoing.poll_write(&mut io, context)).now_or_never();
        assert!(write.is_none());
        let begun = outgoing.withdraw(&|key| key == 1);
        assert!(begun.is_empty(), "two bytes of it have left");
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
    fn only_the_latest_pong_waits() {
        let mut outgoing = outgoing(&[("text", 1)]);
        for number in 0..100_000_u32 {
            outgoing.push(&[&[PONG][..], &number.to_be_bytes()].concat());
        }
        assert_eq!(outgoing.len(), 4 + 5);
        assert_eq!(outgoing.frames[1].bytes[1..], 99_999_u32.to_be_bytes());
    }

    #[tokio::test]
    async fn what_a_broken_connection_did_not_take_can_be_withdrawn() {
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
