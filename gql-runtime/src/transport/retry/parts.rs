//! Retries of queries whose result is delivered in parts.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;

use super::Retries;
use crate::Error;
use crate::transport::{BoxStream, Event, MaybeSend};

impl Retries {
    /// Returns whether there may be more than one attempt.
    pub(in crate::transport) fn is_on(&self) -> bool {
        self.policy.is_some()
    }

    /// Runs an operation whose result comes in parts. If it runs again after a part, [`Event::Reconnected`] precedes the first part of
    /// the new result.
    pub(in crate::transport) fn stream<S>(
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
