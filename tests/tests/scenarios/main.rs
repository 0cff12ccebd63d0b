//! Every scenario of the transports' table has a test, in each WebSocket dialect that it asks for, or `tests/scenarios.txt` says why
//! it has none.
//!
//! The scenarios of our own are in `tests/scenarios.md`. A test names its scenarios at the beginning of its own name, `ws_001_002_three_events`; a transcript in its first line.
//! The other table is not part of this project: `GQL_SCENARIOS` says where it is.

mod cited;
mod covered;
mod dialects;
mod id;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cited::cited;
use crate::covered::{Shown, covered, names};
use crate::dialects::Dialects;
use crate::id::{ids_of_table, is_id};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[test]
#[ignore = "needs the table: GQL_SCENARIOS=… cargo test -p gql-tests --test scenarios -- --ignored --nocapture"]
fn every_scenario_has_a_test_or_a_reason() -> Outcome {
    let table = std::env::var_os("GQL_SCENARIOS")
        .map_or_else(|| root().join("../shared/reference/transports.md"), PathBuf::from);
    let table = fs::read_to_string(&table).map_err(|error| format!("{}: {error}", table.display()))?;
    let reasons = reasons(&fs::read_to_string(root().join("tests/scenarios.txt"))?)?;
    let table = ids_of_table(&table);
    let (list, failures) = compare(&table, &covered(&root())?, &reasons);
    println!("{list}");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    let ours = ids_of_table(&fs::read_to_string(root().join("tests/scenarios.md"))?);
    let covered = covered(&root())?;
    let unknown: Vec<_> = covered
        .iter()
        .filter(|(id, _)| !table.contains_key(*id) && !ours.contains_key(*id))
        .collect();
    assert!(unknown.is_empty(), "in neither table: {unknown:#?}");
    Ok(())
}

#[test]
fn every_scenario_of_our_own_has_a_test() -> Outcome {
    let ours = ids_of_table(&fs::read_to_string(root().join("tests/scenarios.md"))?);
    let (list, failures) = compare(&ours, &covered(&root())?, &BTreeMap::new());
    println!("{list}");
    assert!(
        !ours.is_empty() && failures.is_empty(),
        "\n{}",
        failures.join("\n")
    );
    Ok(())
}

#[test]
fn tests_that_pages_cite_exist() -> Outcome {
    let names = names(&root())?;
    let page = fs::read_to_string(root().join("docs/migrating/gql-python.md"))?;
    let cited = cited(&page);
    let missing: Vec<_> = cited.iter().filter(|name| !names.contains(*name)).collect();
    assert!(
        !cited.is_empty() && missing.is_empty(),
        "no such test: {missing:#?}"
    );
    Ok(())
}

#[test]
fn tests_name_scenarios() -> Outcome {
    let covered = covered(&root())?;
    for id in ["WS-001", "MP-012", "CAN-005"] {
        assert!(covered.contains_key(id), "{id} is not found among {covered:?}");
    }
    Ok(())
}

#[test]
fn what_does_not_fit_fails() -> Outcome {
    let table =
        ids_of_table("| ID | Server |\n| --- | --- |\n| WS-001 | both WS |\n| WS-002 | b |\n| 12 | c |\n");
    let shown = |dialects: &str| {
        let dialects = Dialects::of_transport(dialects);
        let by = ["a test".to_owned()].into();
        BTreeMap::from([("WS-001".to_owned(), Shown { by, dialects })])
    };
    let covered = shown("both WS");
    let reason = reasons("WS-002 not done: why")?;
    assert_eq!(compare(&table, &shown("legacy WS"), &reason).1.len(), 1);
    for (text, failed) in [
        ("WS-002 not done: why", 0),
        ("", 1),
        ("WS-001 not done: why\nWS-002 not done: why", 1),
        ("WS-002 not done: why\nWS-003 does not apply: why", 1),
    ] {
        assert_eq!(
            compare(&table, &covered, &reasons(text)?).1.len(),
            failed,
            "{text}"
        );
    }
    for wrong in [
        "WS-002",
        "WS-002 done",
        "WS-002 not done: ",
        "X not done: why",
        "WS-002 not done: a\nWS-002 not done: b",
    ] {
        assert!(reasons(wrong).is_err(), "{wrong}");
    }
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The list of all scenarios, and what is wrong with it.
fn compare(
    table: &BTreeMap<String, Dialects>,
    covered: &BTreeMap<String, Shown>,
    reasons: &BTreeMap<String, String>,
) -> (String, Vec<String>) {
    let (mut list, mut failures) = (String::new(), Vec::new());
    let (mut tested, mut missing, mut foreign) = (0, 0, 0);
    for (id, wanted) in table {
        let line = match (covered.get(id), reasons.get(id)) {
            (Some(_), Some(_)) => {
                failures.push(format!(
                    "{id} has a test: tests/scenarios.txt need not explain it"
                ));
                continue;
            }
            (Some(shown), None) => {
                if let Some(missing) = shown.dialects.missing(*wanted) {
                    failures.push(format!("{id} is not shown in {missing}: {:?}", shown.by));
                }
                tested += 1;
                let tests: Vec<_> = shown.by.iter().map(String::as_str).collect();
                tests.join(", ")
            }
            (None, Some(reason)) => {
                let count = if reason.starts_with("not done") {
                    &mut missing
                } else {
                    &mut foreign
                };
                *count += 1;
                reason.clone()
            }
            (None, None) => {
                failures.push(format!(
                    "{id} has neither a test nor a reason in tests/scenarios.txt"
                ));
                continue;
            }
        };
        let _ = writeln!(list, "{id}: {line}");
    }
    for id in reasons.keys().filter(|id| !table.contains_key(*id)) {
        failures.push(format!("{id} is in tests/scenarios.txt but not in the table"));
    }
    let _ = write!(
        list,
        "{} scenarios: {tested} tested, {missing} not done, {foreign} that do not apply.",
        table.len()
    );
    (list, failures)
}

/// Lines of an id and why it has no test; `#` begins a comment.
fn reasons(text: &str) -> Outcome<BTreeMap<String, String>> {
    let mut reasons = BTreeMap::new();
    let lines = text.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (id, reason) = line.split_once(' ').unwrap_or((line, ""));
        let told = ["not done: ", "does not apply: "]
            .iter()
            .filter_map(|kind| reason.strip_prefix(kind))
            .any(|why| !why.trim().is_empty());
        if !is_id(id) || !told || reasons.insert(id.to_owned(), reason.to_owned()).is_some() {
            return Err(format!("tests/scenarios.txt: {line}").into());
        }
    }
    Ok(reasons)
}
