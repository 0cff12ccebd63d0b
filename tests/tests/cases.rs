//! The cases' golden code, compiled without a warning, decodes the responses beside it.

mod expectation;

use std::fs;
use std::path::Path;

use expectation::expect;
use gql_runtime::Operation;
use gql_runtime::transport::Payload;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Decodes a response as the client does and compares what it gives.
fn decodes<O: Operation>(path: &str)
where
    O::Data: std::fmt::Debug,
{
    let path = Path::new(path);
    let body = fs::read(path).expect("the response can be read");
    let actual = match gql_runtime::Response::<O::Data>::decode(Payload::from_bytes(body)) {
        Ok(response) => format!("{response:#?}\n"),
        Err(error) => format!("error: {error}\n{:#?}\n", error.graphql_errors()),
    };
    if let Err(difference) = expect(&path.with_extension("txt"), &actual) {
        panic!("{difference}");
    }
}
