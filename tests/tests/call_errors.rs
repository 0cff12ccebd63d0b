//! The errors that the compiler reports for a wrong call of the client: `errors/calls/NAME.rs` gives `errors/calls/NAME.txt`.
//! `UPDATE=1 cargo test -p gql-tests --test call_errors` writes the texts anew.

mod expectation;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use expectation::expect;
use serde_json::Value;

#[test]
fn the_compiler_says_what_to_write_instead() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("errors/calls");
    let mut cases: Vec<_> = entries(&folder)
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are no cases");
    let mut wrong = Vec::new();
    for case in cases {
        wrong.extend(expect(&case.with_extension("txt"), &report(&case)).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The errors of a file: message, labels and what is below, without the bound of the call, whose place is in the library.
fn report(case: &Path) -> String {
    // The runtime as it was built for this test.
    let test = std::env::current_exe().expect("a test has a path");
    let deps = test.parent().expect("a test is in a folder");
    let runtime = newest(deps, modified(&test)).expect("the runtime is built");
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler)
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--emit=metadata",
            "--error-format=json",
        ])
        .arg("--out-dir")
        .arg(env!("CARGO_TARGET_TMPDIR"))
        .arg("-L")
        .arg(format!("dependency={}", deps.display()))
        .arg("--extern")
        .arg(format!("gql_runtime={}", runtime.display()))
        .arg(case)
        .output()
        .expect("rustc runs");
    let mut report = String::new();
    for line in String::from_utf8(output.stderr).expect("UTF-8").lines() {
        let message: Value = serde_json::from_str(line).expect("JSON");
        if message["level"] != "error" || message["spans"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        writeln!(report, "error: {}", text(&message["message"])).expect("a string");
        for span in message["spans"].as_array().into_iter().flatten() {
            let source = text(&span["text"][0]["text"]);
            writeln!(report, "    {}    <- {}", source.trim(), text(&span["label"])).expect("a string");
        }
        for below in message["children"].as_array().into_iter().flatten() {
            let below_text = text(&below["message"]);
            // What implements the trait depends on the features that the runtime was built with.
            let is_list = below_text.contains("is implemented for `Foreign<Q>`");
            if !is_list && !below_text.starts_with("required by a bound in") {
                writeln!(report, "    {}: {below_text}", text(&below["level"])).expect("a string");
            }
        }
        report.push('\n');
    }
    report
}

/// The last one built before this test: later ones may have other features.
fn newest(deps: &Path, test: SystemTime) -> Option<PathBuf> {
    let built = entries(deps).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libgql_runtime-") && name.ends_with(".rlib") && modified(path) <= test
    });
    built.max_by_key(|path| modified(path))
}

fn modified(path: &Path) -> SystemTime {
    let modified = path.metadata().and_then(|metadata| metadata.modified());
    modified.unwrap_or(SystemTime::UNIX_EPOCH)
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    entries.map(|entry| entry.expect("an entry").path())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
