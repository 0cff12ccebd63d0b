//! The WebSocket transport under load: memory, readers that do not read, and a server that is killed again and again.
//!
//! `cargo test -p gql-runtime --test load -- --nocapture` prints what is measured.

mod chaos;
mod memory;
mod server;
mod stalled;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::sync::Mutex;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held by each test: they count the whole program's memory.
static ALONE: Mutex<()> = Mutex::const_new(());

/// How many bytes are allocated now.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}
