//! The frames of a server, up to those that need the WebSocket library.
//!
//! Nearly every message is a text in one frame, which is a header of a few bytes and the text itself. It is taken from here.
//! All other frames are lent to the library, one at a time: control frames, parts of messages, large ones, and invalid ones.

use std::io::{self, Read, Write};

use bytes::{Bytes, BytesMut};

use super::outgoing::Outgoing;
use super::read_ahead::{MAX_READ, ReadAhead};

/// The maximum size of the memory that the texts of frames share, in bytes: it fits the L1 cache of the processor.
const SHARED: usize = 16 * 1024;

/// The first byte of a text that is in one frame. <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>
const TEXT: u8 = 0x81;
/// The bit of the first byte that marks the last frame of a message.
const FINAL: u8 = 0x80;
/// The bits of the first byte that are the opcode.
const OPCODE: u8 = 0x0f;
const CONTINUATION: u8 = 0;
const CLOSE: u8 = 8;
/// The opcodes from here on are those of control frames.
const CONTROL: u8 = 8;

/// The frames that are received and sent, the stream below the library.
pub(super) struct Frames {
    pub(super) read_ahead: ReadAhead,
    /// The frames that the library wrote, one at a time.
    pub(super) outgoing: Outgoing,
    /// The number of the next bytes that are lent to the library.
    lent: u64,
    /// Whether a message has begun whose last frame has not.
    fragmented: bool,
    /// Whether a close frame was received. The library rejects any later frame.
    closed: bool,
    max_message_size: usize,
    /// The memory for the texts of the next frames.
    shared: BytesMut,
}

/// The next step of receiving.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A text message, which is valid UTF-8.
    Text(Bytes),
    /// A text message that is not valid UTF-8.
    InvalidText,
    /// The library has to read.
    Lent,
    /// More bytes are needed.
    Incomplete,
}

/// The header of a frame. <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>
struct Header {
    first: u8,
    is_masked: bool,
    /// The size of the header without the mask, in bytes.
    size: usize,
    payload: u64,
}

impl Header {
    #[inline]
    fn read(bytes: &[u8]) -> Option<Self> {
        let (&[first, second], rest) = bytes.split_first_chunk::<2>()?;
        let (size, payload) = match second & 0x7f {
            126 => (4, u16::from_be_bytes(*rest.first_chunk()?).into()),
            127 => (10, u64::from_be_bytes(*rest.first_chunk()?)),
            short => (2, short.into()),
        };
        Some(Self {
            first,
            is_masked: second & 0x80 != 0,
            size,
            payload,
        })
    }

    /// Returns the size of the whole frame, in bytes.
    #[inline]
    fn frame_size(&self) -> u64 {
        let mask = if self.is_masked { 4 } else { 0 };
        self.payload.saturating_add(self.size as u64 + mask)
    }
}

impl Frames {
    /// Creates the frames of a stream from which `first` was read already.
    pub(super) fn new(first: Vec<u8>, max_message_size: usize) -> Self {
        Self {
            read_ahead: ReadAhead::new(first),
            outgoing: Outgoing::default(),
            lent: 0,
            fragmented: false,
            closed: false,
            max_message_size,
            shared: BytesMut::new(),
        }
    }

    /// Takes the next message, or lends the next frame to the library.
    #[inline]
    pub(super) fn next(&mut self) -> Next {
        let ahead = self.read_ahead.ahead();
        if ahead.is_empty() {
            return Next::Incomplete;
        }
        if self.lent > 0 {
            return Next::Lent;
        }
        if self.closed {
            self.lent = u64::MAX;
            return Next::Lent;
        }
        let Some(header) = Header::read(ahead) else {
            return Next::Incomplete;
        };
        let is_text = header.first == TEXT
            && !header.is_masked
            && !self.fragmented
            && header.frame_size() <= MAX_READ as u64
            && header.payload <= self.max_message_size as u64;
        if !is_text {
            self.lend(&header);
            return Next::Lent;
        }
        let size = header.frame_size() as usize;
        let Some(text) = ahead.get(header.size..size) else {
            return Next::Incomplete;
        };
        if std::str::from_utf8(text).is_err() {
            return Next::InvalidText;
        }
        let text = if text.len() > SHARED {
            Bytes::copy_from_slice(text)
        } else {
            let room = text.len().max(ahead.len().min(SHARED));
            // Memory is used again once none of its texts is held.
            if self.shared.capacity() < text.len() && !self.shared.try_reclaim(room) {
                self.shared = BytesMut::with_capacity(room);
            }
            self.shared.extend_from_slice(text);
            self.shared.split().freeze()
        };
        self.read_ahead.consume(size);
        Next::Text(text)
    }

    fn lend(&mut self, header: &Header) {
        let (is_final, opcode) = (header.first & FINAL != 0, header.first & OPCODE);
        self.lent = header.frame_size();
        match opcode {
            CLOSE => self.closed = true,
            CONTINUATION if is_final => self.fragmented = false,
            _ if opcode < CONTROL && !is_final => self.fragmented = true,
            _ => {}
        }
    }
}

/// Returns the bytes that are lent to the library.
impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ahead = self.read_ahead.ahead();
        let lent = usize::try_from(self.lent).unwrap_or(usize::MAX);
        let length = buffer.len().min(ahead.len()).min(lent);
        if length == 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let (to, from) = (buffer.get_mut(..length), ahead.get(..length));
        to.unwrap_or_default().copy_from_slice(from.unwrap_or_default());
        self.read_ahead.consume(length);
        self.lent -= length as u64;
        Ok(length)
    }
}

/// Queues frames. The task limits the number of waiting frames.
impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.outgoing.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
