//! The seam below the WebSocket transport: sockets that send and receive text messages.

use std::fmt;
use std::io;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

use crate::transport::MaybeSend;

/// An open WebSocket that sends and receives text, and the close code with its reason.
///
/// The transport runs its connection over any implementation, such as that of this crate over TCP and TLS, a pipe within
/// the process, or the socket of a browser. See [`WebSocket::socket_with`](super::WebSocket::socket_with).
///
/// The methods without a default are those that every socket has. The others are optional capabilities, with defaults for
/// a socket that does not have them.
pub trait Socket: MaybeSend + 'static {
    /// Returns the subprotocol that the server chose, or `None` if it did not name one, in which case the first offered
    /// one is used. <https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2>
    fn subprotocol(&self) -> Option<&str>;

    /// Polls for the next item. It is not called again after [`Incoming::Lost`].
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming>;

    /// Queues a message for the next [flush](Self::poll_flush). This never fails: a broken socket drops the message and
    /// reports the loss when it is read.
    ///
    /// `key` is a unique number by which the message can be [withdrawn](Self::withdraw).
    fn send(&mut self, text: String, key: Option<u64>);

    /// Starts the closing handshake, after all queued messages. Nothing is sent after it.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-7.1.2>
    fn close(&mut self, code: u16, reason: &str);

    /// Sends the queued messages. It is pending as long as the peer does not read them.
    ///
    /// # Errors
    /// Returns an error if the socket is broken.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Returns the number of queued bytes that were not sent. The transport queues no further messages while there are
    /// some, so that the remaining ones can still be withdrawn.
    fn buffered(&self) -> usize;

    /// Withdraws the messages with a key for which `wanted` returns true and of which nothing was sent, and returns their
    /// keys.
    ///
    /// By default, nothing is withdrawn, and queued messages count as sent.
    fn withdraw(&mut self, wanted: &dyn Fn(u64) -> bool) -> Vec<u64> {
        let _ = wanted;
        Vec::new()
    }

    /// Returns whether [`ping`](Self::ping) sends something. By default it does not, and the transport only sends ping
    /// messages.
    fn has_ping_frames(&self) -> bool {
        false
    }

    /// Queues a ping frame for the next flush. <https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2>
    fn ping(&mut self) {}

    /// Returns whether part of a message arrived since the last call, which shows that the connection is alive during a
    /// large message. The default is false.
    fn take_progress(&mut self) -> bool {
        false
    }
}

/// An item that a [`Socket`] receives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Incoming {
    /// A complete message, which is valid UTF-8.
    Text(Bytes),
    /// A ping or pong frame, from sockets that report them. The socket answers pings itself at the next flush.
    Control,
    /// The peer started or answered the closing handshake. [`Lost`](Self::Lost) follows.
    Close {
        /// The close code, if there is one.
        code: Option<u16>,
        /// The reason.
        reason: String,
    },
    /// The peer violated the WebSocket protocol. The transport closes the socket.
    Invalid {
        /// The close code for the peer. <https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1>
        code: u16,
        /// The description of the violation.
        message: String,
    },
    /// The connection has ended.
    Lost,
}

/// The parameters of a connection that [`socket_with`](super::WebSocket::socket_with) makes.
#[derive(Clone)]
#[non_exhaustive]
pub struct Opening {
    /// The URL: a `ws` or `wss` URL for the address of the endpoint, or that of the WebSocket's provider.
    pub url: String,
    /// The headers of the upgrade request. A browser cannot send them.
    pub headers: HeaderMap,
    /// The subprotocols to offer, the preferred one first.
    pub subprotocols: Vec<&'static str>,
    /// The maximum size of a message to accept, in bytes.
    pub max_message_size: usize,
}

/// Omits the URL and the headers, which may be confidential.
impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening")
            .field("subprotocols", &self.subprotocols)
            .field("max_message_size", &self.max_message_size)
            .finish_non_exhaustive()
    }
}
