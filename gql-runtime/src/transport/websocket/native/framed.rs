//! The socket over a byte stream: texts in one frame are taken from it, and the WebSocket library reads and writes the other
//! frames.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use gql_protocol::websocket::close;
use tungstenite::error::ProtocolError;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tungstenite::{Error as LibraryError, Message, Utf8Bytes};

use super::frames::{Frames, Next};
use crate::transport::dial::Io;
use crate::transport::websocket::socket::{Incoming, Socket};

/// The size of the pieces in which the library reads the frames that are lent to it, in bytes.
const READ_BUFFER: usize = 4 * 1024;

/// A WebSocket over a byte stream, after the opening handshake.
pub(super) struct Framed {
    io: Box<dyn Io>,
    library: tungstenite::WebSocket<Frames>,
    subprotocol: Option<String>,
    /// Whether the library has answered a ping or a close frame since the last flush.
    has_answer: bool,
    /// Whether the connection has ended, or the peer violated the protocol.
    ended: bool,
}

impl Framed {
    /// Creates a socket over `io`, from which `first` was read already.
    pub(super) fn new(
        io: Box<dyn Io>,
        first: Vec<u8>,
        subprotocol: Option<String>,
        max_message_size: usize,
    ) -> Self {
        let framing = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            // Each frame is written separately: see `Outgoing`.
            .write_buffer_size(0)
            .max_message_size(Some(max_message_size))
            .max_frame_size(Some(max_message_size));
        let frames = Frames::new(first, max_message_size);
        Self {
            io,
            library: tungstenite::WebSocket::from_raw_socket(frames, Role::Client, Some(framing)),
            subprotocol,
            has_answer: false,
            ended: false,
        }
    }

    fn start_send(&mut self, message: Message) {
        // An error of writing occurs again when reading, where it ends the session.
        let _ = self.library.write(message);
    }

    /// Returns the next message that the library reads from what is lent to it.
    fn read(&mut self) -> Option<Incoming> {
        let read = self.library.read();
        if let Err(LibraryError::Io(error)) = &read
            && error.kind() == io::ErrorKind::WouldBlock
        {
            return None;
        }
        self.ended = read.is_err();
        let incoming = incoming(read);
        self.has_answer |= matches!(incoming, Incoming::Control | Incoming::Close { .. });
        Some(incoming)
    }

    fn poll_incoming(&mut self, context: &mut Context<'_>) -> Poll<Incoming> {
        while !self.ended {
            match self.library.get_mut().next() {
                Next::Text(text) => return Poll::Ready(Incoming::Text(text)),
                Next::InvalidText => {
                    self.ended = true;
                    return Poll::Ready(not_utf8());
                }
                Next::Lent => {
                    if let Some(incoming) = self.read() {
                        return Poll::Ready(incoming);
                    }
                    continue;
                }
                Next::Incomplete => {}
            }
            if self.has_answer {
                // If this is pending, the context is woken later.
                let _ = self.poll_flush(context);
            }
            let read_ahead = &mut self.library.get_mut().read_ahead;
            self.ended = !ready!(read_ahead.poll_fill(&mut *self.io, context)).unwrap_or(false);
        }
        Poll::Ready(Incoming::Lost)
    }
}

impl Socket for Framed {
    fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming> {
        let incoming = ready!(self.poll_incoming(context));
        let read_ahead = &mut self.library.get_mut().read_ahead;
        read_ahead.take_progress();
        if matches!(incoming, Incoming::Text(_)) {
            // Receivers get a turn before more is read.
            read_ahead.pause();
        }
        Poll::Ready(incoming)
    }

    fn send(&mut self, text: String, key: Option<u64>) {
        self.library.get_mut().outgoing.mark_next(key);
        self.start_send(Message::Text(text.into()));
        self.library.get_mut().outgoing.mark_next(None);
    }

    fn close(&mut self, code: u16, reason: &str) {
        self.start_send(Message::Close(Some(CloseFrame {
            code: code.into(),
            reason: reason.into(),
        })));
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // It only queues answers, which does not fail.
        let _ = self.library.flush();
        let outgoing = &mut self.library.get_mut().outgoing;
        ready!(outgoing.poll_write(&mut *self.io, context))?;
        ready!(Pin::new(&mut *self.io).poll_flush(context))?;
        self.has_answer = false;
        Poll::Ready(Ok(()))
    }

