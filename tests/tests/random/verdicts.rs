//! Verdicts on random documents, most of them wrong in a place or two: the rules that are broken are those of graphql-js.

use std::collections::BTreeSet;

use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::syntax::parse;
use gql_codegen::{Config, SourceFile, generate, print, read_schema};
use serde_json::Value;

use crate::program::Outcome;
use crate::sets::{node, prepare};

/// Rules that graphql-js does not have.
const OURS: &[&str] = &["NoDeprecated", "NoTypenameAlias", "SelectionLimits"];

/// Returns the differences in the verdicts on the documents of these sets, and where the generator fails on a valid one.
pub(crate) fn differences(first: usize, count: usize) -> Outcome<Vec<String>> {
    let folder = prepare("target/random-verdicts")?;
    let printed = node(
        &folder,
        "verdicts.js",
        &[&first.to_string(), &count.to_string()],
        "",
    )?;
    let (mut found, mut documents) = (Vec::new(), 0);
    for line in printed.lines() {
        documents += 1;
        let line: Value = serde_json::from_str(line)?;
        if let Some(difference) = difference(&line) {
            found.push(format!("set {}: {difference}", line["set"]));
        }
    }
    println!("{documents} documents, {} differences", found.len());
    Ok(found)
}

fn difference(line: &Value) -> Option<String> {
    let text = |key: &str| line[key].as_str().unwrap_or_default();
    let schema = read_schema(&[SourceFile::new("schema.graphql", text("schema"))], true);
    let document = text("document");
    let rules = line["rules"].as_array().into_iter().flatten();
    let mut theirs: BTreeSet<&str> = rules.filter_map(Value::as_str).collect();
    let mut diagnostics = Diagnostics::new();
    let mut sources = schema.schema.sources.clone();
    let source = sources.add("query.graphql", document);
    let parsed = [parse(source, document, &mut diagnostics)];
    let (_, checked) = check(&schema.schema, &parsed, &Levels::default());
    let all = schema.diagnostics.iter().chain(&diagnostics).chain(&checked);
    let mut ours: BTreeSet<&str> = all
        .map(|it| it.rule.name)
        .filter(|it| !OURS.contains(it))
        .collect();
    // A variable whose type is no input type is reported there, and not again at each of its places.
    if ours.contains("VariablesAreInputTypes") && theirs.contains("VariablesAreInputTypes") {
        ours.remove("VariablesInAllowedPosition");
        theirs.remove("VariablesInAllowedPosition");
    }
    if ours != theirs {
        return Some(format!(
            "ours {ours:?}, of graphql-js {theirs:?}\n{document}\n{}",
            text("schema")
        ));
    }
    if !theirs.is_empty() {
        return None;
    }
    let documents = [SourceFile::new("query.graphql", document)];
    let output = generate(&schema, &documents, &Config::default());
    let refused = output.diagnostics.iter().any(|it| it.severity == Severity::Error);
    match output.items.map(print) {
        Some(Ok(_)) => None,
        None if refused => None,
        other => Some(format!("no Rust: {other:?}\n{document}\n{}", text("schema"))),
    }
}
