//! Handles interrupts: removes unfinished files, then ends the program with the exit code of the signal.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::{process, thread};

use tempfile::NamedTempFile;
use tokio::runtime::Builder;

/// Unfinished files. While the lock is held, no other file can be created.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is removed if it is not moved to its final path, even when the program is interrupted.
#[derive(Debug)]
pub(crate) struct Unfinished {
    file: NamedTempFile,
    listed: Listed,
}

impl Unfinished {
    /// Creates an empty file in a folder, named by the builder.
    pub(crate) fn create(builder: &tempfile::Builder<'_, '_>, folder: &Path) -> io::Result<Self> {
        watch();
        let mut unfinished = unfinished();
        let file = builder.tempfile_in(folder)?;
        let path = file.path().to_path_buf();
        unfinished.push(path.clone());
        Ok(Self {
            file,
            listed: Listed(path),
        })
    }

    /// Returns the file for writing.
    pub(crate) fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Moves the file to its final path.
    pub(crate) fn finish(self, place: &Path) -> io::Result<()> {
        let Self { file, listed } = self;
        let moved = file.persist(place);
        drop(listed);
        moved.map(drop).map_err(|error| error.error)
    }
}

/// An entry in the list of unfinished files.
#[derive(Debug)]
struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a thread that waits for interrupts when the first file is created. Before that there is nothing to remove, and the
/// default behavior of the system applies.
fn watch() {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(|| {
        // If waiting is impossible, the default behavior of the system applies.
        let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
            return;
        };
        let signals = {
            let _inside = runtime.enter();
            signals()
        };
        let Ok(signals) = signals else { return };
        thread::spawn(move || {
            let code = runtime.block_on(signals);
            // The lock is held until the end, so that no other file is created.
            let unfinished = unfinished();
            for path in unfinished.iter() {
                let _ = fs::remove_file(path);
            }
            process::exit(code);
        });
    });
}

/// Returns the exit code when a signal arrives: 128 plus its number, as in shells.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = i32>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        let (first, second) = (interrupt.recv(), terminate.recv());
        match futures_util::future::select(std::pin::pin!(first), std::pin::pin!(second)).await {
            futures_util::future::Either::Left(_) => 128 + SignalKind::interrupt().as_raw_value(),
            futures_util::future::Either::Right(_) => 128 + SignalKind::terminate().as_raw_value(),
        }
    })
}

/// Returns the exit code when Ctrl-C is pressed.
#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = i32>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
        130
    })
}
