//! Converts a configuration file to projects. Top-level keys apply to every project, and `projects` holds the keys of each.

mod find;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use find::{Found, choose, configured, metadata, own_file};

use super::LoadError;
use super::pattern::{clean, rebase};
use crate::diagnostic::{CONFIGURATION, Diagnostic, Diagnostics};
use crate::options::{ConfigOption, Entry, Given, Kind, Node, Place, Value, Way, Wrong};
use crate::places::ConfigPlaces;
use crate::project::Project;
use crate::source::{SourceId, Sources, Span};

/// A configuration file and the mistakes found in it.
#[derive(Debug)]
pub struct ConfigFile {
    /// The base of its relative paths.
    folder: PathBuf,
    /// The path shown in diagnostics.
    shown: PathBuf,
    diagnostics: Diagnostics,
    sources: Sources,
    id: SourceId,
}

impl ConfigFile {
    /// Creates a file with this text. `folder` is the base of its relative paths, and `shown` is its path in diagnostics.
    pub fn new(folder: &Path, shown: &Path, text: String) -> Self {
        let mut sources = Sources::new();
        let id = sources.add(shown, text);
        Self {
            folder: folder.to_path_buf(),
            shown: shown.to_path_buf(),
            diagnostics: Diagnostics::new(),
            sources,
            id,
        }
    }

    /// Returns the path shown in diagnostics.
    pub fn path(&self) -> &Path {
        &self.shown
    }

    /// Reports a mistake.
    pub fn fail(&mut self, wrong: Wrong) {
        let mut diagnostic = match &wrong.at {
            Some(at) => {
                let span = Span::of(self.id, at.clone());
                Diagnostic::error(&CONFIGURATION, wrong.message, span)
            }
            None => {
                let message = format!("{}: {}", self.shown.display(), wrong.message);
                Diagnostic::configuration(message)
            }
        };
        diagnostic.help = wrong.help.map(Into::into);
        self.diagnostics.push(diagnostic);
    }

    /// Returns the projects of the file in its order, given its content. Without `projects`, there is one project without a
    /// name.
    ///
    /// Patterns and paths are made relative to the base of the file's folder.
    ///
    /// # Errors
    /// Returns all mistakes, including those reported before.
    pub fn projects(mut self, content: Result<Node, Wrong>) -> Result<Vec<Project>, LoadError> {
        let mut projects = Vec::new();
        match content {
            Ok(root) => self.read(root, &mut projects),
            Err(wrong) => {
                let message = format!("{} cannot be read: {}", self.shown.display(), wrong.message);
                // The mistake in a truncated file is at its end.
                self.fail(Wrong { message, ..wrong });
            }
        }
        if !self.diagnostics.has_errors() {
            return Ok(projects);
        }
        self.diagnostics.sort();
        Err(LoadError {
            diagnostics: self.diagnostics,
            sources: self.sources,
        })
    }

    fn read(&mut self, mut root: Node, projects: &mut Vec<Project>) {
        let own = root.take("projects");
        // The JSON Schema for editors.
        root.take("$schema");
        let text = self.sources.get(self.id).map(|source| source.text.clone());
        let mut base = Project {
            places: text.map(|text| ConfigPlaces::new(self.shown.clone(), text)),
            ..Project::default()
        };
        base.config.base = Some(self.folder.clone());
        self.apply(&root, &mut base);
        let Some(own) = own else {
            projects.push(base);
            return;
        };
        let Value::Table(entries) = &own.value else {
            let message = "`projects` must be a table of projects by name".into();
            self.fail(Wrong::new(message, own.at));
            return;
        };
        let config = &base.config;
        let tables = config.scalars.keys().chain(config.extern_types.keys());
        let tables = tables.chain(config.nullable_overrides.keys());
        let tables = tables.chain(config.required_fields.keys());
        let shared_names = tables.chain(config.null_items_overrides.keys()).cloned();
        base.shared_names = shared_names.collect();
        for entry in entries {
            let mut project = Project {
                name: Some(entry.name.clone()),
                ..base.clone()
            };
            self.apply(&entry.node, &mut project);
            projects.push(project);
        }
    }

    /// Sets the options in a table.
    fn apply(&mut self, node: &Node, project: &mut Project) {
        let Value::Table(entries) = &node.value else {
            let message = "expected a table".into();
            return self.fail(Wrong::new(message, node.at.clone()));
        };
        for entry in entries {
            if let Err(wrong) = self.set(entry, project) {
                self.fail(wrong);
            } else if let Some(places) = &mut project.places {
                note(places, entry);
            }
        }
    }

    fn set(&self, entry: &Entry, project: &mut Project) -> Result<(), Wrong> {
        let Some(option) = ConfigOption::find(Way::File, &entry.name) else {
            let message = ConfigOption::unknown(Way::File, &entry.name);
            return Err(Wrong::new(message, entry.at.clone()));
        };
        let given = match (option.read(&entry.node, Way::File)?, &option.kind) {
            (Given::Texts(patterns), Kind::Paths(_)) => {
                let patterns = patterns.iter().map(|pattern| rebase(&self.folder, pattern));
                Given::Texts(patterns.collect())
            }
            (Given::Text(path), Kind::Path(_)) if path != "-" && !self.folder.as_os_str().is_empty() => {
                Given::Text(clean(&self.folder.join(path)).to_string_lossy().into_owned())
            }
            (given, _) => given,
        };
        option.set(project, given);
        Ok(())
    }
}

/// Notes the places of what an option holds: its text, its items, or its keys.
fn note(places: &mut ConfigPlaces, entry: &Entry) {
    let mut add = |text: &str, at: &Place| {
        if let Some(range) = at {
            places.add(&entry.name, text, range.clone());
        }
    };
    match &entry.node.value {
        Value::Text(text) => add(text, &entry.node.at),
        Value::List(items) => {
            for item in items {
                if let Value::Text(text) = &item.value {
                    add(text, &item.at);
                }
            }
        }
        Value::Table(entries) => {
            for entry in entries {
                add(&entry.name, &entry.at);
            }
        }
        Value::Switch(_) | Value::Other => {}
    }
}
