//! Schemas are built from documents, and a schema means the same in each of its forms.
//!
//! A case is a folder of `cases/schema`: its `*.graphql` files are one schema, `printed.sdl` is that schema printed,
//! `findings.txt` what is wrong with it, `introspection.json` the same schema as a server says it.
//! With `UPDATE=1` the expectations are written instead of compared.

mod expectation;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::schema::{Schema, build, graphql_parser, introspection, print, validate};
use gql_codegen::source::{SourceId, Sources};
use gql_codegen::syntax::ast::{Definition, Document};
use gql_codegen::syntax::parse;
use gql_codegen::{SourceFile, read_schema};

#[test]
fn documents_make_the_schema_that_is_expected() {
    for case in folders("cases/schema") {
        let texts = documents(&case);
        let (schema, findings) = built(&texts);
        expect(&case.join("printed.sdl"), &print(&schema));
        expect(&case.join("findings.txt"), &shown(&schema, &findings));
    }
}

#[test]
fn printing_and_building_again_changes_nothing() {
    for case in folders("cases/schema") {
        let (schema, _) = built(&documents(&case));
        let printed = print(&schema);
        let (again, _) = built(&[(case.join("printed.sdl"), printed.clone())]);
        assert_eq!(print(&again), printed, "{}", case.display());
        assert_eq!(relations(&again), relations(&schema), "{}", case.display());
    }
}

#[test]
fn introspection_results_mean_what_the_documents_mean() {
    let mut compared = 0;
    for case in folders("cases/schema") {
        let path = case.join("introspection.json");
        if path.exists() {
            compared += 1;
            same_in_both_forms(&documents(&case), &path, |definition| definition);
        }
    }
    assert!(compared > 0, "no case has an introspection result");
}

/// A case is a folder of `cases/introspection`: `response.json` is what a server of a later edition says, `printed.sdl` the schema
/// that it is read as, and `findings.txt` what is not known of it.
#[test]
fn what_is_not_known_of_an_introspection_result_is_a_warning() {
    for case in folders("cases/introspection") {
        let path = case.join("response.json");
        let mut sources = Sources::new();
        let json = read(&path);
        let source = sources.add(&path, json.as_str());
        let mut diagnostics = Diagnostics::new();
        let sdl = introspection::to_sdl(source, &json, &mut diagnostics).expect("it is read");
        assert!(!diagnostics.has_errors(), "{}: {diagnostics:?}", path.display());
        drop(parse(source, &sdl, &mut diagnostics));
        assert!(!diagnostics.has_errors(), "{}: {diagnostics:?}", path.display());
        let findings = listed(&sources, &diagnostics);
        let text = SourceFile::new(path.clone(), json);
        let schema = read_schema(&[text], true).schema;
        expect(&case.join("printed.sdl"), &print(&schema));
        expect(&case.join("findings.txt"), &findings);
    }
}

#[test]
fn documents_of_graphql_parser_mean_what_their_texts_mean() {
    let mut compared = 0;
    for case in folders("cases/schema") {
        for (path, text) in documents(&case) {
            // That crate reads fewer documents than the grammar has; those it reads are kept as they are.
            let Ok(document) = ::graphql_parser::parse_schema::<String>(&text) else {
                continue;
            };
            compared += 1;
            let (schema, _) = built(&[(path.clone(), text.clone())]);
            let (same, findings) = built(&[(path.clone(), graphql_parser::to_sdl(&document))]);
            assert!(
                findings.iter().all(|finding| finding.rule.name != "Syntax"),
                "{findings:?}"
            );
            assert_eq!(definitions(&same), definitions(&schema), "{}", path.display());
        }
    }
    assert!(compared > 1, "graphql-parser read none of the cases");
}

#[test]
fn what_is_no_introspection_result_is_an_error_that_says_why() {
    for path in files("errors/introspection", "json") {
        let json = read(&path);
        let mut sources = Sources::new();
        let source = sources.add(&path, json.as_str());
        let mut diagnostics = Diagnostics::new();
        let sdl = introspection::to_sdl(source, &json, &mut diagnostics);
        assert_eq!(sdl, None, "{}", path.display());
        assert!(diagnostics.has_errors(), "{}", path.display());
        expect(&path.with_extension("txt"), &listed(&sources, &diagnostics));
    }
}

