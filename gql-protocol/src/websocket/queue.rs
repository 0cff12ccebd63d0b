//! The messages that wait to be sent.

use std::collections::VecDeque;

use super::message::Id;

/// The number of pings that may wait. More of them would be of no use for a peer that does not read.
const MAX_PINGS: usize = 4;
/// The number of entries of canceled operations that are kept in any case.
const FEW: usize = 16;

/// A message that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waiting {
    /// The answer to a ping message.
    Answer(String),
    /// A close frame.
    Close { code: u16, reason: String },
    /// A ping message, or a ping frame if there is no text.
    Ping(Option<String>),
    /// An operation, whose request the session keeps, as it may be canceled before.
    Start(Id),
    /// Any other message.
    Text(String),
}

/// The answers to pings that wait to be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answers {
    /// The number of answers.
    pub count: usize,
    /// Their total size, in bytes.
    pub bytes: usize,
}

/// The messages that wait to be sent, in their order.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiting>,
    answers: Answers,
    pings: usize,
    /// The number of waiting operations that were canceled.
    canceled: usize,
}

impl Queue {
    /// Appends a message.
    pub(super) fn push(&mut self, message: Waiting) {
        match &message {
            Waiting::Answer(text) => {
                self.answers.count += 1;
                self.answers.bytes += text.len();
            }
            Waiting::Ping(_) if self.pings >= MAX_PINGS => return,
            Waiting::Ping(_) => self.pings += 1,
            _ => {}
        }
        self.waiting.push_back(message);
    }

    /// Takes the next message.
    pub(super) fn pop(&mut self) -> Option<Waiting> {
        let message = self.waiting.pop_front()?;
        match &message {
            Waiting::Answer(text) => {
                self.answers.count -= 1;
                self.answers.bytes -= text.len();
            }
            Waiting::Ping(_) => self.pings -= 1,
            _ => {}
        }
        Some(message)
    }

    /// Records that a waiting operation was canceled. Its entry is removed now, or later together with others, so that neither the queue grows
    /// nor each cancellation is slow while a peer does not read.
    pub(super) fn cancel(&mut self, is_live: impl Fn(Id) -> bool) {
        self.canceled += 1;
        if self.canceled > FEW && self.canceled * 2 > self.waiting.len() {
            self.canceled = 0;
            self.waiting
                .retain(|message| !matches!(message, Waiting::Start(id) if !is_live(*id)));
            self.waiting.shrink_to(2 * self.waiting.len().max(FEW));
        }
    }

    /// Records that the entry of a canceled operation was taken.
    pub(super) fn skip(&mut self) {
        self.canceled = self.canceled.saturating_sub(1);
    }

    /// Removes all operations.
    pub(super) fn remove_starts(&mut self) {
        self.canceled = 0;
        self.waiting
            .retain(|message| !matches!(message, Waiting::Start(_)));
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn answers(&self) -> Answers {
        self.answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canceled_operations_do_not_accumulate() {
        let mut queue = Queue::default();
        let live = |id: Id| id.0.is_multiple_of(1_000);
        for id in 1..=100_000 {
            queue.push(Waiting::Start(Id(id)));
            if !live(Id(id)) {
                queue.cancel(live);
            }
            assert!(queue.len() <= 2 * 101 + 2 * FEW, "{}", queue.len());
        }
        let left: Vec<_> = std::iter::from_fn(|| queue.pop())
            .filter(|message| matches!(message, Waiting::Start(id) if live(*id)))
            .collect();
        assert_eq!(left.len(), 100, "and the others keep their place");
    }

    #[test]
    fn answers_are_counted_and_pings_are_few() {
        let mut queue = Queue::default();
        for _ in 0..100 {
            queue.push(Waiting::Answer("12345".into()));
            queue.push(Waiting::Ping(None));
        }
        assert_eq!(
            queue.answers(),
            Answers {
                count: 100,
                bytes: 500
            }
        );
        assert_eq!(queue.len(), 100 + MAX_PINGS);
        while queue.pop().is_some() {}
        assert_eq!(queue.answers(), Answers::default());
        queue.push(Waiting::Ping(None));
        assert_eq!(queue.pop(), Some(Waiting::Ping(None)));
    }
}
