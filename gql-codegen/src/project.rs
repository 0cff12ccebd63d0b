//! A project: a schema, its operations, and the output.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::places::ConfigPlaces;
use crate::source::Sources;

/// A project of a configuration file, or the only project.
///
/// Paths are absolute, or relative to the working directory of the program that reads the files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// The name in `[projects.NAME]`; `None` for the only project.
    pub name: Option<String>,
    /// The options of the generator.
    pub config: Config,
    /// The output of the command: a file, or a folder with a file for each operation. Default: standard output.
    pub output: Option<String>,
    /// The layout of the command's output. Default: one file.
    pub layout: OutputLayout,
    /// The server that the command connects to.
    pub remote: Remote,
    /// The names, such as those of scalars, that the project inherits from the top level of its file. They may not apply to
    /// every schema.
    pub shared_names: BTreeSet<String>,
    /// Where the configuration file has these options; `None` without a file.
    pub places: Option<ConfigPlaces>,
}

impl Project {
    /// Adds the line of the configuration file to each diagnostic about something that is named there.
    pub fn locate(&self, diagnostics: &mut Diagnostics, sources: &mut Sources) {
        if let Some(places) = &self.places {
            places.locate(diagnostics, sources);
        }
    }
}

/// Creates a project with these options of the generator.
impl From<Config> for Project {
    fn from(config: Config) -> Self {
        Self {
            config,
            ..Self::default()
        }
    }
}

/// The server of a project, for `introspect` and `run`. `${NAME}` in its values stands for an environment variable.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Remote {
    /// The endpoint. Default: none.
    pub url: Option<String>,
    /// The headers of requests to `url`.
    pub headers: BTreeMap<String, String>,
}

/// Omits the URL and the values of headers, which may contain secrets.
impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Remote")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The layout of generated code that the command writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputLayout {
    /// One file.
    #[default]
    File,
    /// A folder: `mod.rs` with what is shared, and a file for each operation.
    Modules,
}
