//! Whether the peer is still there: when to ask it, and when to give up.

use std::time::Duration;

use super::Options;

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
    /// When the peer was asked first since it was heard last.
    asked: Option<Duration>,
    probed: bool,
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
            probed: false,
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
        self.probed = false;
    }

    /// When there will be something to do.
    pub(super) fn deadline(&self) -> Option<Duration> {
        [self.death(), self.probe(), self.next_ping, self.next_frame]
            .into_iter()
            .flatten()
            .min()
    }

    /// What there is to do now; to be asked until it gives `None`.
    pub(super) fn due(&mut self, now: Duration) -> Option<Due> {
        if self.death().is_some_and(|at| at <= now) {
            return Some(Due::Dead(now.saturating_sub(self.heard)));
        }
        if self.next_ping.is_some_and(|at| at <= now) {
            self.next_ping = self.ping_interval.map(|interval| now.saturating_add(interval));
            self.ask(now);
            return Some(Due::Ping);
        }
        if self.next_frame.is_some_and(|at| at <= now) {
            self.next_frame = self.frame_interval.map(|interval| now.saturating_add(interval));
            self.ask(now);
            return Some(Due::Frame);
        }
        if self.probe().is_some_and(|at| at <= now) {
            self.probed = true;
            return Some(Due::Ping);
        }
        None
    }

    fn ask(&mut self, now: Duration) {
        self.asked.get_or_insert(now);
    }

    fn death(&self) -> Option<Duration> {
        let silent = self
            .keep_alive
            .map(|keep_alive| self.heard.saturating_add(keep_alive));
        let unanswered = self
            .asked
            .zip(self.pong_timeout)
            .map(|(asked, timeout)| asked.saturating_add(timeout));
        [silent, unanswered].into_iter().flatten().min()
    }

    /// Half-way to giving up, the peer is asked.
    fn probe(&self) -> Option<Duration> {
        self.keep_alive
            .filter(|_| !self.probed)
            .map(|keep_alive| self.heard.saturating_add(keep_alive / 2))
    }
}
