//! The seam below the WebSocket transport: messages of text in and out, whatever carries them.

use std::fmt;
use std::io;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

use crate::transport::MaybeSend;

/// An open WebSocket: text in both directions, and the close code with its reason.
///
/// The transport runs its connection over any implementation: the one over TCP and TLS of this crate, a pipe within the process, or
/// the socket of a browser. See [`WebSocket::socket_with`](super::WebSocket::socket_with).
///
/// The methods without a default are those that every socket has. The others are capabilities: their defaults are right for a
/// socket that does not have them.
pub trait Socket: MaybeSend + 'static {
    /// Returns the subprotocol that the server chose; `None` where it named none, which counts as the first of those offered.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2>
    fn subprotocol(&self) -> Option<&str>;

    /// Waits for the next thing to arrive. After [`Incoming::Lost`] it is not called again.
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming>;

    /// Takes a message, to be sent at the next [flush](Self::poll_flush). It never fails: a socket that is broken drops the message
    /// and reports the loss when it is read.
    ///
    /// `key` is a number by which a message can be [withdrawn](Self::withdraw); several messages never have the same one.
    fn send(&mut self, text: String, key: Option<u64>);

    /// Begins the closing handshake, after all messages that were taken before. Nothing is sent after it.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-7.1.2>
    fn close(&mut self, code: u16, reason: &str);

    /// Sends the messages that were taken; it is pending as long as the peer does not read them.
    ///
    /// # Errors
    /// If the socket is broken.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Returns how many bytes were taken and not yet sent. The transport hands over no more while there are some, so that what it
    /// keeps can still be given up.
    fn buffered(&self) -> usize;

    /// Gives up messages that have a key, for which `wanted` returns true, and of which nothing was sent. Returns their keys.
    ///
    /// By default nothing is given up: what was handed over counts as sent.
    fn withdraw(&mut self, wanted: &dyn Fn(u64) -> bool) -> Vec<u64> {
        let _ = wanted;
        Vec::new()
    }

    /// Returns whether [`ping`](Self::ping) sends something. The default is false: then the transport sends ping messages alone.
    fn has_ping_frames(&self) -> bool {
        false
    }

    /// Takes a ping frame, to be sent at the next flush. <https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2>
    fn ping(&mut self) {}

    /// Returns whether part of a message arrived since this was last called: a sign of life in the midst of a large one. The
    /// default is false.
    fn take_progress(&mut self) -> bool {
        false
    }
}

/// What arrives at a [`Socket`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Incoming {
    /// A whole message, which is UTF-8.
    Text(Bytes),
    /// A ping or pong frame, for sockets that show them. The socket answers pings itself, at the next flush.
    Control,
    /// The peer began or answered the closing handshake. [`Lost`](Self::Lost) comes next.
    Close {
        /// The code, where there was one.
        code: Option<u16>,
        /// The reason.
        reason: String,
    },
    /// The peer broke the WebSocket protocol: the transport closes the socket.
    Invalid {
        /// The close code for the peer. <https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1>
        code: u16,
        /// The mistake.
        message: String,
    },
    /// The connection is over.
    Lost,
}

/// The parameters of a connection that [`socket_with`](super::WebSocket::socket_with) makes.
#[derive(Clone)]
#[non_exhaustive]
pub struct Opening {
    /// The URL: `ws` or `wss` for the address of the endpoint, or that of the WebSocket's own provider.
    pub url: String,
    /// The headers of the upgrade request. A browser cannot send them.
    pub headers: HeaderMap,
    /// The subprotocols to offer, the preferred one first.
    pub subprotocols: Vec<&'static str>,
    /// The largest message to accept, in bytes.
    pub max_message_size: usize,
}

/// Without the URL and the headers: they may be secret.
impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening")
            .field("subprotocols", &self.subprotocols)
            .field("max_message_size", &self.max_message_size)
            .finish_non_exhaustive()
    }
}
