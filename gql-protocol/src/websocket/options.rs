//! What a session does by itself, and when.

use std::time::Duration;

/// What a session does by itself, and when. Times that are zero or `None` are off.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// How long the server may take to accept the connection. Default 10 s.
    pub acknowledge_timeout: Option<Duration>,
    /// How long the server may take to answer a close frame. Default 10 s.
    pub close_timeout: Option<Duration>,
    /// After how much silence the peer is taken for dead. It is asked after a third of it by a ping frame, and after another third
    /// by a ping message (a ping frame where the dialect has no such message). Off by default.
    pub keep_alive: Option<Duration>,
    /// Time between ping messages (ping frames where the dialect has no such message). Off by default.
    pub ping_interval: Option<Duration>,
    /// Time between ping frames. Off by default.
    pub frame_interval: Option<Duration>,
    /// How long anything at all may take to come after a ping. Off by default.
    pub pong_timeout: Option<Duration>,
    /// Whether pings are answered with a pong of the same payload. Default true.
    pub answer_pings: bool,
    /// Whether messages of unknown types are ignored rather than fatal. Default false.
    pub lenient: bool,
}

impl Default for Options {
    fn default() -> Self {
        let ten = Some(Duration::from_secs(10));
        Self {
            acknowledge_timeout: ten,
            close_timeout: ten,
            keep_alive: None,
            ping_interval: None,
            frame_interval: None,
            pong_timeout: None,
            answer_pings: true,
            lenient: false,
        }
    }
}

impl Options {
    /// A time of zero would come again and again: it is off.
    pub(super) fn without_zeros(mut self) -> Self {
        let times = [
            &mut self.acknowledge_timeout,
            &mut self.close_timeout,
            &mut self.keep_alive,
            &mut self.ping_interval,
            &mut self.frame_interval,
            &mut self.pong_timeout,
        ];
        for time in times {
            time.take_if(|time| time.is_zero());
        }
        self
    }
}
