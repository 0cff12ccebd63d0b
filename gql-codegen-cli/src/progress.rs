//! A progress line for long downloads, shown on terminals only.

use std::pin::pin;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::Terminal;

/// The delay before the line appears.
const PATIENCE: Duration = Duration::from_millis(500);
/// The interval between updates of the line.
const TICK: Duration = Duration::from_millis(100);

/// The number of bytes received.
#[derive(Debug, Clone)]
pub(crate) struct Progress(ProgressBar);

impl Default for Progress {
    fn default() -> Self {
        Self(ProgressBar::hidden())
    }
}

impl Progress {
    /// Sets the number of bytes received so far.
    pub(crate) fn note(&self, bytes: usize) {
        self.0.set_position(bytes as u64);
    }

    /// Runs the download and shows its progress.
    pub(crate) async fn show<T>(&self, terminal: &Terminal, task: impl Future<Output = T>) -> T {
        if !terminal.shows_progress() {
            return task.await;
        }
        let mut task = pin!(task);
        if let Ok(done) = tokio::time::timeout(PATIENCE, task.as_mut()).await {
            return done;
        }
        if let Ok(style) = ProgressStyle::with_template(
            "{spinner} waiting for the server, {decimal_bytes} received, {elapsed}",
        ) {
            self.0.set_style(style);
        }
        self.0.set_draw_target(ProgressDrawTarget::stderr());
        self.0.enable_steady_tick(TICK);
        let done = task.await;
        self.0.finish_and_clear();
        done
    }
}
