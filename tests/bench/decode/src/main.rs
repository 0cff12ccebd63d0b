//! Decoding: 1,000 nodes of an interface with 4 variants and fragments two deep, and 1,000 flat rows.
//!
//! `decode` prints the tables; `decode profile NAME` runs one contestant alone, for a profiler.

mod feed;
mod hand;
mod ours;
mod peers;
mod tables;

use gql_bench::allocations::{INSTRUMENTED_SYSTEM, StatsAlloc, System};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [command, name] if command == "profile" => tables::profile(name),
        _ => tables::all(),
    }
}
