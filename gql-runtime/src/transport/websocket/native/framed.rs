//! The socket over a byte stream: the framing of the WebSocket library, above the read buffer and the frame queue of this
//! crate.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::Sink;
use gql_protocol::websocket::close;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as LibraryError, Message, Utf8Bytes};

use super::buffered::Buffered;
use crate::transport::dial::Io;
use crate::transport::websocket::socket::{Incoming, Socket};

/// The size of the buffer that frames share, in bytes: it fits the L1 cache of the processor.
const READ_BUFFER: usize = 16 * 1024;

/// A WebSocket over a byte stream, after the opening handshake.
pub(super) struct Framed {
    stream: WebSocketStream<Buffered>,
    subprotocol: Option<String>,
}

impl Framed {
    /// Creates a socket over `io`, from which `first` was read already.
    pub(super) async fn new(
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
        let buffered = Buffered::new(io, first);
        Self {
            stream: WebSocketStream::from_raw_socket(buffered, Role::Client, Some(framing)).await,
            subprotocol,
        }
    }

    fn start_send(&mut self, message: Message) {
        // An error of writing occurs again when reading, where it ends the session.
        let _ = Pin::new(&mut self.stream).start_send(message);
    }
}

impl Socket for Framed {
    fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming> {
        let frame = ready!(Pin::new(&mut self.stream).poll_next(context));
        let buffered = self.stream.get_mut();
        buffered.take_progress();
        let incoming = incoming(frame);
        if matches!(incoming, Incoming::Text(_)) {
            // Receivers get a turn before more is read.
            buffered.pause();
        }
        Poll::Ready(incoming)
    }

    fn send(&mut self, text: String, key: Option<u64>) {
        self.stream.get_mut().outgoing.mark_next(key);
        self.start_send(Message::Text(text.into()));
        self.stream.get_mut().outgoing.mark_next(None);
    }

    fn close(&mut self, code: u16, reason: &str) {
        self.start_send(Message::Close(Some(CloseFrame {
            code: code.into(),
            reason: reason.into(),
        })));
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = ready!(Pin::new(&mut self.stream).poll_flush(context));
        Poll::Ready(flushed.map_err(io::Error::other))
    }

    fn buffered(&self) -> usize {
        self.stream.get_ref().outgoing.len()
    }

    fn withdraw(&mut self, wanted: &dyn Fn(u64) -> bool) -> Vec<u64> {
        self.stream.get_mut().outgoing.withdraw(wanted)
    }

    fn has_ping_frames(&self) -> bool {
        true
    }

    fn ping(&mut self) {
        self.start_send(Message::Ping(Bytes::new()));
    }

    fn take_progress(&mut self) -> bool {
        self.stream.get_mut().take_progress()
    }
}

fn incoming(frame: Option<Result<Message, LibraryError>>) -> Incoming {
    let invalid = |code, message: String| Incoming::Invalid { code, message };
    match frame {
        Some(Ok(Message::Text(text))) => Incoming::Text(text.into()),
        Some(Ok(Message::Binary(bytes))) => match Utf8Bytes::try_from(bytes) {
            Ok(text) => Incoming::Text(text.into()),
            Err(_) => invalid(1003, "a binary frame that is not text".to_owned()),
        },
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Incoming::Control,
        Some(Ok(Message::Close(frame))) => closed(frame),
        Some(Err(LibraryError::Capacity(error))) => invalid(close::TOO_LARGE, error.to_string()),
        Some(Err(LibraryError::Utf8(_))) => invalid(close::INVALID_DATA, "text that is not UTF-8".to_owned()),
        Some(Err(LibraryError::Protocol(error))) if !is_loss(&error) => {
            invalid(close::PROTOCOL_ERROR, error.to_string())
        }
        Some(Err(_)) | None => Incoming::Lost,
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
