//! An interrupt: what is half-written is taken away, and then the program ends as the interrupted do.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::{process, thread};

use tempfile::NamedTempFile;
use tokio::runtime::Builder;

/// Files that are being written. Whoever holds the lock knows that none is begun meanwhile.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is removed unless it is moved to its place, at an interrupt too.
#[derive(Debug)]
pub(crate) struct Unfinished {
    file: NamedTempFile,
    listed: Listed,
}

impl Unfinished {
    /// Begins an empty file, named as this builder does, in a folder.
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

    /// Returns the file, to be written.
    pub(crate) fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Moves it to its place.
    pub(crate) fn finish(self, place: &Path) -> io::Result<()> {
        let Self { file, listed } = self;
        let moved = file.persist(place);
        drop(listed);
        moved.map(drop).map_err(|error| error.error)
    }
}

/// An entry of the list of unfinished files.
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

/// Waits for interrupts on a thread of its own, from the first file on. Before that there is nothing to take away, and
/// the system ends the program as it ends any.
fn watch() {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(|| {
        // Without the means to wait, the system goes on to end the program.
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
            // Kept to the end, so that nothing is begun any more.
            let unfinished = unfinished();
            for path in unfinished.iter() {
                let _ = fs::remove_file(path);
            }
            process::exit(code);
        });
    });
}

/// Gives the exit code when a signal comes: 128 and its number, as shells have it.
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

/// Gives the exit code when Ctrl-C is pressed.
#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = i32>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
        130
    })
}
