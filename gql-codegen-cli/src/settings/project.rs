//! A project: one schema, its operations, and what becomes of them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use gql_codegen::Config;

/// What a command works on. Paths are relative to the working directory, or absolute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Project {
    /// `None` for the only one.
    pub(crate) name: Option<String>,
    pub(crate) config: Config,
    /// A file, or a folder where every operation has a file of its own.
    pub(crate) output: Option<String>,
    pub(crate) layout: Layout,
    pub(crate) remote: Remote,
}

/// The server of a project: for `introspect` and `run`. Both may hold `${NAME}` for a variable of the environment.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Remote {
    pub(crate) url: Option<String>,
    pub(crate) headers: BTreeMap<String, String>,
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

/// What generated code is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Layout {
    /// One file.
    #[default]
    File,
    /// A folder: `mod.rs` with what is shared, and a file for each operation.
    Modules,
}

/// A path of a configuration in `folder`, as it is to be said from the working directory.
pub(super) fn from_here(folder: &Path, path: String) -> String {
    if folder.as_os_str().is_empty() {
        return path;
    }
    let mut whole = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            // `a/..` is nothing, unless `a` is itself `..`.
            Component::ParentDir if matches!(whole.components().next_back(), Some(Component::Normal(_))) => {
                whole.pop();
            }
            _ => whole.push(part),
        }
    }
    whole.to_string_lossy().into_owned()
}