/// Broken in every way that leaving out or repeating a piece of a text can break it.
#[test]
fn broken_texts_make_a_schema_all_the_same() {
    for case in folders("cases/schema") {
        for (path, text) in documents(&case) {
            let pieces: Vec<&str> = text
                .split_inclusive([' ', '\n', '(', '{', '!', ':', '@'])
                .collect();
            for at in (0..pieces.len()).step_by(1 + pieces.len() / 100) {
                let without = [&pieces[..at], &pieces[at + 1..]].concat().concat();
                let twice = [&pieces[..=at], &pieces[at..]].concat().concat();
                for broken in [without, twice] {
                    let (schema, _) = built(&[(path.clone(), broken)]);
                    let printed = print(&schema);
                    let (again, _) = built(&[(path.clone(), printed.clone())]);
                    assert_eq!(print(&again), printed, "{}", path.display());
                }
            }
        }
    }
}

/// Cut off anywhere, or with a byte that is another one: an error or a schema, and no panic.
#[test]
fn broken_introspection_results_are_errors_or_schemas() {
    let mut errors = 0;
    for case in folders("cases/schema") {
        let path = case.join("introspection.json");
        let Ok(json) = std::fs::read_to_string(&path) else {
            continue;
        };
        let places = || {
            json.char_indices()
                .map(|(at, _)| at)
                .step_by(1 + json.len() / 200)
        };
        let cut = places().map(|at| json[..at].to_owned());
        let other = places().map(|at| {
            let rest = json[at..].chars().skip(1);
            json[..at].chars().chain(['"']).chain(rest).collect()
        });
        for broken in cut.chain(other) {
            let mut diagnostics = Diagnostics::new();
            match introspection::to_sdl(SourceId(0), &broken, &mut diagnostics) {
                Some(sdl) => drop(built(&[(path.clone(), sdl)])),
                None => errors += usize::from(diagnostics.has_errors()),
            }
        }
    }
    assert!(errors > 400, "only {errors} of the broken results are errors");
}

/// Findings, a line each: place, rule and message.
fn listed(sources: &Sources, findings: &Diagnostics) -> String {
    let mut text = String::new();
    for finding in findings {
        let at = sources.line_column(finding.primary[0].span);
        writeln!(
            text,
            "{}:{} {}: {}",
            at.line, at.column, finding.rule.name, finding.message
        )
        .expect("strings can be written");
    }
    text
}

/// A schema of the size that users have; too large, and not ours, to be kept here.
#[test]
#[ignore = "needs GitHub's schema: tests/github/introspect.sh && cargo test -p gql-tests --test schema -- --ignored"]
fn github_means_the_same_in_both_forms() {
    let folder = here("../target/github");
    let texts = [(
        folder.join("schema.graphql"),
        read(&folder.join("schema.graphql")),
    )];
    same_in_both_forms(&texts, &folder.join("schema.json"), defaults_in_order);
    let (_, findings) = built(&texts);
    let (notes, warnings): (Vec<_>, Vec<_>) = findings
        .iter()
        .partition(|finding| finding.severity == Severity::Note);
    let rules: Vec<&str> = warnings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules, ["UniqueFieldDefinitionNames"; 2], "{warnings:?}");
    let messages = notes.iter().map(|finding| &*finding.message);
    assert!(
        messages.clone().all(|it| it.contains(" is not deprecated, so ")),
        "{notes:?}"
    );
    assert!(!findings.has_errors());
}

fn same_in_both_forms(texts: &[(PathBuf, String)], json: &Path, shape: impl Fn(String) -> String) {
    let (schema, _) = built(texts);
    let text = SourceFile::new(json.to_owned(), read(json));
    let introspected = read_schema(&[text], true);
    let findings = introspected.diagnostics;
    assert!(!findings.has_errors(), "{}: {findings:?}", json.display());
    let introspected = introspected.schema;
    let shaped = |schema| -> Vec<String> { definitions(schema).into_iter().map(&shape).collect() };
    let (expected, found) = (shaped(&schema), shaped(&introspected));
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(found, expected, "{}", json.display());
    }
    assert_eq!(found.len(), expected.len(), "{}", json.display());
    assert_eq!(relations(&introspected), relations(&schema), "{}", json.display());
}

