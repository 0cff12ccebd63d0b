//! Whether and when to connect again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::random::random;
use crate::Error;

/// <https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number>
const TRY_AGAIN_LATER: u16 = 1013;

type Hook = Arc<dyn Fn(&Error) -> bool + Send + Sync>;

/// When a lost connection is made again, and a failed attempt repeated.
///
/// Attempts count from the last time the server accepted a connection. The pause before each is [`first_wait`](Self::first_wait),
/// doubled for every one before it, at most [`longest_wait`](Self::longest_wait), times a random factor between 0.5 and 1.5, so that the clients of
/// a server that restarts do not all come at once. A server that closes with code 1013, "try again later", is left alone for
/// at least four times the first pause.
#[derive(Clone)]
pub struct Reconnect {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    should_retry: Option<Hook>,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
            should_retry: None,
        }
    }
}

impl Reconnect {
    /// The default: five attempts, after about 1, 2, 4, 8 and 16 seconds.
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

    /// The pause before the first attempt. Default 1 s.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest pause. Default 60 s.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Asked before each attempt, with what happened: `false` ends every operation with it. Not asked about what a new connection
    /// would not change: fatal close codes, a server that breaks the protocol, a certificate that does not verify.
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.should_retry = Some(Arc::new(hook));
        self
    }

    /// The pause before the next attempt, after `failed` that failed; `None` to give up.
    pub(super) fn pause(&self, failed: u32, error: &Error) -> Option<Duration> {
        let wanted = failed < self.attempts && self.should_retry.as_ref().is_none_or(|hook| hook(error));
        let steps = match error.close_code() {
            Some(TRY_AGAIN_LATER) => failed.max(2),
            _ => failed,
        };
        wanted.then(|| self.delay(steps, random()))
    }

    /// `chance` is between 0 and 1.
    fn delay(&self, failed: u32, chance: f64) -> Duration {
        let doubled = self
            .first_wait
            .checked_mul(1_u32.checked_shl(failed).unwrap_or(u32::MAX))
            .unwrap_or(self.longest_wait);
        let capped = doubled.min(self.longest_wait);
        Duration::try_from_secs_f64(capped.as_secs_f64() * (0.5 + chance)).unwrap_or(capped)
    }
}

impl fmt::Debug for Reconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect")
            .field("attempts", &self.attempts)
            .field("first_wait", &self.first_wait)
            .field("longest_wait", &self.longest_wait)
            .field("should_retry", &self.should_retry.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc_003_pauses_double_up_to_the_cap_and_vary() {
        let policy = Reconnect::new()
            .attempts(u32::MAX)
            .longest_wait(Duration::from_secs(10));
        let seconds = |failed, chance| policy.delay(failed, chance).as_secs_f64();
        assert_eq!(
            [seconds(0, 0.5), seconds(1, 0.5), seconds(3, 0.5)],
            [1.0, 2.0, 8.0]
        );
        assert_eq!(
            [seconds(4, 0.5), seconds(40, 0.5), seconds(u32::MAX, 0.5)],
            [10.0; 3]
        );
        assert_eq!([seconds(0, 0.0), seconds(0, 1.0)], [0.5, 1.5]);
        let pauses: Vec<_> = (0..20)
            .map(|_| policy.pause(0, &Error::closed("")).unwrap())
            .collect();
        assert!(pauses.iter().any(|pause| pause != &pauses[0]));
    }

    #[test]
    fn cls_005_an_overloaded_server_is_left_alone_for_longer() {
        let busy = Error::closed("").with_close(TRY_AGAIN_LATER, "");
        for (failed, least) in [(0, 2.0), (1, 2.0), (3, 4.0)] {
            let pause = Reconnect::new().pause(failed, &busy).unwrap().as_secs_f64();
            assert!((least..=3.0 * least).contains(&pause), "{pause}");
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
