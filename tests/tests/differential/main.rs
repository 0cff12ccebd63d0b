//! Random documents against graphql-js itself, versions 16 and 17, not only those of its tests.
//!
//! `GQL_SEED=7 cargo test -p gql-tests --test differential -- --ignored` for other documents; needs node and npm, which
//! fetches graphql-js when it is not there yet.

#[path = "../comparison/mod.rs"]
mod comparison;
mod operations;
mod schemas;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// The programs that make documents, and graphql-js beside them.
fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("differential")
}

/// Returns the cases that a program makes from the seed: one in JSON on each line.
fn cases(program: &str, count: &str) -> String {
    /// One test fetches it, the other waits.
    static INSTALL: Mutex<()> = Mutex::new(());

    let directory = directory();
    let seed = std::env::var("GQL_SEED").unwrap_or_else(|_| "1".to_owned());
    let installing = INSTALL.lock();
    if !directory.join("node_modules/graphql").exists() {
        run(
            &directory,
            "npm",
            &["install", "--silent", "--no-audit", "--no-fund"],
        );
    }
    drop(installing);
    let output = run(&directory, "node", &[program, &seed, count]);
    String::from_utf8(output).expect("text")
}

/// Returns the output of a program.
fn run(directory: &Path, program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program)
        .current_dir(directory)
        .args(arguments)
        .output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {complaint}");
    output.stdout
}
