//! Any bytes as a schema and operations, through the whole generator: `tests/fuzz/run 300 generate`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/generate_random/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    invariants::whole(&String::from_utf8_lossy(bytes));
});
