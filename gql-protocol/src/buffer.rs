//! What has come of a body and was not read yet. What lies whole in a frame is given as a slice of it; only what is cut between
//! frames is copied.

use std::ops::{Deref, Range};

use bytes::{Buf, Bytes, BytesMut};

/// The bytes that are to be read. What is taken out of it shares memory with the frame, or the frames, that it came in.
#[derive(Debug)]
pub(crate) enum Buffer {
    /// The rest of one frame.
    Frame(Bytes),
    /// What did not end with its frame, and all that came since. Empty, it gives way to the next frame.
    Joined(BytesMut),
}

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self::Frame(Bytes::new())
    }

    /// Adds what came next.
    pub(crate) fn push(&mut self, frame: Bytes) {
        match self {
            Self::Joined(joined) if !joined.is_empty() => joined.extend_from_slice(&frame),
            Self::Frame(rest) if !rest.is_empty() => {
                let mut joined = BytesMut::with_capacity(rest.len() + frame.len());
                joined.extend_from_slice(rest);
                joined.extend_from_slice(&frame);
                *self = Self::Joined(joined);
            }
            _ => *self = Self::Frame(frame),
        }
    }

    /// Takes out what is in `range`, and drops what is before it, and behind it up to `next`; all of that is to be here.
    pub(crate) fn cut(&mut self, range: Range<usize>, next: usize) -> Bytes {
        let mut taken = match self {
            // The frame itself is given away: nobody counts who shares it.
            Self::Frame(rest) if next == rest.len() => {
                let mut frame = std::mem::take(rest);
                frame.truncate(range.end);
                frame
            }
            Self::Frame(rest) => {
                let taken = rest.split_to(range.end);
                rest.advance(next - range.end);
                taken
            }
            Self::Joined(joined) => {
                let taken = joined.split_to(range.end).freeze();
                self.advance(next - range.end);
                taken
            }
        };
        taken.advance(range.start);
        taken
    }

    /// Drops the first bytes, which are to be here.
    #[inline]
    pub(crate) fn advance(&mut self, count: usize) {
        match self {
            // Who waits for the next frame does not hold the last one: its memory is used again.
            _ if count == self.len() => *self = Self::new(),
            Self::Frame(rest) => rest.advance(count),
            Self::Joined(joined) => joined.advance(count),
        }
    }
}

impl Deref for Buffer {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Frame(rest) => rest,
            Self::Joined(joined) => joined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_one_frame_is_not_copied() {
        let frame = Bytes::from(b"one two".to_vec());
        let mut buffer = Buffer::new();
        buffer.push(frame.clone());
        assert_eq!(buffer.cut(0..3, 4).as_ptr(), frame.as_ptr());
        assert_eq!(buffer.as_ptr(), frame.get(4..).unwrap().as_ptr());
    }

    #[test]
    fn what_is_cut_between_frames_is_joined() {
        let mut buffer = Buffer::new();
        for frame in ["on", "", "e t", "wo"] {
            buffer.push(Bytes::from_static(frame.as_bytes()));
        }
        assert_eq!(buffer.cut(0..3, 3), "one");
        buffer.push(Bytes::from_static(b"!"));
        assert_eq!(&buffer[..], b" two!");
    }

    #[test]
    fn nothing_is_held_when_all_is_read() {
        let frame = Bytes::from(b"a part".to_vec());
        let mut buffer = Buffer::new();
        buffer.push(frame.clone());
        assert_eq!(buffer.cut(2..6, 6), "part");
        assert!(frame.is_unique());
        buffer.push(Bytes::from_static(b"cut "));
        buffer.push(Bytes::from_static(b"in two"));
        buffer.advance(10);
        buffer.push(frame.clone());
        assert_eq!(buffer.as_ptr(), frame.as_ptr());
    }
}
