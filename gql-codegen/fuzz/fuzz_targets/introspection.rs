//! Any bytes as an introspection result: `tests/fuzz/run 300 introspection`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/generate_random/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    invariants::introspection(&String::from_utf8_lossy(bytes));
});
