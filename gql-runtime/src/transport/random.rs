//! A little chance, to spread clients.

use std::hash::{BuildHasher, RandomState};

/// Between 0 and 1. Each `RandomState` has keys of its own, which is random enough to spread clients.
pub(super) fn random() -> f64 {
    RandomState::new().hash_one(0) as f64 / u64::MAX as f64
}
