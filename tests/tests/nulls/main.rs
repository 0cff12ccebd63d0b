//! The rules about nulls in generated code: random operations with directives, whose types decode random responses to the
//! values that an interpreter of the rules returns.
//!
//! `NULLS_SEED=7 NULLS_CASES=100000 cargo test -p gql-tests --test nulls` tries other operations with more responses.

mod configured;
mod interpret;
#[path = "../cases/respond.rs"]
mod respond;

use gql_codegen::check::{check, levels::Levels};
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::syntax::parse;
use gql_codegen::{SourceFile, read_schema};
use gql_runtime::codegen::Json;
use gql_runtime::{Operation, Response, transport::Payload};
use interpret::{Interpreter, Throw};
use respond::Responder;

include!(concat!(env!("OUT_DIR"), "/nulls.rs"));

/// An operation with generated code.
struct Generated {
    /// The text with its directives.
    text: &'static str,
    /// The document that is sent.
    sent: &'static str,
    /// Decodes a response, and returns the data in the form of `Debug`.
    decode: fn(&str) -> Result<String, gql_runtime::Error>,
}

const fn generated<O: Operation>(text: &'static str) -> Generated
where
    O::Data: std::fmt::Debug,
{
    Generated {
        text,
        sent: O::DOCUMENT,
        decode: |body| {
            let response = Response::<O::Data>::decode(Payload::from_bytes(body.to_owned()))?;
            Ok(format!("{:?}", response.data))
        },
    }
}

/// Returns `Debug` without the names of structs, which the interpreter does not know.
fn without_names(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(place) = rest.find(" {") {
        let (head, tail) = rest.split_at(place);
        let name = head
            .rfind(|it: char| !(it.is_alphanumeric() || it == '_'))
            .map_or(0, |it| it + 1);
        out.push_str(&head[..name]);
        out.push('{');
        rest = &tail[2..];
    }
    out + rest
}

#[test]
fn decoded_values_are_those_of_the_rules() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nulls/schema.graphql");
    let text = std::fs::read_to_string(&path).expect("the schema");
    let schema = read_schema(&[SourceFile::new(path, text)], true).schema;
    let cases = std::env::var("NULLS_CASES").ok().and_then(|it| it.parse().ok());
    let each = cases.unwrap_or(4_000_usize).div_ceil(ALL.len());
    let (mut values, mut nulls, mut errors) = (0, 0, 0);
    for generated in ALL {
        let mut diagnostics = Diagnostics::new();
        let mut sources = schema.sources.clone();
        let documents = [parse(
            sources.add("operation", generated.text),
            generated.text,
            &mut diagnostics,
        )];
        let typed = check(&schema, &documents, &Levels::new())
            .0
            .expect("a valid operation");
        let sent = parse(
            sources.add("document", generated.sent),
            generated.sent,
            &mut diagnostics,
        );
        for seed in 0..each as u64 {
            let body = Responder::new(&schema, &sent, seed).response();
            let json: Json = serde_json::from_str(&body).expect("the responder gives JSON");
            let expected = match Interpreter(&typed).data(&json["data"]) {
                Ok(Some(value)) => format!("Some({value})"),
                Ok(None) => "None".to_owned(),
                Err(Throw) => "an error".to_owned(),
            };
            let actual = match (generated.decode)(&body) {
                Ok(value) => without_names(&value),
                Err(error) if error.is_decode() && error.to_string().contains("a value is required") => {
                    "an error".to_owned()
                }
                Err(error) => panic!("{error}\n{}\n{body}", generated.text),
            };
            assert_eq!(
                actual, expected,
                "\n{}\n{}\n{body}",
                generated.text, generated.sent
            );
            match &*expected {
                "None" => nulls += 1,
                "an error" => errors += 1,
                _ => values += 1,
            }
        }
    }
    println!("{values} values, {nulls} nulls, {errors} errors");
    assert!(
        values > 500 && nulls > 100 && errors > 100,
        "{values} values, {nulls} nulls, {errors} errors"
    );
}
