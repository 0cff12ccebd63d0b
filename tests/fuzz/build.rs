//! Finds the cases' golden code: a module for each, and a call for each operation in it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../cases");
    println!("cargo::rerun-if-changed={}", root.display());
    let (mut modules, mut calls) = (String::new(), String::new());
    let entries = fs::read_dir(&root).expect("the cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    for case in cases {
        let golden = case.join("expected.rs");
        let Ok(code) = fs::read_to_string(&golden) else {
            continue;
        };
        // Types of the tests' own are not here.
        if code.contains("crate::") {
            continue;
        }
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        writeln!(modules, "mod {name} {{ include!({golden:?}); }}").expect("a String");
        for line in code.lines() {
            let marker = line.trim().strip_prefix("impl codegen::Operation for ");
            if let Some(marker) = marker.and_then(|rest| rest.strip_suffix(" {")) {
                writeln!(calls, "    decode::<{name}::{marker}>(bytes);").expect("a String");
            }
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("cases.rs");
    fs::write(out, format!("{modules}\nfn each(bytes: &[u8]) {{\n{calls}}}\n"))
        .expect("OUT_DIR can be written");
}
