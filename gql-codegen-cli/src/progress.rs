//! How a download goes: a line that is written over and taken away in the end. Only on a terminal, and only if it takes
//! long enough to wonder.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::terminal::Terminal;

/// Nobody wonders before.
const PATIENCE: Duration = Duration::from_millis(500);
/// Between two looks.
const TICK: Duration = Duration::from_millis(100);

/// How many bytes have come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<AtomicUsize>);

impl Progress {
    /// Notes how many have come so far.
    pub(crate) fn note(&self, bytes: usize) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    /// Shows it until the task is done.
    pub(crate) async fn show<T>(&self, terminal: &Terminal, task: impl Future<Output = T>) -> T {
        if !terminal.shows_progress() {
            return task.await;
        }
        let mut task = pin!(task);
        let start = Instant::now();
        loop {
            match tokio::time::timeout(TICK, task.as_mut()).await {
                Err(_) if start.elapsed() < PATIENCE => {}
                Err(_) => terminal.progress(&line(self.0.load(Ordering::Relaxed), start.elapsed())),
                Ok(done) => {
                    if start.elapsed() >= PATIENCE {
                        terminal.progress("");
                    }
                    return done;
                }
            }
        }
    }
}

fn line(bytes: usize, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    match bytes {
        0 => format!("waiting for the server, {seconds:.1} s"),
        _ => format!("{}, {seconds:.1} s", size(bytes)),
    }
}

/// In the largest unit of which there is one.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::line;

    #[test]
    fn what_it_says() {
        let second = Duration::from_millis(1_250);
        assert_eq!(line(0, second), "waiting for the server, 1.2 s");
        assert_eq!(line(999, second), "999 bytes, 1.2 s");
        assert_eq!(line(45_400, second), "45 kB, 1.2 s");
        assert_eq!(line(1_250_000, second), "1.2 MB, 1.2 s");
    }
}
