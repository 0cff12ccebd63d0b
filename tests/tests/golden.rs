//! The cases: what is generated for each is what stands in its golden file. The test `cases` compiles these files.
//!
//! A case is a folder of `cases/`: `schema.graphql`, `operations.graphql`, perhaps a `config` (lines `key = value`), the
//! golden `expected.rs`, responses `OPERATION.json` or `OPERATION.variant.json` with what they decode to beside them
//! (`.txt`), and perhaps a `check.rs` with tests by hand. `UPDATE=1` writes what is expected anew.
//!
//! `errors/pages/NAME.graphql` has lists that cannot be read page by page, on the schema of the case `pages`, with the reason in
//! `NAME.txt`.

mod expectation;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use expectation::expect;
use gql_codegen::config::{Action, CatchTo, Config, Deprecation, Normalization, NullItems, Nullable};
use gql_codegen::render::{Color, text};
use gql_codegen::{SourceFile, generate, print, read_schema};

#[test]
fn the_golden_code_is_what_is_generated() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut cases: Vec<_> = fs::read_dir(&root)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|case| case.join("operations.graphql").is_file())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    let differences: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            generated(case)
                .and_then(|code| expect(&case.join("expected.rs"), &code))
                .err()
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn lists_that_cannot_be_read_page_by_page_are_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &Path| {
        let text = fs::read_to_string(path).expect("the file can be read");
        SourceFile::new(path.file_name().expect("a name"), text)
    };
    let schema = read_schema(&[read(&root.join("cases/pages/schema.graphql"))], true);
    let entries = fs::read_dir(root.join("errors/pages")).expect("the cases");
    let mut differences = Vec::new();
    let mut count = 0;
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_none_or(|extension| extension != "graphql") {
            continue;
        }
        count += 1;
        let output = generate(&schema, &[read(&path)], &Config::default());
        assert!(output.items.is_none(), "{} is read", path.display());
        let diagnostics = output.diagnostics.iter();
        let texts: Vec<_> = diagnostics
            .map(|diagnostic| text(diagnostic, &output.sources, Color::Plain))
            .collect();
        differences.extend(expect(&path.with_extension("txt"), &texts.join("\n")).err());
    }
    assert!(count > 0, "there are no cases");
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

/// The code of a case, or why there is none.
fn generated(case: &Path) -> Result<String, String> {
    let read = |name: &str| {
        let text = fs::read_to_string(case.join(name));
        let text = text.unwrap_or_else(|error| panic!("{}/{name}: {error}", case.display()));
        SourceFile::new(name, text)
    };
    let schema = read_schema(&[read("schema.graphql")], true);
    let output = generate(
        &schema,
        &[read("operations.graphql")],
        &config(&case.join("config")),
    );
    let diagnostics: Vec<_> = output
        .diagnostics
        .iter()
        .map(|diagnostic| text(diagnostic, &output.sources, Color::Plain))
        .collect();
    match output.items {
        Some(items) => print(items).map_err(|error| format!("{}: {error:?}", case.display())),
        None => Err(format!("{}:\n{}", case.display(), diagnostics.join("\n"))),
    }
}

fn nullable(value: &str) -> Nullable {
    if value == "input" {
        Nullable::Input
    } else {
        Nullable::Option
    }
}

fn null_items(value: &str) -> NullItems {
    match value {
        "drop" => NullItems::Drop,
        _ => NullItems::Keep,
    }
}

fn action(value: &str) -> Action {
    match value {
        "throw" => Action::Throw,
        _ => Action::None,
    }
}

/// Lines `key = value`, or `map.name = value`.
fn config(path: &Path) -> Config {
    let mut config = Config::default();
    for line in fs::read_to_string(path)
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim().is_empty())
    {
        let (key, value) = line.split_once('=').expect("`key = value`");
        let (key, value) = (key.trim(), value.trim().to_owned());
        let put =
            |map: &mut BTreeMap<String, String>, name: &str| drop(map.insert(name.into(), value.clone()));
        match key.split_once('.') {
            Some(("scalars", name)) => put(&mut config.scalars, name),
            Some(("extern_types", name)) => put(&mut config.extern_types, name),
            Some(("nullable_overrides", name)) => {
                config.nullable_overrides.insert(name.into(), nullable(&value));
            }
            Some(("required_fields", name)) => {
                config.required_fields.insert(name.into(), action(&value));
            }
            Some(("null_items_overrides", name)) => {
                config
                    .null_items_overrides
                    .insert(name.into(), null_items(&value));
            }
            _ => match key {
                "custom_scalars_module" => config.custom_scalars_module = Some(value),
                "deprecated" if value == "allow" => config.deprecated = Deprecation::Allow,
                "errors" => config.errors = Some(errors(&value)),
                "normalization" if value == "none" => config.normalization = Normalization::None,
                "null_items" => config.null_items = null_items(&value),
                "nullable" => config.nullable = nullable(&value),
                "response_derives" => config.response_derives.push(value),
                "skip_none" => config.skip_none = value == "true",
                "variables_derives" => config.variables_derives.push(value),
                other => panic!("{}: there is no key `{other}`", path.display()),
            },
        }
    }
    config
}

fn errors(word: &str) -> CatchTo {
    match word {
        "result" => CatchTo::Result,
        "throw" => CatchTo::Throw,
        _ => CatchTo::Null,
    }
}
