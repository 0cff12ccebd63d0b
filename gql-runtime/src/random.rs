//! Random numbers, for whatever needs some.

use std::hash::{BuildHasher, RandomState};

/// Returns a random number, which a server or a user cannot guess. It is not meant for cryptographic keys.
///
/// The standard library seeds the keys of a `RandomState` from the system's random numbers and gives each value keys of its own.
pub(crate) fn number() -> u64 {
    RandomState::new().hash_one(0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_differ() {
        let numbers: std::collections::HashSet<_> = (0..1000).map(|_| super::number()).collect();
        assert_eq!(numbers.len(), 1000);
    }
}
