//! A project's files, read: what nearly every command starts with.

use std::path::Path;
use std::time::Instant;

use gql_codegen::{Loaded, ReadSchema, load, read_schema};

use crate::failure::Failure;
use crate::report::many;
use crate::settings::Project;
use crate::terminal::Terminal;

/// Where relative paths start: projects have theirs made relative to the working directory.
pub(crate) const HERE: &str = "";

/// The texts of a project.
pub(crate) fn texts(project: &Project, terminal: &Terminal) -> Result<Loaded, Failure> {
    let loaded = load(&project.config, Path::new(HERE))?;
    terminal.detail(|| {
        let schema = many(loaded.schema.len(), "schema file");
        let documents = many(loaded.documents.len(), "operation file");
        format!("{schema}, {documents}")
    });
    Ok(loaded)
}

/// The schema of a project that was loaded.
pub(crate) fn schema(loaded: &Loaded, terminal: &Terminal) -> ReadSchema {
    let start = Instant::now();
    let schema = read_schema(&loaded.schema, true);
    terminal.detail(|| {
        let types = many(schema.schema.types.len(), "type");
        format!("{types} in the schema, read in {:.1?}", start.elapsed())
    });
    schema
}
