//! Whether the peer is still there: when to ask it, and when to give up.

use std::time::Duration;

use super::Options;

/// How many questions of a silent peer are left unanswered before it counts as gone.
const PROBES: u32 = 2;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Send a ping message, or a ping frame where the subprotocol has no such message.
    Ping,
    /// Send a ping frame.
    Frame,
    /// Nothing came for that long: give up.
    Dead(Duration),
}

/// Anything that arrives counts as life: a busy server may answer a ping late.
#[derive(Debug)]
pub(super) struct Liveness {
    keep_alive: Option<Duration>,
    ping_interval: Option<Duration>,
    frame_interval: Option<Duration>,
    pong_timeout: Option<Duration>,
    heard: Duration,
    /// When the peer was first pinged since it was last heard.
    asked: Option<Duration>,
    /// How often the peer was asked because it was silent, since it was last heard.
    probes: u32,
    /// When the last of these questions was asked.
    probed: Duration,
    next_ping: Option<Duration>,
    next_frame: Option<Duration>,
}

impl Liveness {
    pub(super) fn new(now: Duration, options: &Options) -> Self {
        Self {
            keep_alive: options.keep_alive,
            ping_interval: options.ping_interval,
            frame_interval: options.frame_interval,
            pong_timeout: options.pong_timeout,
            heard: now,
            asked: None,
            probes: 0,
            probed: now,
            next_ping: None,
            next_frame: None,
        }
    }

    /// The connection is accepted: pings may begin.
    pub(super) fn begin(&mut self, now: Duration) {
        self.next_ping = self.ping_interval.map(|interval| now.saturating_add(interval));
        self.next_frame = self.frame_interval.map(|interval| now.saturating_add(interval));
    }

    pub(super) fn heard(&mut self, now: Duration) {
        self.heard = now;
        self.asked = None;
        self.probes = 0;
    }

    /// When there will be something to do.
    pub(super) fn deadline(&self) -> Option<Duration> {
        [self.overdue(), self.probe(), self.next_ping, self.next_frame]
            .into_iter()
            .flatten()
            .min()
    }

    /// What there is to do now; to be asked until it gives `None`.
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
            self.next_frame = self.frame_interval.map(|interval| now.saturating_add(interval));
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
        // Every WebSocket library answers frames, and some servers do not know the message. Some proxies answer frames themselves
        // or swallow them, so that the last question is a message.
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

    /// When a ping will have been unanswered for too long.
    fn overdue(&self) -> Option<Duration> {
        let (asked, timeout) = self.asked.zip(self.pong_timeout)?;
        Some(asked.saturating_add(timeout))
    }

    /// When the peer will have been silent for long enough to be asked, or asked once more, or given up. It counts from the last
    /// question and not from the beginning of the silence: while nothing was read, or the computer slept, the peer was not silent.
    fn probe(&self) -> Option<Duration> {
        let since = if self.probes == 0 { self.heard } else { self.probed };
        Some(since.saturating_add(self.keep_alive? / (PROBES + 1)))
    }
}
