//! Finds the cases: a module for each with its golden code, a test for each of its responses.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("cases");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::new();
    for case in entries(&root).iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", case.display());
        module(&mut code, case);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("cases.rs");
    fs::write(out, code).expect("OUT_DIR can be written");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

fn module(code: &mut String, case: &Path) {
    let name = stem(case);
    let golden = case.join("expected.rs");
    if !golden.is_file() {
        return;
    }
    writeln!(
        code,
        "pub mod {name} {{\n    #[deny(warnings)] pub mod code {{ include!({golden:?}); }}"
    )
    .expect("a String");
    let check = case.join("check.rs");
    if check.is_file() {
        writeln!(
            code,
            "    mod check {{ use super::code::*; include!({check:?}); }}"
        )
        .expect("a String");
    }
    for response in entries(case)
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let file = stem(response);
        let operation = file.split('.').next().unwrap_or_default();
        let test = file.replace(['.', '-'], "_");
        writeln!(
            code,
            "    #[allow(non_snake_case)] #[test] fn {test}() {{ crate::decodes::<code::{operation}>({response:?}); }}"
        )
        .expect("a String");
    }
    code.push_str("}\n");
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
