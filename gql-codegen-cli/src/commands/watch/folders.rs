//! The watched folders.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use crate::terminal::Terminal;

/// The maximum time to wait for a report before all files are checked.
const PERIOD: Duration = Duration::from_secs(1);
/// The time to wait after a report, because saving a file causes several changes.
const QUIET: Duration = Duration::from_millis(5);

/// Waits for changes in a set of folders.
pub(super) struct Folders {
    watched: BTreeSet<PathBuf>,
    changes: Receiver<()>,
    /// `None` if the system does not report changes.
    watcher: Option<RecommendedWatcher>,
}

impl Folders {
    pub(super) fn new() -> Self {
        let (sender, changes) = channel();
        let watcher = recommended_watcher(move |event: notify::Result<Event>| {
            // Reading the files is reported, too, but does not change them.
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

    /// Watches the folders of these files, and no others. Folders that cannot be watched are checked once a second.
    pub(super) fn watch<'p>(&mut self, paths: impl Iterator<Item = &'p PathBuf>, terminal: &Terminal) {
        let wanted: BTreeSet<PathBuf> = paths.map(|path| folder(path).to_path_buf()).collect();
        let Some(watcher) = &mut self.watcher else { return };
        for gone in self.watched.difference(&wanted) {
            // Removed folders are no longer watched, so that an error here is harmless.
            let _ = watcher.unwatch(gone);
        }
        for new in wanted.difference(&self.watched) {
            if let Err(error) = watcher.watch(new, RecursiveMode::NonRecursive) {
                terminal.verbose(|| format!("checking {} once a second: {error}", new.display()));
            }
        }
        self.watched = wanted;
    }

    /// Returns after a change or after one second.
    pub(super) fn wait(&self) {
        match self.changes.recv_timeout(PERIOD) {
            Ok(()) => while self.changes.recv_timeout(QUIET).is_ok() {},
            Err(RecvTimeoutError::Timeout) => {}
            // Without a watcher, the channel has no sender.
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
