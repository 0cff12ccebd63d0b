//! Any bytes as a document: `cargo fuzz run document fuzz/corpus/document tests/syntax_random tests/syntax_errors`.
#![no_main]

#[path = "../../tests/syntax_random/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    invariants::check(&String::from_utf8_lossy(bytes));
});
