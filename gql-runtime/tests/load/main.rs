//! The WebSocket transport under load: memory, slow readers and servers, and a server that is killed repeatedly.
//!
//! `cargo test -p gql-runtime --test load -- --nocapture` prints the measurements.

mod chaos;
mod hostile;
mod memory;
mod server;
mod stalled;

use std::alloc::System;
use std::sync::{Mutex, PoisonError};

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::runtime::Builder;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static ALONE: Mutex<()> = Mutex::new(());

/// Runs a test until its runtime and all its tasks have ended, as the memory of the whole process is measured.
fn alone(runtime: &mut Builder, test: impl Future<Output = ()>) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(test);
}

/// Returns the number of allocated bytes.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}
