//! Random responses, as a server may give them, to the operations of the cases; and JSON that no server gives.

use std::fs;
use std::path::Path;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::Schema;
use gql_codegen::source::Sources;
use gql_codegen::syntax::parse;
use gql_codegen::{SourceFile, read_schema};
use gql_runtime::codegen::Json;

use crate::respond::{Choice, Responder};
use crate::same::is_same;
use crate::{ALL, Tried};

/// Responses an operation. More with `RANDOM=number`.
fn runs() -> u64 {
    let asked = std::env::var("RANDOM").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(60)
}

fn schema(case: &str) -> Schema {
    let path = Path::new(case).join("schema.graphql");
    let text = fs::read_to_string(&path).expect("the case's schema");
    read_schema(&[SourceFile::new(path, text)], false).schema
}

/// Returns whether the case's scalars are the ones that the responder knows.
fn is_plain(case: &str) -> bool {
    let config = fs::read_to_string(Path::new(case).join("config")).unwrap_or_default();
    !config.contains("scalars")
}

fn each(mut try_one: impl FnMut(&Tried, &str, Choice)) -> usize {
    let mut tried = 0;
    for operations in ALL
        .iter()
        .filter(|case| case.first().is_some_and(|first| is_plain(first.case)))
    {
        let schema = operations
            .first()
            .map_or_else(Schema::default, |first| schema(first.case));
        for operation in *operations {
            let mut diagnostics = Diagnostics::new();
            let id = Sources::new().add("document", operation.document);
            let document = parse(id, operation.document, &mut diagnostics);
            for seed in 0..runs() {
                let mut responder = Responder::new(&schema, &document, seed);
                let body = responder.response();
                try_one(operation, &body, responder.choice);
                tried += 1;
            }
        }
    }
    tried
}

#[test]
fn whatever_fits_is_decoded_and_written_again() {
    let tried = each(|operation, body, _| {
        let sent: Json = serde_json::from_str(body).expect("the responder gives JSON");
        let written = (operation.again)(body)
            .unwrap_or_else(|error| panic!("{} of {}: {error}\n{body}", operation.name, operation.case));
        assert!(
            is_same(&written, &sent["data"]),
            "{} of {}\nsent    {body}\nwritten {written}",
            operation.name,
            operation.case
        );
    });
    assert!(tried > 1000, "only {tried} responses");
}

#[test]
fn nothing_panics() {
    let mut decoded = 0;
    each(|operation, body, mut choice| {
        let mut bytes = body.as_bytes().to_vec();
        for _ in 0..=choice.below(4) {
            let place = choice.below(bytes.len());
            match choice.below(4) {
                0 => drop(bytes.remove(place)),
                1 => bytes.insert(place, *choice.of(b"{}[]\",:0n\\")),
                2 => bytes.truncate(place),
                _ => bytes[place] = *choice.of(b"{}[]\"1,a_"),
            }
            if bytes.is_empty() {
                break;
            }
        }
        decoded += usize::from((operation.again)(&String::from_utf8_lossy(&bytes)).is_ok());
    });
    assert!(decoded > 0, "what is only a little wrong is still decoded");
}
