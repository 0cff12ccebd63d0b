//! The parser against the test documents of graphql-js, by versions 16 and 17: the same texts accepted, and of the others the same first error,
//! word for word, at the same place.
//!
//! The corpus is not part of this repository: `GQL_CORPORA` names the directory that holds `graphql-js/parser-corpus.json`
//! (default: `../shared/corpora` beside the workspace).

use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::{SourceId, Sources};
use gql_codegen::syntax;
use serde_json::Value;

fn corpus() -> Vec<Value> {
    let directory = std::env::var_os("GQL_CORPORA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"),
        PathBuf::from,
    );
    let path = directory.join("graphql-js/parser-corpus.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; GQL_CORPORA names the corpora's directory",
            path.display()
        )
    });
    let corpus: Value = serde_json::from_str(&text).expect("the corpus is JSON");
    corpus["cases"].as_array().expect("the corpus has cases").clone()
}

/// Fragments with variables: an experiment that graphql-js 16 reads on request only, and no edition of the specification has.
fn needs_legacy_option(case: &Value) -> bool {
    case.get("legacy_fragment_variables").is_some()
}

#[derive(Debug, PartialEq)]
struct First {
    message: String,
    line: u64,
    column: u64,
}

/// Parses as the case says and gives the first error, if there is one.
fn first_error(case: &Value) -> Option<First> {
    let text = case["source"].as_str().expect("a case has a source");
    let mut sources = Sources::new();
    let id = sources.add("case.graphql", text);
    let mut diagnostics = Diagnostics::new();
    match case["entry"].as_str() {
        Some("document") => drop(syntax::parse(id, text, &mut diagnostics)),
        Some("value") => drop(syntax::parse_value(id, text, false, &mut diagnostics)),
        Some("const_value") => drop(syntax::parse_value(id, text, true, &mut diagnostics)),
        Some("type") => drop(syntax::parse_type(id, text, &mut diagnostics)),
        other => panic!("unknown entry {other:?}"),
    }
    let first = diagnostics.iter().next()?;
    let place = sources.line_column(first.primary.first()?.span);
    Some(First {
        message: first.message.clone(),
        line: place.line.into(),
        column: place.column.into(),
    })
}

fn expected_error(case: &Value) -> Option<First> {
    let error = case.get("error")?;
    Some(First {
        message: error["message"].as_str()?.to_owned(),
        line: error["location"]["line"].as_u64()?,
        column: error["location"]["column"].as_u64()?,
    })
}

#[test]
#[ignore = "needs the conformance corpora: GQL_CORPORA=DIR cargo test -p gql-codegen --test conformance_parser -- --ignored"]
fn accepts_and_rejects_like_graphql_js() {
    let cases = corpus();
    let (legacy, cases): (Vec<_>, Vec<_>) = cases.iter().partition(|case| needs_legacy_option(case));
    assert_eq!((legacy.len(), cases.len()), (4, 1201), "the corpus has changed");
    let mut wrong = Vec::new();
    // Version 17 has no such option.
    for case in legacy {
        let expected = case["v17"]["message"].as_str().map(str::to_owned);
        let found = first_error(case).map(|first| first.message);
        if expected.is_none() || found != expected {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", case["id"]));
        }
    }
    for case in cases {
        let expected = expected_error(case);
        assert_eq!(
            expected.is_none(),
            case["ok"] == true,
            "{case}: a rejected case names its error"
        );
        let found = first_error(case);
        if found != expected {
            wrong.push(format!(
                "{}: {:?}\n  expected {expected:?}\n  found    {found:?}",
                case["id"], case["source"]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
#[ignore = "needs the conformance corpora: GQL_CORPORA=DIR cargo test -p gql-codegen --test conformance_parser -- --ignored"]
fn prints_like_graphql_js() {
    let cases = corpus();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| !needs_legacy_option(case)) {
        let Some(expected) = case.get("printed").and_then(Value::as_str) else {
            continue;
        };
        let text = case["source"].as_str().expect("a case has a source");
        let found = syntax::print(&syntax::parse(SourceId(0), text, &mut Diagnostics::new()));
        compared += 1;
        if found != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}\n--- found\n{found}",
                case["id"]
            ));
        }
    }
    assert_eq!(compared, 909, "the corpus has changed");
    assert!(
        wrong.is_empty(),
        "{} cases differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
