//! The runtime of a blocking client: one thread that drives connections while callers wait.

use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime as Tokio};

use crate::error::Error;

/// A tokio runtime that ends with its last handle.
#[derive(Debug, Clone)]
pub(super) struct Runtime(Arc<Inner>);

#[derive(Debug)]
struct Inner(Option<Tokio>);

impl Runtime {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system refuses one.
    pub(super) fn new() -> Result<Self, Error> {
        let tokio = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("gql-runtime-blocking")
            .enable_all()
            .build()
            .map_err(|source| {
                Error::builder(format!("the thread of a blocking client did not start: {source}"))
                    .with_source(source)
            })?;
        Ok(Self(Arc::new(Inner(Some(tokio)))))
    }

    /// Waits for a future on this thread.
    ///
    /// # Errors
    /// On a thread of a tokio runtime.
    pub(super) fn block_on<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::builder(
                "a blocking client was used on a thread of a tokio runtime, which it would block: use `gql_runtime::Client` there",
            ));
        }
        match &self.0.0 {
            Some(tokio) => Ok(tokio.block_on(future)),
            None => Err(Error::canceled("the runtime of the blocking client has ended")),
        }
    }
}

/// Waiting for the thread, as a runtime does when it is dropped, is not allowed on a thread of another runtime.
impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(tokio) = self.0.take() {
            tokio.shutdown_background();
        }
    }
}
