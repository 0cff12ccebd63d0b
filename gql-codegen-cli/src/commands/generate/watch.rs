//! `--watch`: generates again whenever a file changes.
//!
//! The system reports changes in the folders of the files. A file counts as changed when its time or length is another, so what an
//! editor does on its way does not matter; and once a second all of them are looked at, for file systems that report nothing.

mod folders;

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use gql_codegen::diagnostic::Diagnostics;

use super::{Generate, LastSchema};
use crate::failure::{Failure, Outcome};
use crate::inputs;
use crate::settings::Project;
use crate::terminal::Terminal;
use folders::Folders;

/// Time and length of each file; `None` if it is not there.
type Seen = Vec<Option<(SystemTime, u64)>>;

/// A project with its files as they were when it was generated.
struct Watched {
    project: Project,
    paths: Vec<PathBuf>,
    /// `None` before the first run.
    seen: Option<Seen>,
    schema: LastSchema,
}

/// Never ends by itself.
pub(super) fn watch(generate: &Generate, terminal: &Terminal) -> Outcome {
    let mut all: Vec<Watched> = generate.projects()?.into_iter().map(Watched::new).collect();
    let mut folders = Folders::new();
    loop {
        for each in all.iter_mut().filter(|each| each.is_stale()) {
            each.generate(generate, terminal)?;
        }
        terminal.detail(|| "watching".into());
        wait(generate, &mut all, &mut folders, terminal);
    }
}

/// Waits until a project is stale.
fn wait(generate: &Generate, all: &mut Vec<Watched>, folders: &mut Folders, terminal: &Terminal) {
    // A fault of the configuration is reported once.
    let mut reported = false;
    loop {
        // Watched before they are looked at: no change falls in between.
        folders.watch(all.iter().flat_map(|watched| &watched.paths), terminal);
        if all.iter().any(Watched::is_stale) {
            return;
        }
        folders.wait();
        // Files may be new, and the configuration another.
        match generate.projects() {
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

/// The projects as they are configured now; what is as it was is not generated again.
fn renew(all: &mut Vec<Watched>, projects: Vec<Project>) {
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

impl Watched {
    fn new(project: Project) -> Self {
        Self {
            paths: files(&project),
            project,
            seen: None,
            schema: LastSchema::default(),
        }
    }

    fn is_stale(&self) -> bool {
        self.seen.as_ref() != Some(&look(&self.paths))
    }

    fn generate(&mut self, generate: &Generate, terminal: &Terminal) -> Result<(), Failure> {
        self.paths = files(&self.project);
        // Before the files are read, so that no change in between is missed.
        self.seen = Some(look(&self.paths));
        match generate.project(&self.project, &mut self.schema, terminal) {
            Err(Failure::Unread) => Err(Failure::Unread),
            Err(failure) => {
                terminal.fail(failure);
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }
}

/// All that a project is made from, as far as it is there.
fn files(project: &Project) -> Vec<PathBuf> {
    let config = &project.config;
    let mut paths = Vec::new();
    for (patterns, what) in [(&config.schema, "schema"), (&config.documents, "documents")] {
        // What is wrong with them is told when they are read.
        let found = gql_codegen::patterns(patterns, inputs::HERE.as_ref(), what, &mut Diagnostics::new());
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