    fn buffered(&self) -> usize {
        self.library.get_ref().outgoing.len()
    }

    fn withdraw(&mut self, wanted: &dyn Fn(u64) -> bool) -> Vec<u64> {
        self.library.get_mut().outgoing.withdraw(wanted)
    }

    fn has_ping_frames(&self) -> bool {
        true
    }

    fn ping(&mut self) {
        self.start_send(Message::Ping(Bytes::new()));
    }

    fn take_progress(&mut self) -> bool {
        self.library.get_mut().read_ahead.take_progress()
    }
}

fn incoming(read: Result<Message, LibraryError>) -> Incoming {
    let invalid = |code, message: String| Incoming::Invalid { code, message };
    match read {
        Ok(Message::Text(text)) => Incoming::Text(text.into()),
        Ok(Message::Binary(bytes)) => match Utf8Bytes::try_from(bytes) {
            Ok(text) => Incoming::Text(text.into()),
            Err(_) => invalid(1003, "a binary frame that is not text".to_owned()),
        },
        Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => Incoming::Control,
        Ok(Message::Close(frame)) => closed(frame),
        Err(LibraryError::Capacity(error)) => invalid(close::TOO_LARGE, error.to_string()),
        Err(LibraryError::Utf8(_)) => not_utf8(),
        Err(LibraryError::Protocol(error)) if !is_loss(&error) => {
            invalid(close::PROTOCOL_ERROR, error.to_string())
        }
        Err(_) => Incoming::Lost,
    }
}

/// The end of a connection whose peer sent a text that is not UTF-8. <https://www.rfc-editor.org/rfc/rfc6455#section-8.1>
fn not_utf8() -> Incoming {
    Incoming::Invalid {
        code: close::INVALID_DATA,
        message: "text that is not UTF-8".to_owned(),
    }
}

fn closed(frame: Option<CloseFrame>) -> Incoming {
    let (code, reason) = match frame {
        // The library replaces a code that it does not know, such as 1014, by this one.
        Some(frame) if frame.code == CloseCode::Protocol && frame.reason == "Protocol violation" => {
            (None, String::new())
        }
        Some(frame) => (Some(frame.code.into()), frame.reason.to_string()),
        None => (None, String::new()),
    };
    Incoming::Close { code, reason }
}

