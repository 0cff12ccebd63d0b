//! Schemas against graphql-js: what it finds in 106 type system documents and in the types of 127 schemas.
//!
//! Every difference is listed, with its reason, in `conformance_schema.differences.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::schema::{build, validate_extension};
use gql_codegen::source::{SourceId, Sources};
use gql_codegen::syntax::{ast::Document, parse};
use serde_json::Value;

/// The rule of findings about types; graphql-js has no name for it.
const TYPE_SYSTEM: &str = "TypeSystem";

/// One finding: rule, sentence, lines and columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    rule: String,
    message: String,
    places: Vec<(u64, u64)>,
}

/// How many cases of a rule there are, and how many have equal verdicts, places and messages.
#[derive(Default)]
struct Row {
    cases: usize,
    verdicts: usize,
    places: usize,
    messages: usize,
}

/// What has been compared so far.
#[derive(Default)]
struct Comparison {
    rows: BTreeMap<String, Row>,
    differences: BTreeMap<String, String>,
}

#[test]
#[ignore = "needs the conformance corpora: cargo test -p gql-tests -- --ignored"]
fn findings_are_those_of_graphql_js() {
    let mut comparison = Comparison::default();
    for case in cases("corpus.json").iter().filter(|case| case["kind"] == "sdl") {
        let schema = case["schema"].as_str();
        let found = findings(schema, text(case, "document"));
        let (types, documents): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|finding| finding.rule == TYPE_SYSTEM);
        let expected = expected(&case["full_errors"]);
        let rule = text(case, "rule").trim_end_matches("Rule");
        // graphql-js looks at the types only where the documents are good.
        if expected.is_empty() {
            let expected = self::expected(&case["type_system_errors"]);
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
        comparison.compare(TYPE_SYSTEM, text(case, "id"), &expected(&case["errors"]), &found);
    }
    comparison.print();
    comparison.judge();
}

/// What we find in a document, and in the schema that it makes or extends.
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
        .map(|diagnostic| finding(&built.sources, &diagnostic))
        .collect()
}

fn finding(sources: &Sources, diagnostic: &Diagnostic) -> Finding {
    let place = |span| {
        let at = sources.line_column(span);
        (u64::from(at.line), u64::from(at.column))
    };
    assert!(
        diagnostic
            .primary
            .iter()
            .all(|label| label.span.source <= SourceId(1))
    );
    Finding {
        rule: diagnostic.rule.to_owned(),
        message: diagnostic.message.clone(),
        places: diagnostic.primary.iter().map(|label| place(label.span)).collect(),
    }
}

/// What graphql-js finds.
fn expected(errors: &Value) -> Vec<Finding> {
    let list = errors.as_array().expect("a list of errors");
    let number = |location: &Value, key: &str| location[key].as_u64().expect("a number");
    list.iter()
        .map(|error| Finding {
            rule: error["rule"]
                .as_str()
                .unwrap_or(TYPE_SYSTEM)
                .trim_end_matches("Rule")
                .to_owned(),
            message: text(error, "message").to_owned(),
            places: error["locations"]
                .as_array()
                .expect("a list of locations")
                .iter()
                .map(|location| (number(location, "line"), number(location, "column")))
                .collect(),
        })
        .collect()
}

impl Comparison {
    fn compare(&mut self, rule: &str, id: &str, expected: &[Finding], found: &[Finding]) {
        let places = |findings: &[Finding]| -> BTreeSet<(String, Vec<(u64, u64)>)> {
            findings
                .iter()
                .map(|finding| (finding.rule.clone(), finding.places.clone()))
                .collect()
        };
        let messages = |findings: &[Finding]| -> Vec<(String, String)> {
            let mut messages: Vec<_> = findings
                .iter()
                .map(|finding| (finding.rule.clone(), finding.message.clone()))
                .collect();
            messages.sort();
            messages
        };
        let verdicts = expected.is_empty() == found.is_empty();
        let places = places(expected) == places(found);
        let messages = messages(expected) == messages(found);
        let row = self.rows.entry(rule.to_owned()).or_default();
        row.cases += 1;
        row.verdicts += usize::from(verdicts);
        row.places += usize::from(places);
        row.messages += usize::from(messages);
        if !(verdicts && places && messages) {
            let only = |these: &[Finding], those: &[Finding]| -> Vec<String> {
                let missing = these.iter().filter(|finding| !those.contains(finding));
                missing.map(|finding| format!("    {finding:?}")).collect()
            };
            let detail = format!(
                "  graphql-js alone:\n{}\n  ours alone:\n{}",
                only(expected, found).join("\n"),
                only(found, expected).join("\n")
            );
            self.differences.insert(id.to_owned(), detail);
        }
    }

    fn print(&self) {
        println!("| rule | cases | equal verdicts | equal positions | equal messages |");
        println!("|---|---|---|---|---|");
        for (rule, row) in &self.rows {
            println!(
                "| {rule} | {} | {} | {} | {} |",
                row.cases, row.verdicts, row.places, row.messages
            );
        }
    }

    /// The differences are those that are listed, no more and no fewer.
    fn judge(&self) {
        assert!(!self.rows.is_empty(), "no cases were compared");
        let listed: BTreeSet<&str> = include_str!("conformance_schema.differences.txt")
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| line.split(": ").next())
            .collect();
        for (id, detail) in &self.differences {
            assert!(
                listed.contains(&**id),
                "{id} differs and is not listed:\n{detail}"
            );
        }
        for id in listed {
            assert!(
                self.differences.contains_key(id),
                "{id} is listed and does not differ"
            );
        }
    }
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key]
        .as_str()
        .unwrap_or_else(|| panic!("no text {key} in {case}"))
}

/// The cases of a file of the corpora.
fn cases(file: &str) -> Vec<Value> {
    let corpora = std::env::var_os("GQL_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"),
        PathBuf::from,
    );
    let path = corpora.join("graphql-js").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut corpus: Value = serde_json::from_str(&text).expect("the corpus is JSON");
    match corpus["cases"].take() {
        Value::Array(cases) => cases,
        _ => panic!("{} holds no cases", path.display()),
    }
}