/// With the words of lines that have an object as default value sorted: graphql-js puts its fields in another order.
fn defaults_in_order(definition: String) -> String {
    let lines = definition.lines().map(|line| {
        let mut words: Vec<&str> = line.split([' ', ',', '{', '}']).collect();
        if line.contains(" = {") {
            words.sort_unstable();
        }
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The schema that texts make together, and what is wrong with it.
fn built(texts: &[(PathBuf, String)]) -> (Schema, Diagnostics) {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|(path, text)| parse(sources.add(path, text.as_str()), text, &mut diagnostics))
        .collect();
    let schema = build(sources, &documents, &mut diagnostics);
    validate(&documents, &schema, &mut diagnostics);
    (schema, diagnostics)
}

/// The printed definitions in an order that does not depend on that of the documents.
fn definitions(schema: &Schema) -> Vec<String> {
    let printed = print(schema);
    let mut sources = Sources::new();
    let source = sources.add("printed", printed.as_str());
    let mut diagnostics = Diagnostics::new();
    let document = parse(source, &printed, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut definitions: Vec<String> = document
        .definitions
        .iter()
        .map(|definition| {
            let (description, span) = match definition {
                Definition::Schema(node) => (&node.description, node.span),
                Definition::Type(node) => (&node.description, node.span),
                Definition::Directive(node) => (&node.description, node.span),
                Definition::Operation(_) | Definition::Fragment(_) => panic!("printed an operation"),
            };
            let span = description
                .as_ref()
                .map_or(span, |description| description.span.to(span));
            sources.slice(span).to_owned()
        })
        .collect();
    definitions.sort();
    definitions
}

/// The derived parts of a schema: the types that each type may be, and the roots.
fn relations(schema: &Schema) -> Vec<String> {
    let name = |id| schema.ty(id).name.to_string();
    let mut relations: Vec<String> = schema
        .types
        .iter()
        .map(|ty| {
            let mut possible: Vec<String> = schema.possible_types(ty.id).iter().copied().map(name).collect();
            possible.sort();
            format!("{}: {}", ty.name, possible.join(" "))
        })
        .collect();
    relations.sort();
    relations.push(format!("roots: {:?}", schema.roots.map(|root| root.map(name))));
    relations
}

fn shown(schema: &Schema, findings: &Diagnostics) -> String {
    let mut text = String::new();
    for finding in findings {
        let places: Vec<String> = finding
            .primary
            .iter()
            .map(|label| {
                let at = schema.sources.line_column(label.span);
                format!("{}:{}", at.line, at.column)
            })
            .collect();
        writeln!(
            text,
            "{:?} {} [{}] {}",
            finding.severity,
            finding.rule.name,
            places.join(" "),
            finding.message
        )
        .expect("strings can be written");
    }
    text
}

fn documents(case: &Path) -> Vec<(PathBuf, String)> {
    let paths = sorted(case)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|is| is == "graphql"));
    let texts: Vec<_> = paths.map(|path| (path.clone(), read(&path))).collect();
    assert!(!texts.is_empty(), "{} holds no documents", case.display());
    texts
}

fn folders(of: &str) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = sorted(&here(of))
        .into_iter()
        .filter(|path| path.is_dir())
        .collect();
    assert!(!folders.is_empty(), "{of} holds no cases");
    folders
}

fn files(of: &str, extension: &str) -> Vec<PathBuf> {
    let mut files = sorted(&here(of));
    files.retain(|path| path.extension().is_some_and(|is| is == extension));
    assert!(!files.is_empty(), "{of} holds no cases");
    files
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares with a file, or writes it anew.
fn expect(path: &Path, found: &str) {
    if let Err(difference) = expectation::expect(path, found) {
        panic!("{difference}");
    }
}
