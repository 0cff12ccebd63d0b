//! Any bytes as a schema in SDL: `tests/fuzz/run 300 sdl`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/generate_random/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    invariants::sdl(&String::from_utf8_lossy(bytes));
});
