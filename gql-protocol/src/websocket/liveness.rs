//! The liveness of the peer: when to ping it, and when to consider the connection dead.

use std::time::Duration;

use super::Options;

/// The number of unanswered pings after which a silent peer is considered dead.
const PROBES: u32 = 2;

/// An action that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Send a ping message, or a ping frame if the subprotocol has no such message.
    Ping,
    /// Send a ping frame.
    Frame,
    /// Close the connection, on which nothing was received for this time.
    Dead(Duration),
}

/// The state of the liveness check. Anything that arrives resets it, as a busy server may answer a ping late.
#[derive(Debug)]
pub(super) struct Liveness {
    read_timeout: Option<Duration>,
    ping_interval: Option<Duration>,
    ping_frame_interval: Option<Duration>,
    pong_timeout: Option<Duration>,
    heard: Duration,
    /// The time of the first ping since the peer was last heard.
    asked: Option<Duration>,
    /// The number of pings because of silence, since the peer was last heard.
    probes: u32,
    /// The time of the last of these pings.
    probed: Duration,
    next_ping: Option<Duration>,
    next_frame: Option<Duration>,
}

impl Liveness {
    pub(super) fn new(now: Duration, options: &Options) -> Self {
        Self {
            read_timeout: options.read_timeout,
            ping_interval: options.ping_interval,
            ping_frame_interval: options.ping_frame_interval,
            pong_timeout: options.pong_timeout,
            heard: now,
            asked: None,
            probes: 0,
            probed: now,
            next_ping: None,
            next_frame: None,
        }
    }

    /// Starts the ping intervals, once the connection is acknowledged.
    pub(super) fn begin(&mut self, now: Duration) {
        self.next_ping = self.ping_interval.map(|interval| now.saturating_add(interval));
        self.next_frame = self
            .ping_frame_interval
            .map(|interval| now.saturating_add(interval));
    }

    pub(super) fn heard(&mut self, now: Duration) {
        self.heard = now;
        self.asked = None;
        self.probes = 0;
    }

    /// Returns the time of the next action.
    pub(super) fn deadline(&self) -> Option<Duration> {
        [self.overdue(), self.probe(), self.next_ping, self.next_frame]
            .into_iter()
            .flatten()
            .min()
    }

    /// Returns an action that is due. Call it until it returns `None`.
    pub(super) fn due(&mut self, now: Duration) -> Option<Due> {
        let reached = |at: Option<Duration>| at.is_some_and(|at| at <= now);
        if reached(self.overdue()) {
            return Some(self.dead(now));
        }
        if reached(self.next_ping) {
            self.next_ping = self.ping_interval.map(|interval| now.saturating_add(interval));
            self.ask(now);
            return Some(Due::Ping);
        }
        if reached(self.next_frame) {
            self.next_frame = self
                .ping_frame_interval
                .map(|interval| now.saturating_add(interval));
            self.ask(now);
            return Some(Due::Frame);
        }
        if !reached(self.probe()) {
            return None;
        }
        if self.probes == PROBES {
            return Some(self.dead(now));
        }
        self.probes += 1;
        self.probed = now;
        // Every WebSocket library answers ping frames, and some servers do not know ping messages. Some proxies answer frames
        // themselves or drop them, so that the last ping is a message.
        Some(if self.probes < PROBES {
            Due::Frame
        } else {
            Due::Ping
        })
    }

    fn ask(&mut self, now: Duration) {
        self.asked.get_or_insert(now);
    }

    fn dead(&self, now: Duration) -> Due {
        Due::Dead(now.saturating_sub(self.heard))
    }

    /// Returns the time at which a ping has been unanswered for too long.
    fn overdue(&self) -> Option<Duration> {
        let (asked, timeout) = self.asked.zip(self.pong_timeout)?;
        Some(asked.saturating_add(timeout))
    }

    /// Returns the time at which the silence of the peer leads to a ping or to the end. It counts from the last ping and not from the start
    /// of the silence: the peer was not silent while nothing was read or the computer was suspended.
    fn probe(&self) -> Option<Duration> {
        let since = if self.probes == 0 { self.heard } else { self.probed };
        Some(since.saturating_add(self.read_timeout? / (PROBES + 1)))
    }
}
