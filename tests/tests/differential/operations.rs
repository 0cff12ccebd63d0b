//! Random operations: the same findings in the same places.

use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::build;
use gql_codegen::source::Sources;
use gql_codegen::syntax::parse;

use crate::comparison::{Comparison, Finding, text};
use crate::{cases, directory};

const OVERLAPPING: &str = "OverlappingFieldsCanBeMerged";
/// The number of documents that are made.
const COUNT: &str = "2000";

#[test]
#[ignore = "needs node and npm: cargo test -p gql-tests -- --ignored"]
fn findings_in_random_operations_are_those_of_graphql_js() {
    let cases = cases("generate.js", COUNT);

    let schema_text = std::fs::read_to_string(directory().join("schema.graphqls")).expect("the schema");
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
        let ours: Vec<Finding> = found.iter().map(|it| Finding::ours(&sources, it)).collect();
        for (version, normalize) in [("16", in_16 as fn(&mut Vec<Finding>, &str)), ("17", in_17)] {
            let errors = &case[format!("errors{version}")];
            if errors.is_null() {
                continue;
            }
            let mut sides = [ours.clone(), Finding::theirs(errors, "")];
            for findings in &mut sides {
                normalize(findings, document);
                sort(findings);
            }
            let [mut ours, mut theirs] = sides;
            drop_overlapping(&mut ours, &mut theirs);
            if version == "17" {
                drop_repeated(&mut ours, &theirs, document);
            }
            let id = format!("{} in {version}\n{document}\n", text(&case, "id"));
            comparison.compare(version, &id, &theirs, &ours);
        }
    }
    comparison.print();
    comparison.judge("");
}

/// Version 16 knows no `@defer` and `@stream`, and has SingleFieldSubscriptions as it was before September 2025. In fragments it
/// takes the variables of the operation that it saw last for theirs where it looks at `@oneOf`, and it passes over places that
/// are non-null.
fn in_16(findings: &mut Vec<Finding>, document: &str) {
    let streams = document.contains("@stream");
    findings.retain(|it| {
        let is_new = it.rule.contains("Stream") || it.rule == "SingleFieldSubscriptions";
        let is_one_of = it.message.starts_with("Variable ") && it.message.contains(" OneOf ");
        !(is_new || is_one_of || streams && it.rule == OVERLAPPING)
    });
}

/// Our words are those of version 16 but for the rules that are new in 17. An error in a value of a `@oneOf` type version 17
/// finds in other places. Where `@stream` is not on a field, it is held against the field around it.
fn in_17(findings: &mut Vec<Finding>, _: &str) {
    let misplaced: Vec<_> = findings
        .iter()
        .filter(|it| it.rule == "KnownDirectives")
        .map(|it| it.places.clone())
        .collect();
    findings.retain(|it| {
        let is_one_of = it.message.contains("OneOf") || it.message.ends_with(" must be non-null.");
        !(is_one_of || it.rule == "StreamDirectiveOnListField" && misplaced.contains(&it.places))
    });
    for finding in findings {
        let is_new = finding.rule.contains("Stream") || finding.rule == "SingleFieldSubscriptions";
        if !is_new {
            finding.message.clear();
        }
    }
}

/// For a conflict, the fields count, in any order and words.
fn sort(findings: &mut Vec<Finding>) {
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

/// For a fragment that is spread twice at the root, version 17 looks at the first spread alone, and for an input field that is given
/// twice at the last value.
fn drop_repeated(ours: &mut Vec<Finding>, theirs: &[Finding], document: &str) {
    let is_given_twice = theirs.iter().any(|it| it.rule == "UniqueInputFieldNames");
    ours.retain(|it| {
        let is_repeated = match &*it.rule {
            "ValuesOfCorrectType" => is_given_twice,
            "DeferStreamDirectiveOnRootField" => is_spread_twice(it, document),
            _ => false,
        };
        theirs.contains(it) || !is_repeated
    });
}

/// Returns whether a directive is on the spread of a fragment that is spread elsewhere too.
fn is_spread_twice(finding: &Finding, document: &str) -> bool {
    let spread = finding.places.first().and_then(|&(line, column)| {
        let line = document.lines().nth(usize::try_from(line).ok()? - 1)?;
        let (_, spread) = line
            .get(..usize::try_from(column).ok()? - 1)?
            .rsplit_once("...")?;
        spread.split(' ').next().filter(|name| !name.is_empty())
    });
    spread.is_some_and(|name| document.matches(&format!("...{name}")).count() > 1)
}
