//! A log: appended to at its end, and read from any entry by any number of readers, who wait for new entries.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{Stream, stream};
use tokio::sync::watch;

#[derive(Debug)]
pub(crate) struct Log<T> {
    entries: Mutex<Vec<T>>,
    state: watch::Sender<State>,
}

/// The state that readers wait for: the length, and the end.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    length: usize,
    closed: bool,
}

impl<T: Clone> Log<T> {
    pub(crate) fn new() -> Self {
        Self {
            entries: Mutex::default(),
            state: watch::Sender::new(State::default()),
        }
    }

    /// Returns how many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.state.borrow().length
    }

    /// Returns all entries that there are now.
    pub(crate) fn snapshot(&self) -> Vec<T> {
        self.entries().clone()
    }

    pub(crate) fn append(&self, entry: T) {
        let mut entries = self.entries();
        entries.push(entry);
        self.state.send_modify(|state| state.length = entries.len());
    }

    /// Ends every reader's stream once it has caught up.
    pub(crate) fn close(&self) {
        self.state.send_modify(|state| state.closed = true);
    }

    /// Resolves once the log is closed.
    pub(crate) fn closed(&self) -> impl Future<Output = ()> + Send + 'static + use<T> {
        let mut state = self.state.subscribe();
        async move {
            // An error means that the log was dropped, which closes it too.
            let _ = state.wait_for(|state| state.closed).await;
        }
    }

    fn entry(&self, index: usize) -> Option<T> {
        self.entries().get(index).cloned()
    }

    fn entries(&self) -> MutexGuard<'_, Vec<T>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone + Send + 'static> Log<T> {
    /// Returns the entries from this index on: those that there are, then each new one.
    pub(crate) fn read_from(self: Arc<Self>, index: usize) -> impl Stream<Item = T> + Send + 'static {
        let state = self.state.subscribe();
        stream::unfold((self, state, index), |(log, mut state, index)| async move {
            state
                .wait_for(|state| state.length > index || state.closed)
                .await
                .ok()?;
            let entry = log.entry(index)?;
            Some((entry, (log, state, index + 1)))
        })
    }
}
