//! A buffer for the bytes of a body that arrived and were not read yet. A range within one frame is returned as a slice of
//! the frame; only a range that spans frames is copied.

use std::ops::{Deref, Range};

use bytes::{Buf, Bytes, BytesMut};

/// The bytes that have not been read. The bytes that [`cut`](Self::cut) returns share memory with the frames they arrived
/// in.
#[derive(Debug)]
pub(crate) enum Buffer {
    /// The rest of one frame.
    Frame(Bytes),
    /// A rest that did not end with its frame, joined with the bytes that followed. Once it is empty, the next frame
    /// replaces it.
    Joined(BytesMut),
}

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self::Frame(Bytes::new())
    }

    /// Appends a frame.
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

    /// Removes the bytes up to `next` and returns those in `range`. Both ranges must be within the buffer.
    pub(crate) fn cut(&mut self, range: Range<usize>, next: usize) -> Bytes {
        let mut taken = match self {
            // The frame itself is returned, without a reference count.
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

    /// Drops the first `count` bytes, which must be within the buffer.
    #[inline]
    pub(crate) fn advance(&mut self, count: usize) {
        match self {
            // An empty buffer does not hold the last frame while it waits, so that its memory can be reused.
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
    fn a_range_within_a_frame_is_not_copied() {
        let frame = Bytes::from(b"one two".to_vec());
        let mut buffer = Buffer::new();
        buffer.push(frame.clone());
        assert_eq!(buffer.cut(0..3, 4).as_ptr(), frame.as_ptr());
        assert_eq!(buffer.as_ptr(), frame.get(4..).unwrap().as_ptr());
    }

    #[test]
    fn a_range_across_frames_is_joined() {
        let mut buffer = Buffer::new();
        for frame in ["on", "", "e t", "wo"] {
            buffer.push(Bytes::from_static(frame.as_bytes()));
        }
        assert_eq!(buffer.cut(0..3, 3), "one");
        buffer.push(Bytes::from_static(b"!"));
        assert_eq!(&buffer[..], b" two!");
    }

    #[test]
    fn an_empty_buffer_holds_no_frame() {
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
