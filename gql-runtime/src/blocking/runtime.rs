//! The runtime of a blocking client: one thread that drives connections while callers block.

use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime as Tokio};

use crate::error::Error;

/// A tokio runtime that shuts down with its last handle.
#[derive(Debug, Clone)]
pub(super) struct Runtime(Arc<RuntimeInner>);

#[derive(Debug)]
struct RuntimeInner(Option<Tokio>);

impl Runtime {
    /// Starts the thread.
    ///
    /// # Errors
    /// Returns an error if the system cannot start one.
    pub(super) fn new() -> Result<Self, Error> {
        let tokio = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("gql-runtime-blocking")
            .enable_all()
            .build()
            .map_err(|source| {
                Error::builder(format!(
                    "failed to start the thread of a blocking client: {source}"
                ))
                .with_source(source)
            })?;
        Ok(Self(Arc::new(RuntimeInner(Some(tokio)))))
    }

    /// Blocks this thread until a future completes.
    ///
    /// # Errors
    /// Returns an error on a thread of a tokio runtime.
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

/// A runtime blocks when it is dropped, which is not allowed on a thread of another runtime.
impl Drop for RuntimeInner {
    fn drop(&mut self) {
        if let Some(tokio) = self.0.take() {
            tokio.shutdown_background();
        }
    }
}
