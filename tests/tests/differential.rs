//! Random operations against graphql-js itself, not only those of its tests: the same findings in the same places.
//!
//! `GQL_SEED=7 cargo test -p gql-tests --test differential -- --ignored` for other documents; needs node and npm, which
//! fetches graphql-js when it is not there yet.

mod comparison;

use std::path::Path;
use std::process::Command;

use comparison::{Comparison, Finding, text};
use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::build;
use gql_codegen::source::Sources;
use gql_codegen::syntax::parse;

const OVERLAPPING: &str = "OverlappingFieldsCanBeMerged";
/// How many documents are made.
const COUNT: &str = "2000";

#[test]
#[ignore = "needs node and npm: cargo test -p gql-tests -- --ignored"]
fn findings_in_random_operations_are_those_of_graphql_js() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("differential");
    let seed = std::env::var("GQL_SEED").unwrap_or_else(|_| "1".to_owned());
    if !directory.join("node_modules/graphql").exists() {
        run(
            &directory,
            "npm",
            &["install", "--silent", "--no-audit", "--no-fund"],
        );
    }
    let output = run(&directory, "node", &["generate.js", &seed, COUNT]);
    let cases = String::from_utf8(output).expect("text");

    let schema_text = std::fs::read_to_string(directory.join("schema.graphqls")).expect("the schema");
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add("schema.graphqls", schema_text.as_str());
    let document = parse(source, &schema_text, &mut diagnostics);
    let schema = build(sources, &[document], &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");

    let mut comparison = Comparison::default();
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let document = text(&case, "document");
        let mut sources = schema.sources.clone();
        let source = sources.add("query.graphql", document);
        let documents = [parse(source, document, &mut diagnostics)];
        assert!(diagnostics.is_empty(), "{diagnostics:?} in {document}");
        let (_, found) = check(&schema, &documents, &Levels::default());
        let mut ours: Vec<Finding> = found.iter().map(|it| Finding::ours(&sources, it)).collect();
        let mut theirs = Finding::theirs(&case["errors"], "");
        normalize(&mut ours);
        normalize(&mut theirs);
        drop_overlapping(&mut ours, &mut theirs);
        let id = format!("{}\n{document}\n", text(&case, "id"));
        comparison.compare("random", &id, &theirs, &ours);
    }
    comparison.print();
    comparison.judge("");
}

/// What a program prints.
fn run(directory: &Path, program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program)
        .current_dir(directory)
        .args(arguments)
        .output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {complaint}");
    output.stdout
}

/// What is known to differ in `@oneOf`: in fragments graphql-js 16 takes the variables of the operation that it saw last
/// for theirs, and it passes over places that are non-null.
fn normalize(findings: &mut Vec<Finding>) {
    findings.retain(|it| !(it.message.starts_with("Variable ") && it.message.contains(" OneOf ")));
    for finding in &mut *findings {
        if finding.rule == OVERLAPPING {
            finding.places.sort();
            finding.message.clear();
        }
    }
    findings.sort();
    findings.dedup();
}

/// graphql-js looks at the selections of an inline fragment once more by themselves. That finds no conflict where there
/// was none, but it may name one in the other order, or by itself where it was named as a part of another; where fragments
/// lead back, it names other ways to the same conflict.
fn drop_overlapping(ours: &mut Vec<Finding>, theirs: &mut Vec<Finding>) {
    let conflicts = |findings: &[Finding]| -> Vec<Finding> {
        let conflicts = findings.iter().filter(|it| it.rule == OVERLAPPING);
        conflicts.cloned().collect()
    };
    let found = conflicts(ours);
    let expected = conflicts(theirs);
    let cycles = theirs.iter().any(|it| it.rule == "NoFragmentCycles");
    let part = found.iter().all(|it| expected.contains(it));
    if found.is_empty() == expected.is_empty() && (part || cycles) {
        ours.retain(|it| it.rule != OVERLAPPING);
        theirs.retain(|it| it.rule != OVERLAPPING);
    }
}
