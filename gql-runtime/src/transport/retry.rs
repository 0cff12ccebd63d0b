//! Runs queries again after failures that are transient, over any transport.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;

use super::backoff::Backoff;
use super::{BoxStream, Event, MaybeSend, runtime, trace};
use crate::{Error, OperationKind, Request};

/// The attempts to run one operation.
pub(super) struct Retries {
    /// `None` for an operation that is run once.
    backoff: Option<Backoff>,
    failed: u32,
}

impl Retries {
    /// Returns the attempts of a request. Only a query has several: it changes nothing.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
    pub(super) fn new(backoff: Option<&Backoff>, request: &Request) -> Self {
        let is_query = request.kind == Some(OperationKind::Query);
        Self {
            backoff: backoff.filter(|_| is_query).cloned(),
            failed: 0,
        }
    }

    /// Returns whether there may be more than one attempt.
    pub(super) fn is_on(&self) -> bool {
        self.backoff.is_some()
    }

    /// Waits until the next attempt.
    ///
    /// # Errors
    /// Returns the error of the attempt that failed, if it was the last.
    pub(super) async fn wait(&mut self, error: Error) -> Result<(), Error> {
        let delay = match &self.backoff {
            Some(backoff) if error.is_transient() => backoff.delay(self.failed, &error),
            _ => None,
        };
        let Some(delay) = delay else {
            return Err(error);
        };
        self.failed = self.failed.saturating_add(1);
        trace::retrying(&error, delay);
        runtime::sleep(delay).await;
        Ok(())
    }

    /// Runs an operation whose result comes in parts. If it runs again after a part, [`Event::Reconnected`] precedes the first part of
    /// the new result.
    pub(super) fn stream<S>(
        self,
        start: impl Fn() -> S + MaybeSend + 'static,
    ) -> BoxStream<Result<Event, Error>>
    where
        S: Stream<Item = Result<Event, Error>> + MaybeSend + Unpin + 'static,
    {
        if !self.is_on() {
            return Box::pin(start());
        }
        let first = Attempt {
            events: Some(start()),
            has_part: false,
        };
        let events = stream::unfold(
            (first, self, start),
            |(mut attempt, mut retries, start)| async move {
                loop {
                    let events = attempt.events.as_mut()?;
                    let item = match poll_fn(|context| Pin::new(&mut *events).poll_next(context)).await? {
                        Err(error) if error.is_terminal() => {
                            attempt.events = None;
                            match retries.wait(error).await {
                                Err(error) => Err(error),
                                Ok(()) => {
                                    attempt.events = Some(start());
                                    if !std::mem::take(&mut attempt.has_part) {
                                        continue;
                                    }
                                    Ok(Event::Reconnected)
                                }
                            }
                        }
                        item => {
                            attempt.has_part |= matches!(item, Ok(Event::Next(_)));
                            item
                        }
                    };
                    return Some((item, (attempt, retries, start)));
                }
            },
        );
        Box::pin(events)
    }
}

/// One attempt to run an operation whose result comes in parts.
struct Attempt<S> {
    /// `None` after a failure.
    events: Option<S>,
    has_part: bool,
}
