//! `--watch` of `generate` and `check`: runs again when a file changes.
//!
//! The system reports changes in the folders of the files. A file has changed if its modification time or its length differs,
//! which ignores temporary files of editors. All files are also checked once a second, for file systems that report no changes.

mod folders;

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::project::Project;

use crate::failure::{CommandResult, Failure};
use crate::inputs;
use crate::report::many;
use crate::terminal::Terminal;
use folders::Folders;

/// Modification time and length of each file; `None` if the file does not exist.
type Seen = Vec<Option<(SystemTime, u64)>>;

/// The part of a command that is specific to it: how it processes a project, and what it keeps between runs.
pub(super) trait Task {
    type Kept: Default;

    /// Reads the configuration.
    fn projects(&self) -> Result<Vec<Project>, Failure>;

    /// Processes a project.
    fn project(&self, project: &Project, kept: &mut Self::Kept, terminal: &Terminal) -> CommandResult;
}

/// A project and the state of its files during the last run.
struct Watched<K> {
    project: Project,
    paths: Vec<PathBuf>,
    /// `None` before the first run.
    seen: Option<Seen>,
    kept: K,
}

/// Watches the files of a task until the process is interrupted.
pub(super) fn watch<T: Task>(task: &T, terminal: &Terminal) -> CommandResult {
    let mut all: Vec<Watched<T::Kept>> = task.projects()?.into_iter().map(Watched::new).collect();
    let mut folders = Folders::new();
    loop {
        for each in all.iter_mut().filter(|each| each.is_stale()) {
            each.run(task, terminal)?;
        }
        let files = all.iter().map(|watched| watched.paths.len()).sum();
        terminal.info(&format!("watching {}, Ctrl-C to stop\n", many(files, "file")));
        wait(task, &mut all, &mut folders, terminal);
    }
}

/// Waits until a project is out of date.
fn wait<T: Task>(task: &T, all: &mut Vec<Watched<T::Kept>>, folders: &mut Folders, terminal: &Terminal) {
    // An error in the configuration is reported once.
    let mut reported = false;
    loop {
        // Watch the folders before checking the files, so that no change is missed.
        folders.watch(all.iter().flat_map(|watched| &watched.paths), terminal);
        if all.iter().any(|watched| watched.is_stale()) {
            return;
        }
        folders.wait();
        // Patterns may match new files, and the configuration may have changed.
        match task.projects() {
            Ok(projects) => {
                reported = false;
                renew(all, projects);
            }
            Err(failure) if !reported => {
                terminal.fail(failure);
                reported = true;
            }
            Err(_) => {}
        }
    }
}

/// Returns the projects of the current configuration. Unchanged projects keep their state and do not run again.
fn renew<K: Default>(all: &mut Vec<Watched<K>>, projects: Vec<Project>) {
    let mut old = std::mem::take(all);
    for project in projects {
        let same = old.iter().position(|watched| watched.project == project);
        let mut watched = match same {
            Some(index) => old.swap_remove(index),
            None => Watched::new(project),
        };
        let paths = files(&watched.project);
        if paths != watched.paths {
            watched.seen = None;
        }
        all.push(watched);
    }
}

impl<K: Default> Watched<K> {
    fn new(project: Project) -> Self {
        Self {
            paths: files(&project),
            project,
            seen: None,
            kept: K::default(),
        }
    }

    fn is_stale(&self) -> bool {
        self.seen.as_ref() != Some(&look(&self.paths))
    }

    fn run<T: Task<Kept = K>>(&mut self, task: &T, terminal: &Terminal) -> Result<(), Failure> {
        self.paths = files(&self.project);
        // Recorded before the files are read, so that no change in between is missed.
        self.seen = Some(look(&self.paths));
        match task.project(&self.project, &mut self.kept, terminal) {
            Err(Failure::OutputClosed) => Err(Failure::OutputClosed),
            Err(failure) => {
                terminal.fail(failure);
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }
}

/// Lists the existing files that a project depends on.
fn files(project: &Project) -> Vec<PathBuf> {
    let config = &project.config;
    let mut paths = Vec::new();
    for (patterns, what) in [(&config.schema, "schema"), (&config.documents, "documents")] {
        // Errors in the patterns are reported when the files are read.
        let found =
            gql_codegen::matching_files(patterns, inputs::HERE.as_ref(), what, &mut Diagnostics::new());
        paths.extend(found.paths);
    }
    paths
}

fn look(paths: &[PathBuf]) -> Seen {
    let state = |path: &PathBuf| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    paths.iter().map(state).collect()
}
