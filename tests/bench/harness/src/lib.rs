//! The common part of all benchmarks: CPU time in interleaved rounds, counted allocations, tables, reproducible inputs.

pub mod allocations;
pub mod random;
pub mod rounds;
pub mod table;

pub use random::Random;
pub use rounds::{Contest, Cost};
pub use table::Table;
