//! Random numbers.

/// Returns a random number that neither a server nor a user can predict. It is not suitable for cryptographic keys.
///
/// The standard library seeds the keys of a `RandomState` from the system's random numbers, and each value has different
/// keys.
#[cfg(not(all(feature = "web", target_family = "wasm", target_os = "unknown")))]
pub(crate) fn number() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0)
}

/// Returns a random number that neither a server nor a user can predict. It is not suitable for cryptographic keys.
///
/// In a browser the keys of a `RandomState` are always the same.
#[cfg(all(feature = "web", target_family = "wasm", target_os = "unknown"))]
pub(crate) fn number() -> u64 {
    crate::browser::random()
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_differ() {
        let numbers: std::collections::HashSet<_> = (0..1000).map(|_| super::number()).collect();
        assert_eq!(numbers.len(), 1000);
    }
}
