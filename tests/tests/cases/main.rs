//! The cases' golden code, compiled without a warning, decodes the responses beside it, and random ones.

mod damaged;
#[path = "../expectation/mod.rs"]
mod expectation;
mod own;
mod random;
mod respond;
mod same;

use std::fs;
use std::path::Path;

use expectation::expect;
use gql_runtime::Operation;
use gql_runtime::codegen::{Json, Serialize, decode};
use gql_runtime::transport::Payload;
use same::is_same;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Decodes a response as the client does and compares what it gives.
fn decodes<O: Operation>(path: &str)
where
    O::Data: std::fmt::Debug,
{
    let path = Path::new(path);
    let body = fs::read(path).expect("the response can be read");
    let actual = match decode::<O>(Payload::from_bytes(body)) {
        Ok(response) => format!("{response:#?}\n"),
        Err(error) => format!("error: {error}\n{:#?}\n", error.graphql_errors()),
    };
    if let Err(difference) = expect(&path.with_extension("txt"), &actual) {
        panic!("{difference}");
    }
}

/// Writes decoded data as JSON again: the data that the server sent, without members that were not requested.
fn serializes<O: Operation>(path: &str)
where
    O::Data: Serialize,
{
    let body = fs::read_to_string(path).expect("the response can be read");
    let sent: Json = serde_json::from_str(&body).expect("the response is JSON");
    let Ok(written) = again::<O>(&body) else {
        return;
    };
    assert!(
        is_same(&written, &sent["data"]),
        "{path}: written\n{written:#}\nsent\n{:#}",
        sent["data"]
    );
}

/// An operation of a case whose responses can be written again.
pub(crate) struct Tried {
    /// The case's folder.
    pub(crate) case: &'static str,
    /// The operation's name.
    pub(crate) name: &'static str,
    /// The request.
    pub(crate) document: &'static str,
    /// Decodes a response and writes its data again.
    pub(crate) again: fn(&str) -> Result<Json, String>,
}

/// The ways to try an operation.
const fn tried<O: Operation>(case: &'static str) -> Tried
where
    O::Data: Serialize,
{
    Tried {
        case,
        name: O::NAME,
        document: O::DOCUMENT,
        again: again::<O>,
    }
}

/// Decodes a response and writes its data; what is written decodes to the same.
fn again<O: Operation>(body: &str) -> Result<Json, String>
where
    O::Data: Serialize,
{
    let write = |body: String| {
        let response = decode::<O>(Payload::from_bytes(body)).map_err(|error| error.to_string())?;
        serde_json::to_value(&response.data).map_err(|error| error.to_string())
    };
    let written = write(body.to_owned())?;
    let rewritten = write(format!("{{\"data\":{written}}}"));
    assert_eq!(rewritten.as_ref(), Ok(&written), "what was written of {body}");
    Ok(written)
}
