//! Finds the cases: a module for each with its golden code, a test for each of its responses.

#[path = "tests/nulls/configured.rs"]
mod configured;
#[path = "tests/nulls/generate.rs"]
mod generate;

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
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("cases.rs"), code).expect("OUT_DIR can be written");
    nulls(&out);
}

/// The number of random operations for each value of the option `errors`.
const NULLS: usize = 18;

/// Generates the code of random operations with directives about nulls and errors.
fn nulls(out: &Path) {
    println!("cargo::rerun-if-changed=tests/nulls");
    println!("cargo::rerun-if-env-changed=NULLS_SEED");
    let seed = env::var("NULLS_SEED").ok().and_then(|text| text.parse().ok());
    let mut generator = generate::Generator::new(seed.unwrap_or(1));
    let schema = fs::read_to_string("tests/nulls/schema.graphql").expect("the schema");
    let schema = gql_codegen::SourceFile::new("schema.graphql", schema);
    let schema = gql_codegen::read_schema(&[schema], true);
    let mut config = gql_codegen::Config::default();
    for (field, throws) in configured::REQUIRED {
        let action = match throws {
            true => gql_codegen::config::Action::Throw,
            false => gql_codegen::config::Action::None,
        };
        config.required_fields.insert(field.to_owned(), action);
    }
    for field in configured::DROPPED {
        let drop = gql_codegen::config::NullItems::Drop;
        config.null_items_overrides.insert(field.to_owned(), drop);
    }
    let (mut code, mut list) = (String::new(), String::new());
    for (errors, to) in [
        ("NULL", None),
        ("RESULT", Some(gql_codegen::config::CatchTo::Result)),
        ("THROW", Some(gql_codegen::config::CatchTo::Throw)),
    ] {
        config.errors = to;
        let (items, texts) = operations(&schema, &mut generator, &config);
        let module = format!("errors_{}", errors.to_lowercase());
        for (index, text) in texts.iter().enumerate() {
            writeln!(list, "    generated::<{module}::O{index}>({errors:?}, {text:?}),").expect("a String");
        }
        writeln!(code, "mod {module} {{\n{items}\n}}\n").expect("a String");
    }
    writeln!(code, "const ALL: &[Generated] = &[\n{list}];").expect("a String");
    fs::write(out.join("nulls.rs"), code).expect("OUT_DIR can be written");
}

/// Returns the code of random operations and their texts.
fn operations(
    schema: &gql_codegen::ParsedSchema,
    generator: &mut generate::Generator,
    config: &gql_codegen::Config,
) -> (String, Vec<String>) {
    let mut texts = Vec::new();
    let generate = |text: String| {
        gql_codegen::generate(
            schema,
            &[gql_codegen::SourceFile::new("one.graphql", text)],
            config,
        )
    };
    for _ in 0..100 * NULLS {
        let operation = generator.operation(&format!("O{}", texts.len()));
        if generate(operation.clone()).items.is_some() {
            texts.push(operation);
        }
        if texts.len() == NULLS {
            break;
        }
    }
    assert_eq!(texts.len(), NULLS, "too many operations are invalid");
    let items = generate(texts.join("\n")).items;
    let code = gql_codegen::print(items.expect("valid operations are valid together"));
    (code.expect("generated code is Rust"), texts)
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
