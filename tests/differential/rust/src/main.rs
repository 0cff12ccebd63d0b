//! Random documents to this project, apollo-compiler and graphql-parser: do they say the same?
//!
//! `cargo run -- [COUNT] [SEED]` in this directory. Half of the documents are valid, three tenths have one mistake, and
//! one in ten each is an operation or a schema with one token changed. The process fails if a difference has no
//! explanation in `known.rs`, or if this project does not say of a document what its generator knows.

mod damage;
mod generator;
mod known;
mod random;
mod tally;
mod values;
mod verdicts;

use std::path::Path;
use std::process::ExitCode;

use known::{Difference, explain};
use random::Random;
use tally::Tally;
use verdicts::Schemas;

fn main() -> ExitCode {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|it| it.parse::<u64>().expect("a number"));
    let count = numbers.next().unwrap_or(100_000);
    let seed = numbers.next().unwrap_or(1);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas: Vec<Schemas> = ["../schema.graphqls", "../../../schemas/bookshop.graphql"]
        .iter()
        .map(|path| Schemas::read(path, std::fs::read_to_string(root.join(path)).expect("a schema")))
        .collect();
    let grammar = root.join("../../../gql-codegen/tests/syntax_random/type_system.graphql");
    let grammar = std::fs::read_to_string(grammar).expect("a schema of all the grammar");

    // Without what graphql-parser cannot read anywhere, so that it has a say about the rest.
    let plain = grammar
        .lines()
        .filter(|line| !line.starts_with("extend schema"))
        .collect::<Vec<_>>()
        .join("\n");
    let plain = plain.trim_start_matches("\"\"\"The library\"\"\"").to_owned();

    for text in [&grammar, &plain, &schemas[0].text, &schemas[1].text] {
        let found = verdicts::our_syntax(&damage::apart(text));
        assert!(found.is_empty(), "a seed is good: {found:?}");
    }

    let mut tally = Tally::default();
    for place in 0..count {
        let mut random = Random::new(seed, place);
        let schema = random.pick(&schemas);
        match random.below(10) {
            0..5 => operations(&mut tally, schema, &random, false, place),
            5..8 => operations(&mut tally, schema, &random, true, place),
            8 => {
                let text = generator::document(&schema.ours, &random, false).text;
                let text = damage::damage(&text, &mut random);
                tally.documents("an operation with one token changed");
                compare(&mut tally, schema, &text, place);
            }
            _ => {
                let text = *random.pick(&[&grammar, &plain, &plain, &schema.text]);
                let text = damage::damage(text, &mut random);
                tally.documents("a schema with one token changed");
                type_system(&mut tally, &text, place);
            }
        }
    }
    tally.print();
    match tally.is_explained() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// A document whose verdict is known.
fn operations(tally: &mut Tally, schemas: &Schemas, random: &Random, wrong: bool, place: u64) {
    let document = generator::document(&schemas.ours, random, wrong);
    tally.documents(match document.mistake {
        None => "a valid operation",
        Some(_) => "an operation with one mistake",
    });
    document
        .mistake
        .into_iter()
        .for_each(|mistake| tally.mistake(mistake));
    let found = compare(tally, schemas, &document.text, place);
    if document.mistake.is_none() == found {
        let name = format!(
            "the generator, which made {}",
            document.mistake.unwrap_or("no mistake")
        );
        let ours = verdicts::ours(schemas, &document.text);
        tally.unexplained(
            &name,
            &format!("#{place} ({}) ours: {ours:?}\n{}", schemas.name, document.text),
        );
    }
}

/// Returns whether this project reports an error.
fn compare(tally: &mut Tally, schemas: &Schemas, text: &str, place: u64) -> bool {
    let ours = verdicts::our_syntax(text);
    judge(
        tally,
        "graphql-parser, operations",
        known::PARSER_QUERY,
        text,
        &ours,
        &verdicts::graphql_parser_query(text),
        place,
    );
    judge(
        tally,
        "apollo-compiler, syntax",
        known::APOLLO_SYNTAX,
        text,
        &ours,
        &verdicts::apollo_syntax(text),
        place,
    );
    let ours = verdicts::ours(schemas, text);
    judge(
        tally,
        "apollo-compiler, validation",
        known::APOLLO,
        text,
        &ours,
        &verdicts::apollo(schemas, text),
        place,
    );
    !ours.is_empty()
}

fn type_system(tally: &mut Tally, text: &str, place: u64) {
    let ours = verdicts::our_syntax(text);
    judge(
        tally,
        "graphql-parser, schemas",
        known::PARSER_SCHEMA,
        text,
        &ours,
        &verdicts::graphql_parser_schema(text),
        place,
    );
    judge(
        tally,
        "apollo-compiler, syntax",
        known::APOLLO_SYNTAX,
        text,
        &ours,
        &verdicts::apollo_syntax(text),
        place,
    );
}

fn judge(
    tally: &mut Tally,
    library: &'static str,
    known: &[known::Explanation],
    text: &str,
    ours: &verdicts::Findings,
    theirs: &verdicts::Findings,
    place: u64,
) {
    if ours.is_empty() == theirs.is_empty() {
        tally.same(library, ours.is_empty());
        return;
    }
    match explain(known, &Difference { text, ours, theirs }) {
        Some(explanation) => tally.explained(library, explanation),
        None => tally.unexplained(
            library,
            &format!("#{place}\n  ours: {ours:?}\n  theirs: {theirs:?}\n{text}"),
        ),
    }
}
