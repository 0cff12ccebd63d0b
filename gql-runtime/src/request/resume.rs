//! Continues a subscription after a lost connection, with new variables.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::Request;
use crate::error::Error;

/// The variables of the next request of a subscription. The stream that reads the events sets them, and the transport takes them.
#[derive(Clone, Default)]
pub(crate) struct Resume(Arc<Mutex<Option<Variables>>>);

/// The request that has them, or why they do not serialize.
type Variables = Result<Box<Request>, Error>;

impl Resume {
    /// Sets the variables of the next request. They are serialized now: the transport may be in another task.
    pub(crate) fn set(&self, variables: &(impl Serialize + ?Sized)) {
        let mut request = Request::new("");
        let set = request.set_variables(variables);
        *self.lock() = Some(set.map(|()| Box::new(request)));
    }

    fn get(&self) -> Option<Variables> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Variables>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Request {
    /// Returns the request that starts this subscription again after its connection was lost: with the variables that
    /// [`Subscription::resume`](crate::Subscription::resume) returned for the last event, and otherwise as it was.
    ///
    /// A [transport](crate::transport::Transport) that reconnects sends this request.
    ///
    /// # Errors
    /// Returns an error if these variables do not serialize to JSON ([`Error::is_encode`]).
    pub fn resumed(&self) -> Result<Self, Error> {
        let mut request = self.clone();
        if let Some(variables) = self.resume.as_ref().and_then(Resume::get) {
            let variables = variables?;
            request.variables = variables.variables;
            request.uploads = variables.uploads;
        }
        Ok(request)
    }
}

/// Omits the variables: they may be secret.
impl fmt::Debug for Resume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resume").finish_non_exhaustive()
    }
}
