//! The folders in which files are watched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use crate::terminal::Terminal;

/// How long to wait for a report of the system before all files are looked at.
const PERIOD: Duration = Duration::from_secs(1);
/// How long to wait after a report: a save is several changes.
const QUIET: Duration = Duration::from_millis(5);

/// Waits for changes in folders.
pub(super) struct Folders {
    watched: BTreeSet<PathBuf>,
    changes: Receiver<()>,
    /// `None` where the system reports no changes.
    watcher: Option<RecommendedWatcher>,
}

impl Folders {
    pub(super) fn new() -> Self {
        let (sender, changes) = channel();
        let watcher = recommended_watcher(move |event: notify::Result<Event>| {
            // Reading the files is no change, and would be reported for each of them.
            if !matches!(&event, Ok(event) if matches!(event.kind, EventKind::Access(_))) {
                let _ = sender.send(());
            }
        });
        Self {
            watched: BTreeSet::new(),
            changes,
            watcher: watcher.ok(),
        }
    }

    /// Watches the folders of these files, and no others. One that cannot be watched is looked at once a second.
    pub(super) fn watch<'p>(&mut self, paths: impl Iterator<Item = &'p PathBuf>, terminal: &Terminal) {
        let wanted: BTreeSet<PathBuf> = paths.map(|path| folder(path).to_path_buf()).collect();
        let Some(watcher) = &mut self.watcher else { return };
        for gone in self.watched.difference(&wanted) {
            // A folder that was removed is not watched any more anyway.
            let _ = watcher.unwatch(gone);
        }
        for new in wanted.difference(&self.watched) {
            if let Err(error) = watcher.watch(new, RecursiveMode::NonRecursive) {
                terminal.verbose(|| format!("{} is looked at once a second: {error}", new.display()));
            }
        }
        self.watched = wanted;
    }

    /// Returns after a change, or a second.
    pub(super) fn wait(&self) {
        match self.changes.recv_timeout(PERIOD) {
            Ok(()) => while self.changes.recv_timeout(QUIET).is_ok() {},
            Err(RecvTimeoutError::Timeout) => {}
            // Without a watcher nothing is ever sent.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(PERIOD),
        }
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}
