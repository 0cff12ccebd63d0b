//! Whether and when to connect again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::backoff::Backoff;
use crate::Error;

/// <https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number>
const TRY_AGAIN_LATER: u16 = 1013;

/// How long a connection has to last to start the count of attempts anew, whether it brought a result or not.
pub(super) const LASTING: Duration = Duration::from_secs(30);

type Hook = Arc<dyn Fn(&Error) -> bool + Send + Sync>;

/// When a lost connection is made again, and a failed attempt repeated.
///
/// Attempts count from the last result of an operation; one that lasted for 30 seconds starts the count anew,
/// too. The pause before an attempt is [`first_wait`](Self::first_wait), doubled for every failed attempt
/// before it. Up to half of it is added at random, so that the clients of a server that restarts do not all come at once; no pause is
/// below `first_wait` or above `longest_wait`. After close code 1013, "try again later", the pause is at least four times
/// `first_wait`.
#[derive(Clone)]
pub struct Reconnect {
    attempts: u32,
    backoff: Backoff,
    should_retry: Option<Hook>,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            attempts: 5,
            backoff: Backoff {
                first: Duration::from_secs(1),
                longest: Duration::from_secs(60),
            },
            should_retry: None,
        }
    }
}

impl Reconnect {
    /// The default: five attempts, after 1, 2, 4, 8 and 16 seconds, and up to half as much again.
    pub fn new() -> Self {
        Self::default()
    }

    /// Never: the first failure ends every operation.
    pub fn off() -> Self {
        Self::default().attempts(0)
    }

    /// How many times in a row to try. Default 5; `u32::MAX` is without end.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The shortest pause before the first attempt. Default 1 s.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.backoff.first = wait;
        self
    }

    /// The longest pause. Default 60 s.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.backoff.longest = wait;
        self
    }

    /// Asked before each attempt, with what happened: `false` ends every operation with it. Not asked about what a new connection
    /// would not change: fatal close codes, a server that breaks the protocol, a certificate that does not verify.
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.should_retry = Some(Arc::new(hook));
        self
    }

    /// Whether there is any attempt.
    #[cfg(feature = "__stream")]
    pub(super) fn is_on(&self) -> bool {
        self.attempts > 0
    }

    /// The pause before the next attempt, after `failed` that failed; `None` to give up.
    pub(super) fn pause(&self, failed: u32, error: &Error) -> Option<Duration> {
        let wanted = failed < self.attempts && self.should_retry.as_ref().is_none_or(|hook| hook(error));
        let steps = match error.close_code() {
            Some(TRY_AGAIN_LATER) => failed.max(2),
            _ => failed,
        };
        wanted.then(|| self.backoff.delay(steps))
    }
}

impl fmt::Debug for Reconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect")
            .field("attempts", &self.attempts)
            .field("first_wait", &self.backoff.first)
            .field("longest_wait", &self.backoff.longest)
            .field("should_retry", &self.should_retry.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cls_005_an_overloaded_server_is_left_alone_for_longer() {
        let busy = Error::closed("").with_close(TRY_AGAIN_LATER, "");
        for (failed, least) in [(0, 4.0), (1, 4.0), (3, 8.0)] {
            let pause = Reconnect::new().pause(failed, &busy).unwrap().as_secs_f64();
            assert!((least..=1.5 * least).contains(&pause), "{pause}");
        }
    }

    #[test]
    fn rc_015_off_gives_up_at_once() {
        assert_eq!(Reconnect::off().pause(0, &Error::closed("")), None);
        assert_eq!(
            Reconnect::new()
                .should_retry(|_| false)
                .pause(0, &Error::closed("")),
            None
        );
        assert_eq!(Reconnect::new().pause(5, &Error::closed("")), None);
    }
}
