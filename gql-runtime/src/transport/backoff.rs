//! The backoff of retries and reconnections: the number of attempts, and the delay before each.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::bounds::{MaybeSend, MaybeSync, shareable};
use crate::{Error, random};

/// The duration for which a connection has to last to reset the count of attempts, whether it brought a result or not.
#[cfg(any(feature = "__stream", feature = "websocket"))]
pub(super) const RESET_AFTER: Duration = Duration::from_secs(30);

/// The close code for "try again later". <https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number>
const TRY_AGAIN_LATER: u16 = 1013;

type Hook = Arc<shareable!(dyn Fn(&Error) -> bool)>;

/// An exponential backoff with jitter: the number of attempts after a failure, and the delay before each.
///
/// Every transport has one for [reconnecting](crate::transport::WebSocket::reconnect), and one for
/// [retrying](crate::transport::WebSocket::retry) queries. `None` instead of a backoff turns them off.
///
/// The delay doubles with each failed attempt. A random part of it is added, so that the clients of a server that restarts
/// do not return all at once. No delay is below [`initial_delay`](Self::initial_delay) or above
/// [`max_delay`](Self::max_delay). Within these bounds, the server's `Retry-After` header determines the delay, if there
/// is one ([`Error::retry_after`]). After the WebSocket close code 1013, "try again later", the delay is at least four
/// times the initial delay.
///
/// ```
/// use std::time::Duration;
///
/// use gql_runtime::transport::Backoff;
///
/// let backoff = Backoff::new()
///     .max_attempts(10)
///     .initial_delay(Duration::from_millis(200))
///     .should_retry(|error| !error.is_auth());
/// ```
#[derive(Clone)]
pub struct Backoff {
    max_attempts: u32,
    initial_delay: Duration,
    max_delay: Duration,
    jitter: f64,
    should_retry: Option<Hook>,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            initial_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(30),
            jitter: 0.5,
            should_retry: None,
        }
    }
}

impl Backoff {
    /// Creates the default backoff: up to five further attempts, with delays of 1, 2, 4, 8 and 16 seconds, each of them up
    /// to 50 % longer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of attempts after the one that failed. The default is 5; `u32::MAX` means no limit.
    ///
    /// When reconnecting, the count starts again with each result, and after a connection that lasted for 30 seconds.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the minimum delay before the first attempt. The default is 1 second.
    #[must_use]
    pub fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// Sets the maximum delay, which also limits a `Retry-After` header. The default is 30 seconds.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the fraction of a delay that may be added to it at random, from 0 to 1. The default is 0.5. Values out of
    /// these bounds are clamped, and NaN is replaced by 0.
    #[must_use]
    pub fn jitter(mut self, fraction: f64) -> Self {
        self.jitter = if fraction.is_nan() {
            0.0
        } else {
            fraction.clamp(0.0, 1.0)
        };
        self
    }

    /// Calls this function with the error before each attempt. If it returns `false`, there are no further attempts. By
    /// default, all attempts are made.
    ///
    /// It is not called after failures that are always final: a fatal close code, a violation of the protocol, an invalid
    /// certificate, and, for retries, an error that is not [transient](Error::is_transient).
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&Error) -> bool + MaybeSend + MaybeSync + 'static) -> Self {
        self.should_retry = Some(Arc::new(hook));
        self
    }

    /// Returns the delay before the next attempt, after `failed` failed attempts, or `None` to give up.
    pub(super) fn delay(&self, failed: u32, error: &Error) -> Option<Duration> {
        if failed >= self.max_attempts || self.should_retry.as_ref().is_some_and(|hook| !hook(error)) {
            return None;
        }
        let initial = self.initial_delay.min(self.max_delay);
        Some(match error.retry_after() {
            Some(delay) => delay.clamp(initial, self.max_delay),
            None => {
                let doublings = match error.close_code() {
                    Some(TRY_AGAIN_LATER) => failed.max(2),
                    _ => failed,
                };
                let chance = random::number() as f64 / u64::MAX as f64;
                self.with_chance(doublings, chance)
            }
        })
    }

    /// Returns the delay without a `Retry-After` header. `chance` is between 0 and 1.
    fn with_chance(&self, doublings: u32, chance: f64) -> Duration {
        let initial = self.initial_delay.min(self.max_delay);
        let doubled = initial.saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX));
        // The jitter also applies below the maximum delay, so that clients with long delays do not return together.
        let plateau = fraction(self.max_delay, 1.0 / (1.0 + self.jitter)).max(initial);
        let least = doubled.min(plateau);
        let most = least
            .saturating_add(fraction(least, self.jitter))
            .min(self.max_delay);
        least.saturating_add(fraction(most.saturating_sub(least), chance))
    }
}

