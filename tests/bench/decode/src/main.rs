//! Decoding: 1,000 nodes of an interface with 4 variants and fragments two deep, and 1,000 flat rows.
//!
//! `decode` prints the tables; `decode profile CASE NAME ROUNDS` runs one contestant alone, for a profiler. Its instructions an input are
//! those of 21 rounds less those of one, divided by 20; build it with `--no-default-features` for that.

mod event;
mod feed;
mod hand;
mod ours;
mod peers;
mod tables;

#[cfg(feature = "counting")]
use gql_bench::allocations::{INSTRUMENTED_SYSTEM, StatsAlloc, System};

#[cfg(feature = "counting")]
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [command, case, name, rounds] if command == "profile" => tables::profile(case, name, rounds.parse()?),
        _ => tables::all(),
    }
}
