//! `--watch`: generates again whenever a file changes.
//!
//! Files are looked at rather than listened to: a look at some dozens takes microseconds, is the same on every platform
//! and file system, and misses no editor's way of saving.

use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use gql_codegen::diagnostic::Diagnostics;

use super::{Generate, LastSchema};
use crate::failure::{Failure, Outcome};
use crate::inputs;
use crate::settings::Project;
use crate::terminal::Terminal;

/// Between two looks at the files.
const PAUSE: Duration = Duration::from_millis(20);

/// Every so many looks, the configuration and the globs are read again: files may be new.
const LOOKS: u32 = 25;

/// Time and length of each file; `None` if it is not there.
type Seen = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

/// Never ends by itself.
pub(super) fn watch(generate: &Generate, terminal: &Terminal) -> Outcome {
    let mut projects = generate.project.projects()?;
    let mut schemas: Vec<LastSchema> = Vec::new();
    loop {
        schemas.resize_with(projects.len(), LastSchema::default);
        // Before the files are read, so that no change in between is missed.
        let seen = look(&files(&projects));
        for (project, last) in projects.iter().zip(&mut schemas) {
            match generate.project(project, last, terminal) {
                Err(Failure::Unread) => return Err(Failure::Unread),
                Err(failure) => drop(failure.tell(terminal)),
                Ok(_) => {}
            }
        }
        terminal.detail(|| "watching".into());
        projects = wait(generate, projects, &seen, terminal);
    }
}

/// Until something changes; gives the projects as they are then.
fn wait(generate: &Generate, projects: Vec<Project>, seen: &Seen, terminal: &Terminal) -> Vec<Project> {
    let mut paths: Vec<PathBuf> = seen.iter().map(|(path, _)| path.clone()).collect();
    // What is wrong with the configuration is told once.
    let mut told = false;
    for count in 1u32.. {
        sleep(PAUSE);
        if look(&paths) != *seen {
            break;
        }
        if count % LOOKS != 0 {
            continue;
        }
        match generate.project.projects() {
            Ok(new) if new != projects => return new,
            Ok(_) => told = false,
            Err(failure) if !told => {
                failure.tell(terminal);
                told = true;
            }
            Err(_) => {}
        }
        paths = files(&projects);
    }
    projects
}

/// All that the projects are made from, as far as it is there.
fn files(projects: &[Project]) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for project in projects {
        let config = &project.config;
        for (patterns, what) in [(&config.schema, "schema"), (&config.documents, "documents")] {
            // What is wrong with them is told when they are read.
            let found = gql_codegen::patterns(patterns, inputs::HERE.as_ref(), what, &mut Diagnostics::new());
            paths.extend(found.paths);
        }
    }
    paths
}

fn look(paths: &[PathBuf]) -> Seen {
    let state = |path: &PathBuf| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    paths.iter().map(|path| (path.clone(), state(path))).collect()
}
