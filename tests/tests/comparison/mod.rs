//! Findings of ours next to those of graphql-js, case by case: what conformance tests share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gql_codegen::diagnostic::Diagnostic;
use gql_codegen::source::Sources;
use serde_json::Value;

/// One finding: rule, sentence, lines and columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) places: Vec<(u64, u64)>,
}

impl Finding {
    /// The verdict of this project.
    pub(crate) fn ours(sources: &Sources, diagnostic: &Diagnostic) -> Self {
        let place = |span| {
            let at = sources.line_column(span);
            (u64::from(at.line), u64::from(at.column))
        };
        Self {
            rule: diagnostic.rule.name.to_owned(),
            message: diagnostic.message.clone(),
            places: diagnostic.primary.iter().map(|label| place(label.span)).collect(),
        }
    }

    /// The verdict of graphql-js in a list of the corpus; `rule` is the rule of errors that name none.
    pub(crate) fn theirs(errors: &Value, rule: &str) -> Vec<Self> {
        let list = errors.as_array().expect("a list of errors");
        let number = |location: &Value, key: &str| location[key].as_u64().expect("a number");
        list.iter()
            .map(|error| Self {
                rule: error["rule"]
                    .as_str()
                    .unwrap_or(rule)
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
}

/// The number of cases of a rule, and of those with equal verdicts, places and messages.
#[derive(Default)]
struct Row {
    cases: usize,
    verdicts: usize,
    places: usize,
    messages: usize,
}

/// The comparisons so far.
#[derive(Default)]
pub(crate) struct Comparison {
    rows: BTreeMap<String, Row>,
    differences: BTreeMap<String, String>,
}

impl Comparison {
    /// Compares the findings of one case.
    pub(crate) fn compare(&mut self, rule: &str, id: &str, theirs: &[Finding], ours: &[Finding]) {
        let places = |findings: &[Finding]| -> BTreeSet<(String, Vec<(u64, u64)>)> {
            let places = findings.iter().map(|it| (it.rule.clone(), it.places.clone()));
            places.collect()
        };
        let messages = |findings: &[Finding]| -> Vec<(String, String)> {
            let messages = findings.iter().map(|it| (it.rule.clone(), it.message.clone()));
            let mut messages: Vec<_> = messages.collect();
            messages.sort();
            messages
        };
        let verdicts = theirs.is_empty() == ours.is_empty();
        let places = places(theirs) == places(ours);
        let messages = messages(theirs) == messages(ours);
        let row = self.rows.entry(rule.to_owned()).or_default();
        row.cases += 1;
        row.verdicts += usize::from(verdicts);
        row.places += usize::from(places);
        row.messages += usize::from(messages);
        if !(verdicts && places && messages) {
            let only = |these: &[Finding], those: &[Finding]| -> String {
                let missing = these.iter().filter(|finding| !those.contains(finding));
                missing.map(|finding| format!("\n    {finding:?}")).collect()
            };
            let detail = format!(
                "  graphql-js alone:{}\n  ours alone:{}",
                only(theirs, ours),
                only(ours, theirs)
            );
            self.differences.insert(id.to_owned(), detail);
        }
    }

    /// Prints how the cases of each rule compare.
    pub(crate) fn print(&self) {
        println!("| rule | cases | equal verdicts | equal positions | equal messages |");
        println!("|---|---|---|---|---|");
        for (rule, row) in &self.rows {
            println!(
                "| {rule} | {} | {} | {} | {} |",
                row.cases, row.verdicts, row.places, row.messages
            );
        }
    }

    /// Fails unless the differences are those of `list` (`case: reason`, a line each), no more and no fewer.
    pub(crate) fn judge(&self, list: &str) {
        assert!(!self.rows.is_empty(), "no cases were compared");
        let listed: BTreeSet<&str> = list
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split_once(": ").expect("`case: reason`").0)
            .collect();
        let unlisted: Vec<String> = self
            .differences
            .iter()
            .filter(|(id, _)| !listed.contains(&***id))
            .map(|(id, detail)| format!("{id} differs and is not listed:\n{detail}"))
            .collect();
        assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
        for id in listed {
            assert!(
                self.differences.contains_key(id),
                "{id} is listed and does not differ"
            );
        }
    }
}

/// The text under a key of a case.
pub(crate) fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key]
        .as_str()
        .unwrap_or_else(|| panic!("no text {key} in {case}"))
}

/// The cases of a file of the corpora.
#[allow(dead_code, reason = "not every test that compares reads the corpora")]
pub(crate) fn cases(file: &str) -> Vec<Value> {
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
