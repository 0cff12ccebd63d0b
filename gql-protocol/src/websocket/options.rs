//! The options of a session.

use std::time::Duration;

/// The options of a session. Durations that are zero or `None` are off.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The time that the server has to acknowledge the connection. The default is 10 seconds.
    pub ack_timeout: Option<Duration>,
    /// The time that the server has to answer a close frame. The default is 10 seconds.
    pub close_timeout: Option<Duration>,
    /// The silence after which the connection is considered dead. The peer is pinged by a frame after a third of it, and by a message after
    /// another third (by a frame if the dialect has no such message). Off by default.
    pub read_timeout: Option<Duration>,
    /// The interval of ping messages (of ping frames if the dialect has no such message). Off by default.
    pub ping_interval: Option<Duration>,
    /// The interval of ping frames. Off by default.
    pub ping_frame_interval: Option<Duration>,
    /// The time after a ping in which the peer has to send anything at all. Off by default.
    pub pong_timeout: Option<Duration>,
    /// Whether pings are answered with a pong of the same payload. The default is true.
    pub answer_pings: bool,
    /// Whether messages of unknown types are ignored rather than fatal. The default is false.
    pub lenient: bool,
}

impl Default for Options {
    fn default() -> Self {
        let ten = Some(Duration::from_secs(10));
        Self {
            ack_timeout: ten,
            close_timeout: ten,
            read_timeout: None,
            ping_interval: None,
            ping_frame_interval: None,
            pong_timeout: None,
            answer_pings: true,
            lenient: false,
        }
    }
}

impl Options {
    /// Turns durations of zero off, which would elapse again and again.
    pub(super) fn without_zeros(mut self) -> Self {
        let times = [
            &mut self.ack_timeout,
            &mut self.close_timeout,
            &mut self.read_timeout,
            &mut self.ping_interval,
            &mut self.ping_frame_interval,
            &mut self.pong_timeout,
        ];
        for time in times {
            time.take_if(|time| time.is_zero());
        }
        self
    }
}
