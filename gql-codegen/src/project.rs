//! A project: one schema, its operations, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::places::Places;
use crate::source::Sources;

/// A project of a configuration file, or the only one.
///
/// Paths are relative to where the program runs that reads them, or absolute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// Its name in `[projects.NAME]`; `None` for the only project.
    pub name: Option<String>,
    /// What the generator needs.
    pub config: Config,
    /// For the command: a file, or a folder where every operation has a file of its own. Default: standard output.
    pub output: Option<String>,
    /// For the command: one file or a folder of modules. Default: one file.
    pub layout: OutputLayout,
    /// For the command: the server.
    pub remote: Remote,
    /// The keys of tables that a project has in common with the other projects of its file, such as the names of scalars.
    /// They are not for every schema.
    pub shared_names: BTreeSet<String>,
    /// Where the configuration file has these options; `None` without a file.
    pub places: Option<Places>,
}

impl Project {
    /// Adds the line of the configuration file to each diagnostic about something that is named there.
    pub fn locate(&self, diagnostics: &mut Diagnostics, sources: &mut Sources) {
        if let Some(places) = &self.places {
            places.locate(diagnostics, sources);
        }
    }
}

/// The server of a project: for `introspect` and `run`. Both may hold `${NAME}` for a variable of the environment.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Remote {
    /// The endpoint. Default: none.
    pub url: Option<String>,
    /// The headers of requests to `url`.
    pub headers: BTreeMap<String, String>,
}

/// Shows the names of headers only: URLs and values may hold secrets.
impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Remote")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// How the command writes generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputLayout {
    /// One file.
    #[default]
    File,
    /// A folder: `mod.rs` with what is shared, and a file for each operation.
    Modules,
}
