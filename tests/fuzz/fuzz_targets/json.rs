//! Any text by gql-json and by serde_json: the same value, or both refuse it. `tests/fuzz/run 300 json`.
#![no_main]

#[path = "../../../gql-json/tests/differential/agree.rs"]
mod agree;
#[path = "../../../gql-json/tests/differential/hinted.rs"]
mod hinted;
#[path = "../../../gql-json/tests/differential/types.rs"]
mod types;

libfuzzer_sys::fuzz_target!(|text: &str| agree::agree(text));
