//! How long to wait before the next attempt: for reconnecting and for retries alike.

use std::time::Duration;

use crate::random;

/// How much of a delay may be added to it at random.
const JITTER: f64 = 0.5;

/// An exponential backoff with jitter, which spreads the clients of a server that restarts.
///
/// The delay doubles with each failed attempt. Up to half of it is added at random and nothing is ever taken off, so that it is
/// neither below the first delay nor above the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Backoff {
    pub(super) first: Duration,
    pub(super) longest: Duration,
}

impl Backoff {
    /// Returns the delay before the next attempt, after `failed` that failed.
    pub(super) fn delay(&self, failed: u32) -> Duration {
        let chance = random::number() as f64 / u64::MAX as f64;
        self.with_chance(failed, chance)
    }

    /// `chance` is between 0 and 1.
    fn with_chance(&self, failed: u32, chance: f64) -> Duration {
        let first = self.first.min(self.longest);
        let doubled = first.saturating_mul(1_u32.checked_shl(failed).unwrap_or(u32::MAX));
        // The jitter has room below the longest delay, too: otherwise clients that wait for long would come together.
        let plateau = self.longest.div_f64(1.0 + JITTER).max(first);
        let least = doubled.min(plateau);
        let most = least.saturating_add(least.mul_f64(JITTER)).min(self.longest);
        least.saturating_add(most.saturating_sub(least).mul_f64(chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn rc_003_delays_double_up_to_the_longest_and_vary() {
        let backoff = Backoff {
            first: SECOND,
            longest: 12 * SECOND,
        };
        let bounds = |failed| [0.0, 1.0].map(|chance| backoff.with_chance(failed, chance).as_secs_f64());
        assert_eq!(bounds(0), [1.0, 1.5]);
        assert_eq!(bounds(1), [2.0, 3.0]);
        assert_eq!(bounds(3), [8.0, 12.0]);
        assert_eq!(bounds(40), [8.0, 12.0]);
        assert_eq!(bounds(u32::MAX), [8.0, 12.0]);
        let delays: Vec<_> = (0..20).map(|_| backoff.delay(0)).collect();
        assert!(delays.iter().any(|delay| delay != &delays[0]));
    }

    #[test]
    fn rc_106_no_delay_is_below_the_first_or_above_the_longest() {
        let times = [0, 1, 3, 200, 1_000, 60_000, 3_600_000].map(Duration::from_millis);
        for first in times.into_iter().chain([Duration::MAX]) {
            for longest in times.into_iter().chain([Duration::MAX]) {
                let backoff = Backoff { first, longest };
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
