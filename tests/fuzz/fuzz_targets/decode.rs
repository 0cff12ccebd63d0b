//! Any bytes as a response to every operation of the cases: `tests/fuzz/run 300 decode`.
#![no_main]

use gql_runtime::transport::Payload;
use gql_runtime::{Operation, Response};

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| each(bytes));

/// Every input is a value or an error that can be displayed.
fn decode<O: Operation>(bytes: &[u8]) {
    if let Err(error) = Response::<O::Data>::decode(Payload::from_bytes(bytes.to_vec())) {
        assert!(!error.to_string().is_empty());
    }
}
