//! Processes several projects in parallel, with the output of sequential processing.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use gql_codegen::project::Project;

use crate::failure::{CommandResult, Failure, Outcome};
use crate::terminal::Terminal;

/// Processes every project and returns the most severe result. A failed project does not stop the others.
pub(crate) fn each(
    projects: &[Project],
    terminal: &Terminal,
    run: impl Fn(&Project, &Terminal) -> CommandResult + Sync,
) -> CommandResult {
    if let [only] = projects {
        return run(only, terminal);
    }
    let outcomes = all(projects, terminal, run);
    let mut worst = Ok(Outcome::Clean);
    for (output, outcome) in outcomes {
        terminal.replay(&output)?;
        match outcome {
            Ok(found) => worst = worst.map(|worst: Outcome| worst.and(found)),
            Err(Failure::OutputClosed) => return Err(Failure::OutputClosed),
            Err(failure) => {
                terminal.fail(failure);
                worst = Err(Failure::Reported);
            }
        }
    }
    worst
}

/// Returns the buffered output and the result of each project, in the order of the projects.
fn all(
    projects: &[Project],
    terminal: &Terminal,
    run: impl Fn(&Project, &Terminal) -> CommandResult + Sync,
) -> Vec<(Terminal, CommandResult)> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(project) = projects.get(index) else {
                return;
            };
            let buffered = terminal.buffered();
            let outcome = run(project, &buffered);
            if let Ok(mut outcomes) = outcomes.lock() {
                outcomes.push((index, buffered, outcome));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores.min(projects.len()) {
            scope.spawn(work);
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_default();
    outcomes.sort_by_key(|(index, ..)| *index);
    outcomes
        .into_iter()
        .map(|(_, output, outcome)| (output, outcome))
        .collect()
}
