//! The diagnostics of invalid operations: `errors/check/NAME.graphql`, or all files of a directory of that name,
//! give `errors/check/NAME.txt`. The schema is the bookshop's, extended, or the `*.graphqls` of the directory. Every rule
//! has a case. `UPDATE=1 cargo test -p gql-tests --test check_errors` writes the texts anew.

mod expectation;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expectation::expect;
use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::render::{Color, text};
use gql_codegen::schema::{Schema, build};
use gql_codegen::source::Sources;
use gql_codegen::syntax::{ast::Document, parse};
use gql_codegen::{Config, SourceFile, generate, read_schema};

#[test]
fn every_case_reports_what_its_text_says() {
    let directory = root().join("errors/check");
    let bookshop = schema(&[
        root().join("../schemas/bookshop.graphql"),
        directory.join("extension.graphqls"),
    ]);
    let mut wrong = Vec::new();
    let mut rules: BTreeSet<&str> = Levels::rules().map(|rule| rule.name).collect();
    for case in entries(&directory) {
        let (schemas, files) = match case.is_dir() {
            true => entries(&case)
                .into_iter()
                .partition(|file| has_extension(file, "graphqls")),
            false if has_extension(&case, "graphql") => (Vec::new(), vec![case.clone()]),
            false => continue,
        };
        let own = (!schemas.is_empty()).then(|| schema(&schemas));
        let schema = own.as_ref().unwrap_or(&bookshop);
        let found = report(schema, &files);
        rules.retain(|rule| !found.contains(&format!("[{rule}]: ")));
        assert!(!found.is_empty(), "nothing is wrong with {}", case.display());
        wrong.extend(expect(&case.with_extension("txt"), &found).err());
    }
    assert!(rules.is_empty(), "no case breaks {rules:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lowering reports errors, too: `errors/lower/NAME` gives `errors/lower/NAME.txt`.
#[test]
fn every_case_of_lowering_reports_what_its_text_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in entries(&root().join("errors/lower")) {
        if !case.is_dir() {
            continue;
        }
        let (schemas, documents): (Vec<_>, Vec<_>) = entries(&case)
            .into_iter()
            .partition(|file| has_extension(file, "graphqls"));
        let schema = read_schema(&files(&schemas), true);
        let output = generate(&schema, &files(&documents), &Config::default());
        assert!(output.items.is_none(), "nothing is wrong with {}", case.display());
        let mut texts = String::new();
        for diagnostic in &output.diagnostics {
            texts += &text(diagnostic, &output.sources, Color::Plain);
            texts.push('\n');
        }
        wrong.extend(expect(&case.with_extension("txt"), &texts).err());
        count += 1;
    }
    assert!(
        count > 0 && wrong.is_empty(),
        "{count} cases\n{}",
        wrong.join("\n")
    );
}

fn files(paths: &[PathBuf]) -> Vec<SourceFile> {
    let file = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("a file is text");
        SourceFile::new(path.file_name().unwrap_or_default(), text)
    };
    paths.iter().map(file).collect()
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|it| it == extension)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).expect("the directory can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn schema(files: &[PathBuf]) -> Schema {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let texts = texts(files);
    let documents = documents(&texts, &mut sources, &mut diagnostics);
    let schema = build(sources, &documents, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    schema
}

fn report(schema: &Schema, files: &[PathBuf]) -> String {
    let mut sources = schema.sources.clone();
    let mut diagnostics = Diagnostics::new();
    let texts = texts(files);
    let documents = documents(&texts, &mut sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "a case is good syntax: {diagnostics:?}");
    let (_, diagnostics) = check(schema, &documents, &Levels::default());
    let reports: Vec<String> = diagnostics
        .iter()
        .map(|it| text(it, &sources, Color::Plain))
        .collect();
    reports.join("\n")
}

/// Files by name.
fn texts(files: &[PathBuf]) -> Vec<(&Path, String)> {
    files
        .iter()
        .map(|path| {
            let text =
                std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (Path::new(path.file_name().expect("a file has a name")), text)
        })
        .collect()
}

fn documents<'t>(
    texts: &'t [(&Path, String)],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Document<'t>> {
    let parsed = texts
        .iter()
        .map(|(name, text)| parse(sources.add(name, text.as_str()), text, diagnostics));
    parsed.collect()
}
