//! Schemas against graphql-js: what it finds in 106 type system documents and in the types of 127 schemas.
//!
//! Every difference is listed, with its reason, in `conformance_schema.differences.txt`.

mod comparison;

use comparison::{Comparison, Finding, cases, text};
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::{build, validate_extension};
use gql_codegen::source::Sources;
use gql_codegen::syntax::{ast::Document, parse};

/// The rule of findings about types; graphql-js has no name for it.
const TYPE_SYSTEM: &str = "TypeSystem";

#[test]
#[ignore = "needs the conformance corpora: cargo test -p gql-tests -- --ignored"]
fn findings_are_those_of_graphql_js() {
    let mut comparison = Comparison::default();
    for case in cases("corpus.json").iter().filter(|case| case["kind"] == "sdl") {
        let schema = case["schema"].as_str();
        let found = findings(schema, text(case, "document"));
        let (types, documents): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|finding| finding.rule == TYPE_SYSTEM);
        let expected = Finding::theirs(&case["full_errors"], TYPE_SYSTEM);
        let rule = text(case, "rule").trim_end_matches("Rule");
        // graphql-js looks at the types only where the documents are good.
        if expected.is_empty() {
            let expected = Finding::theirs(&case["type_system_errors"], TYPE_SYSTEM);
            comparison.compare(
                TYPE_SYSTEM,
                &format!("{} (types)", text(case, "id")),
                &expected,
                &types,
            );
        }
        comparison.compare(rule, text(case, "id"), &expected, &documents);
    }
    for case in &cases("schema-corpus.json") {
        let mut found = findings(None, text(case, "sdl"));
        found.retain(|finding| finding.rule == TYPE_SYSTEM);
        // Where the versions differ, version 17 has the rules and words of September 2025.
        let errors = match &case["v17"]["errors"] {
            serde_json::Value::Null => &case["errors"],
            newer => newer,
        };
        let expected = Finding::theirs(errors, TYPE_SYSTEM);
        comparison.compare(TYPE_SYSTEM, text(case, "id"), &expected, &found);
    }
    comparison.print();
    comparison.judge(include_str!("conformance_schema.differences.txt"));
}

/// Returns the diagnostics of a document, and of the schema that it makes or extends.
fn findings(schema: Option<&str>, document: &str) -> Vec<Finding> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let texts = [schema.unwrap_or_default(), document];
    let parsed: Vec<Document<'_>> = texts
        .iter()
        .map(|text| {
            let source = sources.add("schema.graphql", *text);
            // An empty text is a syntax error, and stands for no document here.
            let mut ignored = Diagnostics::new();
            let place = if text.is_empty() {
                &mut ignored
            } else {
                &mut diagnostics
            };
            parse(source, text, place)
        })
        .collect();
    let existing = if schema.is_some() { &parsed[..1] } else { &[] };
    assert!(diagnostics.is_empty(), "{diagnostics:?} in {document}");
    // A document that defines no types is the one error of building; here it is one of many cases.
    let built = build(sources, &parsed, &mut Diagnostics::new());
    validate_extension(existing, &parsed[1..], &built, &mut diagnostics);
    diagnostics
        .into_iter()
        .map(|diagnostic| Finding::ours(&built.sources, &diagnostic))
        .collect()
}
