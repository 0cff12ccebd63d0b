//! The rules about nulls and errors in generated code: random operations with all directives about them, whose types decode random
//! responses to the values that an interpreter of the rules returns.
//!
//! `NULLS_SEED=7 NULLS_CASES=100000 cargo test -p gql-tests --test nulls` tries other operations with more responses.

mod configured;
mod counts;
mod fail;
mod handling;
mod interpret;
mod outcome;
mod policy;
#[path = "../cases/respond.rs"]
mod respond;
mod selected;
mod settle;
mod write;

use counts::Counts;
use gql_codegen::check::{check, levels::Levels};
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::Schema;
use gql_codegen::syntax::parse;
use gql_codegen::{SourceFile, read_schema};
use gql_runtime::codegen::Json;
use handling::{Handling, places};
use outcome::{Generated, Rules, generated};
use respond::Responder;

include!(concat!(env!("OUT_DIR"), "/nulls.rs"));

#[test]
fn decoded_values_are_those_of_the_rules() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nulls/schema.graphql");
    let text = std::fs::read_to_string(&path).expect("the schema");
    let schema = read_schema(&[SourceFile::new(path, text)], true).schema;
    let cases = std::env::var("NULLS_CASES").ok().and_then(|it| it.parse().ok());
    let each = cases.unwrap_or(4_000_usize).div_ceil(ALL.len());
    let mut counts = Counts::default();
    for generated in ALL {
        try_operation(&schema, generated, each as u64, &mut counts);
    }
    println!("{counts:?}");
    counts.assert_often(ALL.len() * each);
}

/// Decodes responses to one operation.
fn try_operation(schema: &Schema, generated: &Generated, each: u64, counts: &mut Counts) {
    let mut diagnostics = Diagnostics::new();
    let mut sources = schema.sources.clone();
    let source = sources.add("operation", generated.text);
    let documents = [parse(source, generated.text, &mut diagnostics)];
    let checked = check(schema, &documents, &Levels::new()).0;
    let typed = checked.expect("a valid operation");
    let source = sources.add("document", generated.sent);
    let sent = parse(source, generated.sent, &mut diagnostics);
    let configured = Handling::of_default(generated.errors);
    let places = places(&typed, configured);
    let mut seen = Counts::default();
    for seed in 0..each {
        let mut responder = Responder::new(schema, &sent, seed);
        let mut body = responder.response();
        let mut json: Json = serde_json::from_str(&body).expect("the responder gives JSON");
        let mut data = json["data"].take();
        let mut errors = Vec::new();
        if seed % 3 > 0 {
            let choice = &mut responder.choice;
            errors = fail::fail(choice, &places, &mut data);
            body = write::response(choice, &errors, &data);
        }
        let rules = Rules {
            typed: &typed,
            configured,
            places: &places,
        };
        let (expected, settled) = rules.outcome(&errors, &data, &mut seen);
        let actual = generated.outcome(&body, &settled);
        assert_eq!(
            actual, expected,
            "\n{}\n{}\n{body}\nerrors = {}, seed {seed}",
            generated.text, generated.sent, generated.errors
        );
    }
    counts.add(&seen);
}