/// Returns whether the connection was lost, rather than closed because the server violated the protocol.
fn is_loss(error: &ProtocolError) -> bool {
    matches!(
        error,
        ProtocolError::ResetWithoutClosingHandshake | ProtocolError::SendAfterClosing
    )
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::io::Cursor;

    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    use super::*;

    const MAX_MESSAGE_SIZE: usize = 100_000;

    /// A stream that returns its bytes in pieces, and keeps what is written.
    struct Pieces {
        bytes: Cursor<Vec<u8>>,
        size: usize,
        written: std::sync::Arc<std::sync::Mutex<Vec<u8>>>,
    }

    impl AsyncRead for Pieces {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            let size = self.size.min(buffer.remaining());
            let length = io::Read::read(&mut self.bytes, buffer.initialize_unfilled_to(size))?;
            buffer.advance(length);
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Pieces {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            self.written.lock().unwrap().extend_from_slice(bytes);
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![first];
        match payload.len() {
            short @ 0..126 => frame.push(short as u8),
            medium @ 126..65_536 => {
                frame.push(126);
                frame.extend((medium as u16).to_be_bytes());
            }
            long => {
                frame.push(127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        frame.extend(payload);
        frame
    }

    /// Frames, and sequences of frames that are one message, by which the two readers are compared.
    fn kinds() -> Vec<Vec<u8>> {
        let two = |first: &[u8], second: &[u8]| [frame(0x01, first), frame(0x80, second)].concat();
        vec![
            frame(0x81, b""),
            frame(0x81, b"short"),
            frame(0x81, "täxt".as_bytes()),
            frame(0x81, &[b'm'; 200]),
            frame(0x81, &[b'x'; 65_000]),
            frame(0x81, &[b'y'; 70_000]),
            frame(0x81, &[b'z'; MAX_MESSAGE_SIZE + 1]),
            frame(0x81, b"\xff"),
            frame(0x82, b"binary"),
            frame(0x82, b"\xff"),
            frame(0x89, b"ping"),
            frame(0x8a, b"pong"),
            frame(0x88, b"\x03\xe8bye"),
            frame(0x88, b""),
            two(b"first", b"second"),
            two(b"\xc3", b"\xa4"),
            [frame(0x01, b"first"), frame(0x89, b""), frame(0x80, b"second")].concat(),
            [
                frame(0x01, b"first"),
                frame(0x00, b"second"),
                frame(0x80, b"third"),
            ]
            .concat(),
            frame(0x01, b"only the beginning"),
            frame(0x80, b"only the end"),
            frame(0xc1, b"a reserved bit"),
            frame(0x83, b"a reserved opcode"),
            frame(0x89, &[b'p'; 126]),
            // A mask, and a length in more bytes than it needs.
            [&[0x81, 0x84, 1, 2, 3, 4][..], b"mask"].concat(),
            [&[0x81, 126, 0, 4][..], b"long"].concat(),
            [&[0x81, 127][..], &u64::MAX.to_be_bytes()].concat(),
            vec![0x81],
        ]
    }

    fn by_library(bytes: &[u8]) -> Vec<Incoming> {
        /// A stream that ignores what is written.
        struct ReadOnly(Cursor<Vec<u8>>);
        impl io::Read for ReadOnly {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0.read(buffer)
            }
        }
        impl io::Write for ReadOnly {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let framing = WebSocketConfig::default()
            .max_message_size(Some(MAX_MESSAGE_SIZE))
            .max_frame_size(Some(MAX_MESSAGE_SIZE));
        let stream = ReadOnly(Cursor::new(bytes.to_vec()));
        let mut library = tungstenite::WebSocket::from_raw_socket(stream, Role::Client, Some(framing));
        let mut items = Vec::new();
        loop {
            let read = library.read();
            let ended = read.is_err();
            items.push(incoming(read));
            if ended {
                if items.last() != Some(&Incoming::Lost) {
                    items.push(Incoming::Lost);
                }
                return items;
            }
        }
    }

    async fn by_us(bytes: &[u8], first: usize, size: usize) -> (Vec<Incoming>, Vec<u8>) {
        let (first, rest) = bytes.split_at(first.min(bytes.len()));
        let written = std::sync::Arc::default();
        let pieces = Pieces {
            bytes: Cursor::new(rest.to_vec()),
            size,
            written: std::sync::Arc::clone(&written),
        };
        let mut framed = Framed::new(Box::new(pieces), first.to_vec(), None, MAX_MESSAGE_SIZE);
        let mut items = Vec::new();
        while items.last() != Some(&Incoming::Lost) {
            items.push(poll_fn(|context| framed.poll_receive(context)).await);
        }
        let written = written.lock().unwrap().clone();
        (items, written)
    }

    #[tokio::test]
    async fn frames_are_read_as_by_the_library_alone() {
        let kinds = kinds();
        for first in &kinds {
            for second in &kinds {
                let bytes = [&first[..], second, &frame(0x81, b"last")].concat();
                let expected = by_library(&bytes);
                let pieces: &[_] = if bytes.len() > 1_000 {
                    &[(0, 4_096), (100, 100_000)]
                } else {
                    &[(0, 1), (3, 5), (0, 100_000)]
                };
                for (first, size) in pieces {
                    let (items, _) = by_us(&bytes, *first, *size).await;
                    assert_eq!(
                        items, expected,
                        "{first} bytes before, pieces of {size}: {bytes:x?}"
                    );
                }
            }
        }
    }

    #[tokio::test]
    async fn pings_are_answered_while_messages_are_received() {
        let bytes = [frame(0x89, b"one"), frame(0x81, b"text"), frame(0x89, b"two")].concat();
        let (items, written) = by_us(&bytes, 0, 7).await;
        assert_eq!(items.len(), 4, "{items:?}");
        // A pong of three bytes, which are masked.
        assert_eq!((written.first(), written.get(1)), (Some(&0x8a), Some(&0x83)));
    }
}
