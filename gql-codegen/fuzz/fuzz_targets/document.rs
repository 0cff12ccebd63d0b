//! Any bytes as a document: `tests/fuzz/run 300 document`.
#![no_main]

#[path = "../../tests/syntax_random/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    invariants::check(&String::from_utf8_lossy(bytes));
});
