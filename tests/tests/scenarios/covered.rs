//! The proofs of scenarios: tests of the crates, by their names, and transcripts, by their first lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::dialects::Dialects;
use crate::id::{ids_of_name, is_id};

/// A proof of one scenario, and its dialects.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) by: BTreeSet<String>,
    pub(crate) dialects: Dialects,
}

/// A test or transcript.
struct Found {
    ids: Vec<String>,
    name: String,
    dialects: Dialects,
}

/// All that names a scenario, by id.
pub(crate) fn covered(root: &Path) -> Outcome<BTreeMap<String, Shown>> {
    let mut covered = BTreeMap::<String, Shown>::new();
    for Found { ids, name, dialects } in found(root)? {
        for id in ids {
            let shown = covered.entry(id).or_default();
            shown.by.insert(name.clone());
            shown.dialects |= dialects;
        }
    }
    Ok(covered)
}

/// The names of all tests of the runtime and of these, and of the transcripts.
pub(crate) fn names(root: &Path) -> Outcome<BTreeSet<String>> {
    Ok(found(root)?.into_iter().map(|found| found.name).collect())
}

fn found(root: &Path) -> Outcome<Vec<Found>> {
    let mut all = Vec::new();
    let root = root.canonicalize()?;
    let mut folders = [
        "gql-protocol/src",
        "gql-protocol/tests",
        "gql-runtime/src",
        "gql-runtime/tests",
        "tests/tests",
        "tests/transcripts",
    ]
    .map(|name| root.join(name))
    .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
                continue;
            }
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => all.extend(tests_of_source(&fs::read_to_string(&path)?)),
                Some("txt") if path.starts_with(root.join("tests/transcripts")) => {
                    all.push(transcript(&path, &fs::read_to_string(&path)?));
                }
                _ => {}
            }
        }
    }
    Ok(all)
}

/// The functions under a `test` attribute.
fn tests_of_source(text: &str) -> Vec<Found> {
    let mut tests = Vec::new();
    let mut is_test = false;
    let mut rest = text;
    while let Some((whole, below)) = rest.split_once('\n') {
        rest = below;
        let line = whole.trim_start();
        if line.starts_with("#[") {
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            continue;
        }
        let signature = line.trim_start_matches("async ").strip_prefix("fn ");
        if let Some(name) = signature.and_then(|rest| rest.split('(').next())
            && is_test
        {
            // A body ends with a brace as far from the margin as its function.
            let end = format!("\n{}}}", &whole[..whole.len() - line.len()]);
            let body = below.find(&end).and_then(|end| below.get(..end)).unwrap_or(below);
            tests.push(Found {
                ids: ids_of_name(name),
                name: name.to_owned(),
                dialects: Dialects::of_body(body),
            });
        }
        is_test = false;
    }
    tests
}

/// The scenarios in the first line of a transcript.
fn transcript(path: &Path, text: &str) -> Found {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = text.lines().next().unwrap_or_default().split_whitespace();
    Found {
        ids: words.filter(|word| is_id(word)).map(ToOwned::to_owned).collect(),
        name: format!("transcript {name}"),
        dialects: Dialects::of_transcript(text),
    }
}

#[test]
fn a_test_is_known_by_its_body() {
    let source = "#[test]\nfn ws_001_a() {\n    for it in BOTH {\n    }\n}\n\n#[tokio::test]\nasync fn ws_002_b() {\n    Dialect::Legacy\n}\nfn ws_003() {}\n";
    let found = tests_of_source(source);
    let told: Vec<_> = found
        .iter()
        .map(|test| format!("{} {}", test.ids.join(" "), test.dialects))
        .collect();
    assert_eq!(told, ["WS-001 both dialects", "WS-002 graphql-ws"]);
}
