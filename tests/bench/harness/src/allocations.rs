//! Counted allocations. A benchmark that wants them makes [`ALLOCATOR`] its global allocator:
//! `#[global_allocator] static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;`

pub use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
pub use std::alloc::System;

/// The allocations of one run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allocations {
    /// Calls of `alloc` and `realloc`.
    pub calls: usize,
    /// Bytes that were asked for.
    pub bytes: usize,
}

/// Runs `work` once and counts.
pub fn count<T>(work: impl FnOnce() -> T) -> (T, Allocations) {
    let region = Region::new(&INSTRUMENTED_SYSTEM);
    let value = work();
    let change = region.change();
    let allocations = Allocations {
        calls: change.allocations + change.reallocations,
        bytes: change.bytes_allocated,
    };
    (value, allocations)
}
