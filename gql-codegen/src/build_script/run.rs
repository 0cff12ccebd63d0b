//! Runs the generator in a build script and passes instructions to Cargo.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

use super::{Builder, Failure};
use crate::config::{Config, Layout};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::options::Way;
use crate::project::Project;
use crate::render::line;
use crate::source::Sources;
use crate::{Files, generate, load, print, read_schema, unknown_names};

impl Builder {
    /// Generates the code, prints warnings, and sets the files that make Cargo rerun the build script. A file whose content
    /// would not change is not written.
    ///
    /// # Errors
    /// Returns an error with source locations if a file cannot be read or written, the schema or an operation is invalid, or a
    /// previous call wrote the same file.
    pub fn generate(self) -> Result<(), Failure> {
        let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
        let output = folder.join(self.output.unwrap_or_else(|| "graphql.rs".into()));
        claim(&output)?;
        if self.diagnostics.has_errors() {
            return Err(Failure::new(&self.diagnostics, &Sources::new()));
        }
        let loaded = load(&self.project, &root)
            .map_err(|error| failure(&self.project, error.diagnostics, error.sources))?;
        let files = watched(&loaded.schema_files, &folder).chain(watched(&loaded.document_files, &folder));
        for path in self.file.iter().chain(files) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let schema = read_schema(&loaded.schema, true);
        let config = Config {
            layout: Layout::Shared,
            ..self.project.config.clone()
        };
        let mut generated = generate(&schema, &loaded.documents, &config);
        let Some(items) = generated.items else {
            return Err(failure(&self.project, generated.diagnostics, generated.sources));
        };
        let unknown = unknown_names(&self.project, &schema.schema, Way::Builder);
        generated.diagnostics.append(unknown);
        self.project
            .locate(&mut generated.diagnostics, &mut generated.sources);
        let warnings = generated.diagnostics.iter();
        for diagnostic in warnings.filter(|diagnostic| diagnostic.severity == Severity::Warning) {
            println!(
                "cargo::warning={}",
                line(diagnostic, &generated.sources).replace('\n', " ")
            );
        }
        let text = print(items).map_err(fail)?;
        write(&output, &text).map_err(|error| {
            let message = format!("{} cannot be written: {error}", output.display());
            fail(Diagnostic::configuration(message))
        })
    }
}

/// Formats the errors, with their locations in the GraphQL files or in the configuration.
fn failure(project: &Project, mut found: Diagnostics, mut sources: Sources) -> Failure {
    project.locate(&mut found, &mut sources);
    Failure::new(&found, &sources)
}

/// Returns the files to watch, and the folders in which a new file would match a glob. Cargo checks everything in a folder, so
/// a folder with Cargo's own output would be changed by every build.
fn watched<'a>(files: &'a Files, output: &'a Path) -> impl Iterator<Item = &'a PathBuf> {
    let folders = files.folders.iter();
    let folders = folders.filter(move |folder| !output.starts_with(folder));
    files.paths.iter().chain(folders)
}

/// Rejects a file that a previous call in this build script wrote, because its code would be lost.
fn claim(output: &Path) -> Result<(), Failure> {
    static CLAIMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut claimed = CLAIMED.lock().unwrap_or_else(PoisonError::into_inner);
    if claimed.insert(output.to_path_buf()) {
        return Ok(());
    }
    let message = format!("the build script writes {} twice", output.display());
    let help = "use a different output for each call: .output(\"name.rs\")";
    Err(fail(Diagnostic::configuration(message).help(help)))
}

fn fail(diagnostic: Diagnostic) -> Failure {
    let mut found = Diagnostics::new();
    found.push(diagnostic);
    Failure::new(&found, &Sources::new())
}

/// Writes a file unless it already has this content, so that unchanged code is not rebuilt.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text)
}
