//! Generated files, to be written or compared with the existing ones.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::Diagnostic;
use gql_codegen::ir::Ir;
use gql_codegen::project::{OutputLayout, Project};
use gql_codegen::{GENERATED_MARKER, print_file, print_modules};
use proc_macro2::TokenStream;

use crate::diff::unified;
use crate::failure::{CommandResult, Failure, Outcome};
use crate::report::many;
use crate::terminal::Terminal;
use crate::write::{Written, write};

/// The generated files of a project.
pub(in crate::commands) struct Product {
    /// The files. `None` as path stands for standard output.
    files: Vec<(Option<PathBuf>, String)>,
    /// The folder that contains generated files only, if there is one.
    folder: Option<PathBuf>,
}

impl Product {
    /// Formats the generated items of a project.
    pub(in crate::commands) fn new(
        project: &Project,
        items: Vec<TokenStream>,
        ir: &Ir,
    ) -> Result<Self, Diagnostic> {
        let output = project.output.as_ref().map(PathBuf::from);
        match (project.layout, output) {
            (OutputLayout::File, output) => Ok(Self {
                files: vec![(output, print_file(items, ir)?)],
                folder: None,
            }),
            (OutputLayout::Modules, Some(folder)) => {
                let files = print_modules(items, ir)?.into_iter();
                Ok(Self {
                    files: files
                        .map(|(name, text)| (Some(folder.join(name)), text))
                        .collect(),
                    folder: Some(folder),
                })
            }
            (OutputLayout::Modules, None) => Err(Diagnostic::configuration(
                "the layout `modules` requires an output folder",
            )
            .help("specify it with `--output`, or set `output` in gql.toml")),
        }
    }

    /// Writes new and changed files, and removes generated files that are no longer needed.
    pub(super) fn write(&self, terminal: &Terminal) -> CommandResult {
        let mut written = 0;
        for (path, text) in &self.files {
            let Some(path) = path else {
                terminal.data(text)?;
                continue;
            };
            match write(path, text)? {
                Written::Changed if self.folder.is_some() => {
                    written += 1;
                    terminal.verbose(|| format!("wrote {}", path.display()));
                }
                Written::Changed => terminal.info(&format!("wrote {}", path.display())),
                Written::Same if self.folder.is_some() => {
                    terminal.verbose(|| format!("{} is up to date", path.display()));
                }
                Written::Same => terminal.info(&format!("{} is up to date", path.display())),
            }
        }
        if let Some(folder) = &self.folder {
            let (files, folder) = (many(self.files.len(), "file"), folder.display());
            match written {
                0 => terminal.info(&format!("{folder} is up to date: {files}")),
                _ => terminal.info(&format!("wrote {written} of {files} in {folder}")),
            }
        }
        for path in self.left_over()? {
            fs::remove_file(&path).map_err(|error| Failure::of_file(&path, "removed", error))?;
            terminal.info(&format!("removed {}", path.display()));
        }
        Ok(Outcome::Clean)
    }

    /// Compares the existing files with the generated ones, and prints the differences as a patch.
    pub(super) fn compare(&self, terminal: &Terminal) -> CommandResult {
        for (path, text) in &self.files {
            let Some(path) = path else { continue };
            if let Some(old) = read(path)?.filter(|old| old != text.as_bytes()) {
                let old = String::from_utf8_lossy(&old);
                terminal.data(&unified(&old, text, &path.display().to_string(), "generated"))?;
            }
        }
        let stale = self.stale()?;
        if stale.is_empty() {
            terminal.info("generated code is up to date");
        } else {
            terminal.error(&format!("{}\nrun `gql-codegen generate`\n", stale.join("\n")));
        }
        Ok(Outcome::problems_if(!stale.is_empty()))
    }

    /// Describes each file that differs from the generated one.
    pub(in crate::commands) fn stale(&self) -> Result<Vec<String>, Failure> {
        let mut stale = Vec::new();
        for (path, text) in &self.files {
            let Some(path) = path else { continue };
            match read(path)? {
                Some(old) if old == text.as_bytes() => {}
                Some(_) => stale.push(format!("{} is out of date", path.display())),
                None => stale.push(format!("{} is missing", path.display())),
            }
        }
        let left_over = self.left_over()?;
        stale.extend(
            left_over
                .iter()
                .map(|path| format!("{} is no longer generated", path.display())),
        );
        Ok(stale)
    }

    /// Returns the files in the folder that start with the marker of generated files but are not in this product.
    fn left_over(&self) -> Result<Vec<PathBuf>, Failure> {
        let Some(folder) = &self.folder else {
            return Ok(Vec::new());
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::of_file(folder, "read", error)),
        };
        let mut paths: Vec<_> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .filter(|path| !self.files.iter().any(|(ours, _)| ours.as_ref() == Some(path)))
            .filter(|path| is_generated(path))
            .collect();
        paths.sort();
        Ok(paths)
    }
}

/// Reads a file; `None` if it does not exist.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::of_file(path, "read", error)),
    }
}

fn is_generated(path: &Path) -> bool {
    fs::read(path).is_ok_and(|text| text.starts_with(GENERATED_MARKER.as_bytes()))
}
