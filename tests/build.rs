//! Finds the cases: a module for each with its golden code, a test for each of its responses.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The lints that a crate with generated code may deny, each by its name, as `warnings` does not include those that are allowed.
const LINTS: &[&str] = &[
    "warnings",
    "deprecated",
    "missing_copy_implementations",
    "missing_docs",
    "nonstandard_style",
    "trivial_casts",
    "unnameable_types",
    "unreachable_pub",
    "unused",
    "unused_lifetimes",
    "unused_qualifications",
    "unused_results",
    "variant_size_differences",
    "rustdoc::all",
    "clippy::all",
    "clippy::pedantic",
    "clippy::nursery",
    "clippy::allow_attributes_without_reason",
    "clippy::exhaustive_structs",
    "clippy::missing_docs_in_private_items",
];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("cases");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::new();
    let mut all = Vec::new();
    for case in entries(&root).iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", case.display());
        module(&mut code, &mut all, case);
    }
    writeln!(code, "pub(crate) const ALL: &[&[Tried]] = &[{}];", all.join(", ")).expect("a String");
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

fn module(code: &mut String, all: &mut Vec<String>, case: &Path) {
    let name = stem(case);
    let golden = case.join("expected.rs");
    if !golden.is_file() {
        return;
    }
    let lints = LINTS.join(", ");
    writeln!(
        code,
        "pub mod {name} {{\n    #[deny({lints})] #[doc = \"Generated.\"] pub mod code {{ include!({golden:?}); }}"
    )
    .expect("a String");
    let config = fs::read_to_string(case.join("config")).unwrap_or_default();
    let serializes = config
        .lines()
        .any(|line| line.trim() == "response_derives = Serialize");
    let check = case.join("check.rs");
    if check.is_file() {
        writeln!(code, "    #[path = {check:?}]\n    mod check;").expect("a String");
    }
    let markers = markers(&fs::read_to_string(&golden).unwrap_or_default());
    if serializes {
        let tried: Vec<_> = markers
            .values()
            .map(|name| format!("crate::tried::<code::{name}>({case:?})"))
            .collect();
        writeln!(
            code,
            "    pub(crate) const TRIED: &[crate::Tried] = &[{}];",
            tried.join(", ")
        )
        .expect("a String");
        all.push(format!("{name}::TRIED"));
    }
    for response in entries(case)
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let file = stem(response);
        let operation = file.split('.').next().unwrap_or_default();
        let marker = markers
            .get(operation)
            .unwrap_or_else(|| panic!("{}: there is no operation {operation}", response.display()));
        let test = file.replace(['.', '-'], "_");
        writeln!(
            code,
            "    #[allow(non_snake_case)] #[test] fn {test}() {{ crate::decodes::<code::{marker}>({response:?}); }}"
        )
        .expect("a String");
        if serializes {
            writeln!(
                code,
                "    #[allow(non_snake_case)] #[test] fn {test}_again() {{ crate::serializes::<code::{marker}>({response:?}); }}"
            )
            .expect("a String");
        }
    }
    code.push_str("}\n");
}

/// The marker types of golden code by the names of their operations.
fn markers(golden: &str) -> BTreeMap<String, String> {
    let (mut modules, mut markers) = (BTreeMap::new(), BTreeMap::new());
    let (mut module, mut marker) = ("", "");
    for line in golden.lines().map(str::trim) {
        if let Some(name) = within(line, "pub mod ", " {") {
            module = name;
        } else if let Some(name) = within(line, "pub const OPERATION_NAME: &str = \"", "\";") {
            modules.insert(module, name);
        } else if let Some(name) = within(line, "impl codegen::Operation for ", " {") {
            marker = name;
        } else if let Some(module) = within(line, "const NAME: &'static str = ", "::OPERATION_NAME;")
            && let Some(operation) = modules.get(module)
        {
            markers.insert((*operation).to_owned(), marker.to_owned());
        }
    }
    markers
}

fn within<'l>(line: &'l str, start: &str, end: &str) -> Option<&'l str> {
    line.strip_prefix(start)?.strip_suffix(end)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
