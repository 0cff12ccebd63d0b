//! The buffer between what brings the events of a subscription and one reader of them.
//!
//! Events are put in without waiting for the reader, who takes all that is there at once: the lock is held for a few
//! instructions, and once for many events.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use super::Event;
use crate::Error;

/// What happens to an event of a subscription whose buffer is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Overflow {
    /// It is lost, and the reader is told how many were, by an [error](Error::is_lagged) that does not end the stream. A reader
    /// that is only a little late is waited for.
    #[default]
    Lag,
    /// The oldest event in the buffer is lost, and nobody is told.
    DropOldest,
    /// Nothing more is read until there is room: no event is lost, but everybody else waits too. On a
    /// [WebSocket](super::WebSocket) that is every operation, and a server that wants its pings answered may give up.
    Block,
}

/// What became of an event.
#[derive(Debug)]
pub(super) enum Pushed {
    Done,
    /// There is no room, but there may be soon: the event is handed back.
    Full(Event),
}

/// How much waits for a reader at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capacity {
    pub(super) events: usize,
    /// Bytes that the events hold, together. One event alone may be larger: its transport limits it.
    pub(super) bytes: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self {
            events: 1024,
            bytes: 16 << 20,
        }
    }
}

/// The end where events are put in.
pub(super) struct Outbox {
    mailbox: Arc<Mailbox>,
}

/// The end of the reader: a stream.
pub(super) struct Inbox {
    mailbox: Arc<Mailbox>,
    taken: VecDeque<Result<Event, Error>>,
    over: bool,
    /// Called when the stream is dropped before its end.
    cancel: Box<dyn Fn() + Send>,
}

struct Mailbox {
    shelf: Mutex<Shelf>,
    capacity: Capacity,
    overflow: Overflow,
    /// Woken when a reader takes what is waited for it to take.
    room: Arc<AtomicWaker>,
}

#[derive(Default)]
struct Shelf {
    items: VecDeque<Result<Event, Error>>,
    /// How many bytes the items hold.
    bytes: usize,
    /// How many items the reader found when it last took some: room for as many is made at once.
    usual: usize,
    missed: u64,
    end: Option<Option<Error>>,
    reader: Option<Waker>,
    /// Somebody waits for room.
    wanted: bool,
    /// The reader was waited for in vain, and has not caught up since.
    slow: bool,
}

/// Both ends of a new mailbox.
pub(super) fn mailbox(
    capacity: Capacity,
    overflow: Overflow,
    room: Arc<AtomicWaker>,
    cancel: Box<dyn Fn() + Send>,
) -> (Outbox, Inbox) {
    let mailbox = Arc::new(Mailbox {
        shelf: Mutex::default(),
        capacity,
        overflow,
        room,
    });
    let inbox = Inbox {
        mailbox: mailbox.clone(),
        taken: VecDeque::new(),
        over: false,
        cancel,
    };
    (Outbox { mailbox }, inbox)
}

impl Outbox {
    /// Puts an event in. With `patient`, one for which there is no room yet is handed back where the policy is to wait.
    #[inline]
    pub(super) fn push(&self, event: Event, patient: bool) -> Pushed {
        let mailbox = &*self.mailbox;
        let mut shelf = mailbox.shelf();
        let held = held(&event);
        while !shelf.has_room(mailbox.capacity, held) {
            match mailbox.overflow {
                Overflow::Block => {
                    shelf.wanted = true;
                    return Pushed::Full(event);
                }
                Overflow::Lag if patient && !shelf.slow => {
                    shelf.wanted = true;
                    return Pushed::Full(event);
                }
                Overflow::Lag => {
                    shelf.slow = true;
                    shelf.missed += 1;
                    return Pushed::Done;
                }
                Overflow::DropOldest => shelf.drop_oldest(),
            }
        }
        shelf.tell_missed();
        shelf.put(Ok(event), held);
        Pushed::Done
    }

    /// Whether events wait for room without a time limit.
    pub(super) fn blocks(&self) -> bool {
        self.mailbox.overflow == Overflow::Block
    }

    /// Puts an event in, or an error that is not the end, room or not.
    pub(super) fn force(&self, item: Result<Event, Error>) {
        let mut shelf = self.mailbox.shelf();
        shelf.tell_missed();
        let held = item.as_ref().map_or(0, held);
        shelf.put(item, held);
    }

    /// Has a reader that waits look again.
    pub(super) fn wake(&self) {
        let reader = self.mailbox.shelf().reader.take();
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// Ends the stream, after what is in the mailbox: well, or with an error.
    pub(super) fn end(self, error: Option<Error>) {
        self.mailbox.end(error);
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.mailbox
            .end(Some(Error::canceled("what brought the events is gone")));
    }
}

impl Mailbox {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first end counts.
    fn end(&self, error: Option<Error>) {
        let mut shelf = self.shelf();
        if shelf.end.is_none() {
            shelf.end = Some(error);
            let reader = shelf.reader.take();
            drop(shelf);
            if let Some(reader) = reader {
                reader.wake();
            }
        }
    }
}

impl Shelf {
    /// Whether an event that holds that many bytes finds room. The first one always does.
    fn has_room(&self, capacity: Capacity, held: usize) -> bool {
        self.items.is_empty()
            || self.items.len() < capacity.events && self.bytes.saturating_add(held) <= capacity.bytes
    }

