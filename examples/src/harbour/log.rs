//! The harbour master's log: written at the end, read from the start, waited for by any number of readers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{Stream, stream};
use tokio::sync::watch;

use super::movement::Movement;

#[derive(Debug)]
pub(crate) struct Log {
    entries: Mutex<Vec<Movement>>,
    state: watch::Sender<State>,
}

/// What readers wait for a change of.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    length: usize,
    closed: bool,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self {
            entries: Mutex::default(),
            state: watch::Sender::new(State::default()),
        }
    }

    /// How many movements were written down.
    pub(crate) fn len(&self) -> usize {
        self.state.borrow().length
    }

    pub(crate) fn write(&self, movement: Movement) {
        let mut entries = self.entries();
        entries.push(movement);
        self.state.send_modify(|state| state.length = entries.len());
    }

    /// Ends every reader's stream, now or when it has caught up.
    pub(crate) fn close(&self) {
        self.state.send_modify(|state| state.closed = true);
    }

    /// Comes back once the log was closed.
    pub(crate) fn closed(&self) -> impl Future<Output = ()> + Send + 'static + use<> {
        let mut state = self.state.subscribe();
        async move {
            // An error says that the log is gone, which is closed too.
            let _ = state.wait_for(|state| state.closed).await;
        }
    }

    fn entry(&self, index: usize) -> Option<Movement> {
        self.entries().get(index).cloned()
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Movement>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All movements: those written down already, then each new one.
    pub(crate) fn read(self: Arc<Self>) -> impl Stream<Item = Movement> + Send + 'static {
        let state = self.state.subscribe();
        stream::unfold((self, state, 0), |(log, mut state, index)| async move {
            state
                .wait_for(|state| state.length > index || state.closed)
                .await
                .ok()?;
            let movement = log.entry(index)?;
            Some((movement, (log, state, index + 1)))
        })
    }
}
