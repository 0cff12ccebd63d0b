//! Every scenario of the transports' table has a test, or `tests/scenarios.txt` says why it has none.
//!
//! A test names its scenarios at the beginning of its own name, `ws_001_002_three_events`; a transcript in its first line.
//! The table is not part of this project: `GQL_SCENARIOS` says where it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Ids, and what covers each.
type Covered = BTreeMap<String, BTreeSet<String>>;

#[test]
#[ignore = "needs the table: GQL_SCENARIOS=… cargo test -p gql-tests --test scenarios -- --ignored --nocapture"]
fn every_scenario_has_a_test_or_a_reason() -> Outcome {
    let table = std::env::var_os("GQL_SCENARIOS")
        .map_or_else(|| root().join("../shared/reference/transports.md"), PathBuf::from);
    let table = fs::read_to_string(&table).map_err(|error| format!("{}: {error}", table.display()))?;
    let reasons = reasons(&fs::read_to_string(root().join("tests/scenarios.txt"))?)?;
    let (list, failures) = compare(&ids_of_table(&table), &covered()?, &reasons);
    println!("{list}");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    Ok(())
}

#[test]
fn tests_name_scenarios() -> Outcome {
    let covered = covered()?;
    for id in ["WS-001", "MP-012", "CAN-005"] {
        assert!(covered.contains_key(id), "{id} is not found among {covered:?}");
    }
    Ok(())
}

#[test]
fn names_are_read() {
    for (name, ids) in [
        ("ws_004_005_left_out", "WS-004 WS-005"),
        ("ws_027_auth_001_what_3000_says", "WS-027 AUTH-001"),
        ("mp_012_mp_013", "MP-012 MP-013"),
        ("tls_007_no_tls_008", "TLS-007"),
        ("over_http_1", ""),
        ("a_test", ""),
    ] {
        assert_eq!(ids_of_name(name).join(" "), ids, "{name}");
    }
}

#[test]
fn what_does_not_fit_fails() -> Outcome {
    let table = ids_of_table("| ID | Server |\n| --- | --- |\n| WS-001 | a |\n| WS-002 | b |\n| 12 | c |\n");
    let covered = Covered::from([("WS-001".to_owned(), BTreeSet::from(["a test".to_owned()]))]);
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
    table: &BTreeSet<String>,
    covered: &Covered,
    reasons: &BTreeMap<String, String>,
) -> (String, Vec<String>) {
    let (mut list, mut failures) = (String::new(), Vec::new());
    let (mut tested, mut missing, mut foreign) = (0, 0, 0);
    for id in table {
        let line = match (covered.get(id), reasons.get(id)) {
            (Some(_), Some(_)) => {
                failures.push(format!(
                    "{id} has a test: tests/scenarios.txt need not explain it"
                ));
                continue;
            }
            (Some(tests), None) => {
                tested += 1;
                tests.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
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
    for id in reasons.keys().filter(|id| !table.contains(*id)) {
        failures.push(format!("{id} is in tests/scenarios.txt but not in the table"));
    }
    let ours: Vec<_> = covered
        .keys()
        .filter(|id| !table.contains(*id))
        .map(String::as_str)
        .collect();
    let _ = write!(
        list,
        "{} scenarios: {tested} tested, {missing} not done, {foreign} that do not apply.\nTested besides: {}",
        table.len(),
        ours.join(" ")
    );
    (list, failures)
}

/// The ids in the first column of the Markdown tables.
fn ids_of_table(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .filter(|cell| is_id(cell))
        .map(ToOwned::to_owned)
        .collect()
}

/// Two letters or more, a hyphen, three digits.
fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(group, number)| {
        is_group(&group.to_ascii_lowercase()) && group == group.to_ascii_uppercase() && is_number(number)
    })
}

fn is_group(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_number(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ids that a test's name begins with.
fn ids_of_name(name: &str) -> Vec<String> {
    let mut words = name.split('_').peekable();
    let mut ids = Vec::new();
    while let Some(group) = words.next().filter(|word| is_group(word)) {
        if !words.peek().is_some_and(|word| is_number(word)) {
            break;
        }
        while let Some(number) = words.next_if(|word| is_number(word)) {
            ids.push(format!("{}-{number}", group.to_ascii_uppercase()));
        }
    }
    ids
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

/// All that names a scenario, by id.
fn covered() -> Outcome<Covered> {
    let mut covered = Covered::new();
    let root = root().canonicalize()?;
    let mut folders = ["gql-runtime/src", "gql-runtime/tests", "tests"]
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
            let names = match path.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => tests_of_source(&fs::read_to_string(&path)?),
                Some("txt") if path.starts_with(root.join("tests/transcripts")) => {
                    transcript(&path, &fs::read_to_string(&path)?)
                }
                _ => continue,
            };
            for (id, name) in names {
                covered.entry(id).or_default().insert(name);
            }
        }
    }
    Ok(covered)
}

/// The scenarios of the functions under a `test` attribute.
fn tests_of_source(text: &str) -> Vec<(String, String)> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("#[") {
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            continue;
        }
        let signature = line.trim_start_matches("async ").strip_prefix("fn ");
        if let Some(name) = signature.and_then(|rest| rest.split('(').next())
            && is_test
        {
            names.extend(ids_of_name(name).into_iter().map(|id| (id, name.to_owned())));
        }
        is_test = false;
    }
    names
}

/// The scenarios in the first line of a transcript.
fn transcript(path: &Path, text: &str) -> Vec<(String, String)> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = text.lines().next().unwrap_or_default().split_whitespace();
    words
        .filter(|word| is_id(word))
        .map(|id| (id.to_owned(), format!("transcript {name}")))
        .collect()
}
