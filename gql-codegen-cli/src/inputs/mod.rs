//! Reads the files of a project, the first step of nearly every command.

mod valid;

use std::path::Path;
use std::time::Instant;

use gql_codegen::check::Typed;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::project::Project;
use gql_codegen::source::Sources;
use gql_codegen::syntax::ast::Document;
use gql_codegen::{Loaded, ParsedSchema, check, load, matching_files, read_files, read_schema, syntax};

use crate::failure::Failure;
use crate::report::many;
use crate::terminal::Terminal;
pub(crate) use valid::{Invalid, valid};

/// The base of relative paths, which are already relative to the working directory.
pub(crate) const HERE: &str = "";

/// Reads the texts of a project.
pub(crate) fn texts(project: &Project, terminal: &Terminal) -> Result<Loaded, Failure> {
    let loaded = load(project, Path::new(HERE)).map_err(|mut error| {
        project.locate(&mut error.diagnostics, &mut error.sources);
        Failure::from(error)
    })?;
    terminal.verbose(|| {
        let schema = many(loaded.schema.len(), "schema file");
        let documents = many(loaded.count_documents(), "operation file");
        format!("{schema}, {documents}")
    });
    Ok(loaded)
}

/// Parses the schema of a loaded project.
pub(crate) fn schema(loaded: &Loaded, terminal: &Terminal) -> ParsedSchema {
    let start = Instant::now();
    let schema = read_schema(&loaded.schema, true);
    terminal.verbose(|| {
        let types = many(schema.schema.defined_types().count(), "type");
        format!("{types} in the schema, read in {:.1?}", start.elapsed())
    });
    schema
}

/// Reads a schema from paths and globs. An unreadable schema is an error.
pub(crate) fn schema_of(paths: &[String]) -> Result<ParsedSchema, Failure> {
    let mut diagnostics = Diagnostics::new();
    let files = matching_files(paths, Path::new(HERE), "schema", &mut diagnostics);
    let texts = read_files(&files, Path::new(HERE), Path::new(HERE), &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics.into());
    }
    let schema = read_schema(&texts, false);
    if schema.diagnostics.has_errors() {
        return Err(Failure::Unable(schema.diagnostics, schema.schema.sources));
    }
    Ok(schema)
}

/// Passes a project's operations and sources to `then`. An invalid operation is an error.
pub(crate) fn typed<T>(
    project: &Project,
    terminal: &Terminal,
    then: impl FnOnce(&Typed<'_>, &Sources) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let loaded = texts(project, terminal)?;
    let schema = schema(&loaded, terminal);
    let (documents, sources, mut diagnostics) = parse(&loaded, &schema);
    let (typed, found) = check::check(&schema.schema, &documents, &levels(project)?);
    diagnostics.append(found);
    retain_errors(&mut diagnostics);
    match typed {
        Some(typed) if diagnostics.is_empty() => then(&typed, &sources),
        _ => Err(Failure::Unable(diagnostics, sources)),
    }
}

/// Parses the operations, and returns their sources after those of the schema.
fn parse<'a>(loaded: &'a Loaded, schema: &ParsedSchema) -> (Vec<Document<'a>>, Sources, Diagnostics) {
    let mut diagnostics = schema.diagnostics.clone();
    let mut sources = schema.schema.sources.clone();
    let mut documents = Vec::new();
    for text in &loaded.documents {
        let id = text.add_to(&mut sources);
        documents.push(syntax::parse(id, &text.text, &mut diagnostics));
    }
    (documents, sources, diagnostics)
}

/// Returns the levels of rules, with the stylistic rules disabled: only `check` reports them.
fn levels(project: &Project) -> Result<Levels, Failure> {
    let mut levels = Levels::lenient();
    for (rule, level) in &project.config.rules {
        levels.set(rule, *level).map_err(Failure::new)?;
    }
    Ok(levels)
}

fn retain_errors(diagnostics: &mut Diagnostics) {
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
}
