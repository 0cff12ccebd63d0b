//! Tests of the diagnostic formats.

use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::rule::{Level, Rule};
use gql_codegen::rules;
use gql_codegen::source::{SourceId, Sources, Span};
use serde_json::{Value, json};

use super::{github, json_line, sarif};

static RULE: Rule = Rule::new("Rule", Level::Error, "A rule.");

const QUERY: &str = "query Q {\n  repo {\n    starz\n  }\n}\n";
const SCHEMA: &str = "type Query {\n  repo: Repo\n}\ntype Repo {\n  stars: Int\n}\n";

/// Returns the `occurrence`th place of `token`, counted from 0.
fn span(sources: &Sources, id: SourceId, token: &str, occurrence: usize) -> Span {
    let text = &sources.get(id).expect("a source").text;
    let (start, _) = text
        .match_indices(token)
        .nth(occurrence)
        .expect("the token is there");
    Span::new(id, start as u32, (start + token.len()) as u32)
}

/// A diagnostic with locations in two files.
fn unknown_field() -> (Sources, Diagnostic) {
    let mut sources = Sources::new();
    let query = sources.add("queries/q.graphql", QUERY);
    let schema = sources.add("schema.graphql", SCHEMA);
    let message = "Cannot query field \"starz\" on type \"Repo\". Did you mean \"stars\"?";
    let diagnostic = Diagnostic::error(
        &rules::FIELDS_ON_CORRECT_TYPE,
        message,
        span(&sources, query, "starz", 0),
    )
    .with_label("no such field")
    .with_secondary(span(&sources, schema, "Repo", 1), "the type is defined here")
    .help("fields are compared by their exact names\nthe schema has 2 types")
    .replace(span(&sources, query, "starz", 0), &["stars"]);
    (sources, diagnostic)
}

#[test]
fn json_says_it_all() {
    let (sources, mut diagnostic) = unknown_field();
    diagnostic.message = "Quote \" slash \\ feed \n bell \u{7} line \u{2028} 日本".to_owned();
    let json_text = json_line(&diagnostic, &sources);
    assert!(!json_text.contains(['\n', '\u{2028}']));
    let found: Value = serde_json::from_str(&json_text).expect("it is JSON");
    let expected = json!({
        "severity": "error",
        "rule": "FieldsOnCorrectType",
        "message": diagnostic.message,
        "locations": [{
            "path": "queries/q.graphql", "line": 3, "column": 5, "endLine": 3, "endColumn": 10,
            "start": 23, "end": 28, "text": "no such field",
        }],
        "related": [{
            "path": "schema.graphql", "line": 4, "column": 6, "endLine": 4, "endColumn": 10,
            "start": 33, "end": 37, "text": "the type is defined here",
        }],
        "help": "fields are compared by their exact names\nthe schema has 2 types",
        "fix": {
            "path": "queries/q.graphql", "line": 3, "column": 5, "endLine": 3, "endColumn": 10,
            "start": 23, "end": 28, "replacement": "stars",
        },
    });
    assert_eq!(found, expected);
}

#[test]
fn annotations_escape_what_would_end_them() {
    let mut sources = Sources::new();
    let id = sources.add("a,b:c%.graphql", "{\n  x\n}\n");
    let one_line = Diagnostic::warning(&RULE, "100%\nsure: yes, it is", Span::new(id, 4, 5)).help("Stop.");
    assert_eq!(
        github(&one_line, &sources),
        "::warning file=a%2Cb%3Ac%25.graphql,line=2,endLine=2,col=3,endColumn=4,title=Rule::100%25%0Asure: yes, it is%0Ahelp: Stop."
    );
    let two_lines = Diagnostic::error(&RULE, "Message.", Span::new(id, 0, 5));
    assert_eq!(
        github(&two_lines, &sources),
        "::error file=a%2Cb%3Ac%25.graphql,line=1,endLine=2,title=Rule::Message."
    );
}

#[test]
fn sarif_names_rules_places_and_related_places() {
    let (mut sources, diagnostic) = unknown_field();
    let odd = sources.add("/srv/a b/ü#.graphql", "x");
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    diagnostics.push(Diagnostic::warning(
        &rules::NO_DEPRECATED,
        "Old.",
        Span::new(odd, 0, 1),
    ));
    let log: Value = sarif(&diagnostics, &sources);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let rule = |rule: &Rule, level: &str| {
        json!({
            "id": rule.name,
            "shortDescription": {"text": rule.summary()},
            "fullDescription": {"text": rule.explanation},
            "helpUri": rule.specification,
            "defaultConfiguration": {"level": level},
        })
    };
    let expected = [
        rule(&rules::FIELDS_ON_CORRECT_TYPE, "error"),
        rule(&rules::NO_DEPRECATED, "warning"),
    ];
    assert_eq!(run["tool"]["driver"]["rules"], json!(expected));
    let first = &run["results"][0];
    assert_eq!(
        (&first["ruleId"], &first["ruleIndex"]),
        (&json!("FieldsOnCorrectType"), &json!(0))
    );
    assert_eq!(first["level"], "error");
    assert_eq!(
        first["locations"],
        json!([{
            "physicalLocation": {
                "artifactLocation": {"uri": "queries/q.graphql"},
                "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 10},
            },
            "message": {"text": "no such field"},
        }])
    );
    assert_eq!(
        first["relatedLocations"][0]["message"]["text"],
        "the type is defined here"
    );
    assert_eq!(
        first["fixes"][0]["artifactChanges"],
        json!([{
            "artifactLocation": {"uri": "queries/q.graphql"},
            "replacements": [{
                "deletedRegion": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 10},
                "insertedContent": {"text": "stars"},
            }],
        }])
    );
    let second = &run["results"][1];
    assert!(second.get("fixes").is_none());
    assert_eq!(second["level"], "warning");
    let location = &second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(location, "file:///srv/a%20b/%C3%BC%23.graphql");
}

#[test]
fn places_outside_of_all_texts_are_left_out() {
    let lost = Diagnostic::warning(&RULE, "Message.", Span::new(SourceId(7), 3, 9));
    assert_eq!(github(&lost, &Sources::new()), "::warning title=Rule::Message.");
    let line: Value = serde_json::from_str(&json_line(&lost, &Sources::new())).expect("it is JSON");
    assert_eq!(line["locations"], json!([]));
}
