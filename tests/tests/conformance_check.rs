//! Operations against graphql-js: what all its rules say of 539 executable documents.
//!
//! Every difference is listed, with its reason, in `conformance_check.differences.txt`.

mod comparison;

use comparison::{Comparison, Finding, cases, text};
use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::build;
use gql_codegen::source::Sources;
use gql_codegen::syntax::parse;

/// Their schemas have a custom scalar with code of its own, which a schema document cannot say.
const NEEDS_CODE: [&str; 3] = [
    "ValuesOfCorrectTypeRule/071",
    "ValuesOfCorrectTypeRule/072",
    "ValuesOfCorrectTypeRule/073",
];
/// Version 16 has an older form of it.
const SUBSCRIPTIONS: &str = "SingleFieldSubscriptions";
/// Not among the rules that graphql-js 16 runs by default.
const NOT_IN_16: [&str; 2] = ["KnownOperationTypes", NO_DEPRECATED];
/// Optional in all versions.
const NO_DEPRECATED: &str = "NoDeprecated";

#[test]
#[ignore = "needs the conformance corpora: cargo test -p gql-tests -- --ignored"]
fn findings_are_those_of_graphql_js() {
    let mut comparison = Comparison::default();
    for case in cases("corpus.json") {
        let id = text(&case, "id");
        if case["kind"] != "executable" || NEEDS_CODE.contains(&id) {
            continue;
        }
        let rule = text(&case, "rule").trim_end_matches("Rule");
        let ours = findings(text(&case, "schema"), text(&case, "document"));

        let ours_in_17: Vec<_> = ours
            .iter()
            .filter(|it| it.rule != NO_DEPRECATED)
            .cloned()
            .collect();
        let mut expected = Finding::theirs(&case["full_errors"], rule);
        let (extra, in_16): (Vec<_>, Vec<_>) =
            ours.into_iter().partition(|it| NOT_IN_16.contains(&&*it.rule));
        // The rule is that of September 2025, which version 17 has.
        if !case["v17"]["full_errors"].is_null() {
            expected.retain(|it| it.rule != SUBSCRIPTIONS);
            let in_17 = Finding::theirs(&case["v17"]["full_errors"], rule);
            expected.extend(in_17.into_iter().filter(|it| it.rule == SUBSCRIPTIONS));
        }
        comparison.compare(rule, id, &expected, &in_16);
        in_17(&mut comparison, &case, rule, &ours_in_17);

        // Of the rules that are not in 16 the corpus says what version 17 finds, or the optional rule alone.
        let (deprecated, operation_types): (Vec<_>, Vec<_>) =
            extra.into_iter().partition(|it| it.rule == "NoDeprecated");
        if rule == "NoDeprecatedCustom" {
            let expected = Finding::theirs(&case["errors"], "NoDeprecated");
            comparison.compare(rule, &format!("{id} (alone)"), &expected, &deprecated);
        }
        let mut expected = match &case["v17"]["full_errors"] {
            serde_json::Value::Null => Vec::new(),
            errors => Finding::theirs(errors, rule),
        };
        expected.retain(|it| it.rule == "KnownOperationTypes");
        comparison.compare(
            "KnownOperationTypes",
            &format!("{id} (17)"),
            &expected,
            &operation_types,
        );
    }
    comparison.print();
    comparison.judge(include_str!("conformance_check.differences.txt"));
}

/// Compares the rules that a document breaks, and where, with what version 17 finds. Its words are other ones.
fn in_17(comparison: &mut Comparison, case: &serde_json::Value, rule: &str, ours: &[Finding]) {
    let errors = match &case["v17"]["full_errors"] {
        serde_json::Value::Null => &case["full_errors"],
        newer => newer,
    };
    let [theirs, ours] = [Finding::theirs(errors, rule), ours.to_vec()].map(|mut findings| {
        findings.iter_mut().for_each(|finding| finding.message.clear());
        findings
    });
    comparison.compare(
        "version 17",
        &format!("{} in 17", text(case, "id")),
        &theirs,
        &ours,
    );
}

/// Returns the diagnostics of a document.
fn findings(schema: &str, document: &str) -> Vec<Finding> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add("schema.graphql", schema);
    let schema = parse(source, schema, &mut diagnostics);
    let schema = build(sources, &[schema], &mut diagnostics);
    let mut sources = schema.sources.clone();
    let source = sources.add("query.graphql", document);
    let documents = [parse(source, document, &mut diagnostics)];
    assert!(diagnostics.is_empty(), "{diagnostics:?} in {document}");

    let (typed, diagnostics) = check(&schema, &documents, &Levels::default());
    assert_eq!(typed.is_none(), diagnostics.has_errors());
    diagnostics.iter().map(|it| Finding::ours(&sources, it)).collect()
}