    fn drop_oldest(&mut self) {
        if let Some(Ok(event)) = self.items.pop_front() {
            self.bytes = self.bytes.saturating_sub(held(&event));
        }
    }

    fn put(&mut self, item: Result<Event, Error>, held: usize) {
        self.bytes = self.bytes.saturating_add(held);
        if self.items.capacity() == 0 {
            self.items.reserve(self.usual);
        }
        self.items.push_back(item);
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    fn tell_missed(&mut self) {
        if self.missed > 0 {
            let missed = std::mem::take(&mut self.missed);
            self.put(Err(Error::lagged(missed)), 0);
        }
    }
}

/// How many bytes an event holds.
fn held(event: &Event) -> usize {
    match event {
        Event::Next(payload) => payload.held(),
        Event::Gap | Event::Head(_) => 0,
    }
}

impl Stream for Inbox {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(item) = self.taken.pop_front() {
            return Poll::Ready(Some(item));
        }
        if self.over {
            return Poll::Ready(None);
        }
        let this = &mut *self;
        let mut shelf = this.mailbox.shelf();
        if shelf.items.is_empty() {
            shelf.tell_missed();
        }
        if shelf.items.is_empty() {
            let Some(end) = shelf.end.take() else {
                shelf.reader = Some(context.waker().clone());
                shelf.slow = false;
                // A subscription that waits holds no room for events: there may be thousands of them.
                shelf.items = VecDeque::new();
                this.taken = VecDeque::new();
                return Poll::Pending;
            };
            shelf.end = Some(None);
            this.over = true;
            return Poll::Ready(end.map(Err));
        }
        shelf.usual = shelf.items.len();
        std::mem::swap(&mut this.taken, &mut shelf.items);
        shelf.bytes = 0;
        let wanted = std::mem::take(&mut shelf.wanted);
        drop(shelf);
        if wanted {
            this.mailbox.room.wake();
        }
        Poll::Ready(this.taken.pop_front())
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        let mut shelf = self.mailbox.shelf();
        let ended = shelf.end.is_some();
        let wanted = std::mem::take(&mut shelf.wanted);
        shelf.items.clear();
        shelf.bytes = 0;
        drop(shelf);
        if wanted {
            self.mailbox.room.wake();
        }
        if !ended {
            (self.cancel)();
        }
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, StreamExt};

    use super::*;
    use crate::transport::Payload;

    fn small(bytes: usize, overflow: Overflow) -> (Outbox, Inbox) {
        let capacity = Capacity { events: 4, bytes };
        mailbox(capacity, overflow, Arc::default(), Box::new(|| {}))
    }

    fn event(name: u8, bytes: usize) -> Event {
        Event::Next(Payload::from_bytes(vec![name; bytes]))
    }

    /// The names of the events that wait, and `?` for one that says how many were lost.
    fn waiting(inbox: &mut Inbox) -> String {
        let mut names = String::new();
        while let Some(Some(item)) = inbox.next().now_or_never() {
            names.push(match item {
                Ok(Event::Next(payload)) => char::from(payload.as_bytes()[0]),
                _ => '?',
            });
        }
        names
    }

    #[test]
    fn room_is_counted_in_events_and_in_bytes() {
        for (overflow, few_bytes, few_events) in [
            (Overflow::Lag, "ab", "abcd"),
            (Overflow::DropOldest, "ef", "cdef"),
            (Overflow::Block, "ab", "abcd"),
        ] {
            for (bytes, kept) in [(25, few_bytes), (1000, few_events)] {
                let (outbox, mut inbox) = small(bytes, overflow);
                for name in b'a'..=b'f' {
                    let pushed = outbox.push(event(name, 10), false);
                    let full = matches!(pushed, Pushed::Full(_));
                    assert_eq!(
                        full,
                        overflow == Overflow::Block && !kept.contains(char::from(name))
                    );
                }
                let names = waiting(&mut inbox);
                assert_eq!(names.trim_end_matches('?'), kept, "{overflow:?} {bytes}");
                // There is as much room as before when they are taken.
                assert!(matches!(outbox.push(event(b'x', 25), false), Pushed::Done));
                assert_eq!(waiting(&mut inbox), "x");
            }
        }
    }

    #[test]
    fn one_event_is_taken_however_large_it_is() {
        for overflow in [Overflow::Lag, Overflow::DropOldest, Overflow::Block] {
            let (outbox, mut inbox) = small(10, overflow);
            assert!(matches!(outbox.push(event(b'a', 1000), false), Pushed::Done));
            let _ = outbox.push(event(b'b', 1), false);
            let kept = if overflow == Overflow::DropOldest {
                "b"
            } else {
                "a"
            };
            assert_eq!(waiting(&mut inbox).trim_end_matches('?'), kept, "{overflow:?}");
        }
    }

    #[test]
    fn no_room_at_all_is_room_for_one() {
        let capacity = Capacity { events: 0, bytes: 0 };
        let (outbox, mut inbox) = mailbox(capacity, Overflow::DropOldest, Arc::default(), Box::new(|| {}));
        for name in b'a'..=b'c' {
            assert!(matches!(outbox.push(event(name, 1), false), Pushed::Done));
        }
        assert_eq!(waiting(&mut inbox), "c");
    }
}