/// Multiplies a duration by a number from 0 to 1. [`Duration::mul_f64`] panics where rounding makes the product too large.
fn fraction(duration: Duration, number: f64) -> Duration {
    Duration::try_from_secs_f64(duration.as_secs_f64() * number)
        .map_or(duration, |product| product.min(duration))
}

impl fmt::Debug for Backoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backoff")
            .field("max_attempts", &self.max_attempts)
            .field("initial_delay", &self.initial_delay)
            .field("max_delay", &self.max_delay)
            .field("jitter", &self.jitter)
            .field("should_retry", &self.should_retry.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use http::header::RETRY_AFTER;
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn closed() -> Error {
        Error::closed("")
    }

    #[test]
    fn rc_003_delays_double_up_to_the_longest_and_vary() {
        let backoff = Backoff::new().max_delay(12 * SECOND).max_attempts(u32::MAX);
        let bounds = |failed| [0.0, 1.0].map(|chance| backoff.with_chance(failed, chance).as_secs_f64());
        assert_eq!(bounds(0), [1.0, 1.5]);
        assert_eq!(bounds(1), [2.0, 3.0]);
        assert_eq!(bounds(3), [8.0, 12.0]);
        assert_eq!(bounds(40), [8.0, 12.0]);
        assert_eq!(bounds(u32::MAX), [8.0, 12.0]);
        let delays: Vec<_> = (0..20).map(|_| backoff.delay(0, &closed())).collect();
        assert!(delays.iter().any(|delay| delay != &delays[0]));
    }

    #[test]
    fn rc_106_no_delay_is_below_the_first_or_above_the_longest() {
        let times = [0, 1, 3, 200, 1_000, 60_000, 3_600_000].map(Duration::from_millis);
        for first in times.into_iter().chain([Duration::MAX]) {
            for longest in times.into_iter().chain([Duration::MAX]) {
                for jitter in [0.0, 0.5, 1.0, 7.0, -1.0, f64::NAN, f64::INFINITY] {
                    let backoff = Backoff::new()
                        .initial_delay(first)
                        .max_delay(longest)
                        .jitter(jitter);
                    for failed in [0, 1, 2, 7, 31, 32, u32::MAX] {
                        for chance in [0.0, 0.3, 0.999, 1.0] {
                            let delay = backoff.with_chance(failed, chance);
                            assert!(
                                delay >= first.min(longest) && delay <= longest,
                                "{backoff:?}: {delay:?}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn without_jitter_a_delay_is_exact() {
        let backoff = Backoff::new().jitter(0.0);
        let delays: Vec<_> = (0..7).map(|failed| backoff.delay(failed, &closed())).collect();
        let expected = [1, 2, 4, 8, 16].map(|seconds| Some(seconds * SECOND));
        assert_eq!(delays[..5], expected);
        assert_eq!(delays[5..], [None, None]);
        assert_eq!(backoff.with_chance(9, 1.0), 30 * SECOND);
    }

    #[test]
    fn cls_005_the_delay_for_an_overloaded_server_is_longer() {
        let busy = closed().with_close(TRY_AGAIN_LATER, "");
        for (failed, least) in [(0, 4.0), (1, 4.0), (3, 8.0)] {
            let delay = Backoff::new().delay(failed, &busy).unwrap().as_secs_f64();
            assert!((least..=1.5 * least).contains(&delay), "{delay}");
        }
    }

    #[test]
    fn rc_015_there_is_no_attempt_after_the_last() {
        assert_eq!(Backoff::new().max_attempts(0).delay(0, &closed()), None);
        assert_eq!(Backoff::new().should_retry(|_| false).delay(0, &closed()), None);
        assert!(
            Backoff::new()
                .should_retry(|_| true)
                .delay(4, &closed())
                .is_some()
        );
        assert_eq!(Backoff::new().delay(5, &closed()), None);
    }

    #[test]
    fn the_server_chooses_a_delay_within_the_bounds() {
        let busy = |seconds: u32| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from(seconds))]);
            Error::http_status(StatusCode::SERVICE_UNAVAILABLE, headers, b"", Vec::new())
        };
        for (asked, delay) in [(0, 1), (1, 1), (7, 7), (30, 30), (3_600, 30)] {
            assert_eq!(
                Backoff::new().delay(0, &busy(asked)),
                Some(delay * SECOND),
                "{asked}"
            );
        }
        assert_eq!(Backoff::new().delay(5, &busy(7)), None);
    }
}
