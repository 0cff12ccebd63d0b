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
    capacity: usize,
    overflow: Overflow,
    /// Woken when a reader takes what is waited for it to take.
    room: Arc<AtomicWaker>,
}

#[derive(Default)]
struct Shelf {
    items: VecDeque<Result<Event, Error>>,
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

/// Both ends of a new mailbox for that many events.
pub(super) fn mailbox(
    capacity: usize,
    overflow: Overflow,
    room: Arc<AtomicWaker>,
    cancel: Box<dyn Fn() + Send>,
) -> (Outbox, Inbox) {
    let mailbox = Arc::new(Mailbox {
        shelf: Mutex::default(),
        capacity: capacity.max(1),
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
        if shelf.items.len() >= mailbox.capacity {
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
                Overflow::DropOldest => {
                    shelf.items.pop_front();
                }
            }
        }
        shelf.tell_missed();
        shelf.put(Ok(event));
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
        shelf.put(item);
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
    fn put(&mut self, item: Result<Event, Error>) {
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
            self.put(Err(Error::lagged(missed)));
        }
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
