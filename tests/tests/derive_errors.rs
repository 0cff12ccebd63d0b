//! Diagnostics of operations that are generated one by one, as the derive does: the folder `errors/derive/NAME`, with a schema in
//! `schema.graphqls` and operations in `*.graphql`, gives `errors/derive/NAME.txt`, a section for each operation.
//! `UPDATE=1 cargo test -p gql-tests --test derive_errors` writes the texts anew.

mod expectation;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expectation::expect;
use gql_codegen::config::Layout;
use gql_codegen::diagnostic::Severity;
use gql_codegen::render::{Color, text};
use gql_codegen::{Config, SourceFile, generate, read_schema};

#[test]
fn an_operation_reports_what_concerns_it() {
    let cases = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("errors/derive"));
    let cases: Vec<_> = cases.into_iter().filter(|case| case.is_dir()).collect();
    assert!(!cases.is_empty(), "there are no cases");
    let mut wrong = Vec::new();
    for case in cases {
        let (schema, documents): (Vec<_>, Vec<_>) = entries(&case)
            .into_iter()
            .map(|path| read(&path))
            .partition(|text| text.path.extension().is_some_and(|it| it == "graphqls"));
        let schema = read_schema(&schema, true);
        let mut names: Vec<String> = documents.iter().flat_map(|it| names(&it.text)).collect();
        names.dedup();
        names.push("Missing".to_owned());
        let mut report = String::new();
        for name in names {
            let mut config = Config::default();
            config.operations = vec![name.clone()];
            config.marker = Some(name.clone());
            config.layout = Layout::Single;
            let output = generate(&schema, &documents, &config);
            let errors = output
                .diagnostics
                .iter()
                .filter(|it| it.severity == Severity::Error);
            let texts: Vec<String> = errors.map(|it| text(it, &output.sources, Color::Plain)).collect();
            assert_eq!(output.items.is_some(), texts.is_empty(), "{name}");
            writeln!(report, "# {name}\n\n{}", texts.join("\n")).expect("a string");
        }
        wrong.extend(expect(&case.with_extension("txt"), &report).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names behind the keywords of operations, which begin a line each.
fn names(text: &str) -> Vec<String> {
    let operations = text.lines().filter_map(|line| line.strip_prefix("query "));
    let names = operations.map(|rest| rest.split([' ', '{']).next().unwrap_or_default().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> SourceFile {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    SourceFile::new(path.file_name().expect("a file has a name"), text)
}
