//! The buffer between the connection's task and one subscriber.
//!
//! The task puts events in and never waits for the subscriber, who takes all that is there at once: the lock is held for a few
//! instructions, and once for many events.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use crate::Error;
use crate::protocol::ws::Id;
use crate::transport::Event;
use crate::transport::trace::Trace;

/// What happens to an event of a subscription whose buffer is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Overflow {
    /// It is lost, and the reader is told how many were, by an [error](Error::is_lagged) that does not end the stream. A reader
    /// that is only a little late is waited for, at most 50 ms until it has caught up again.
    #[default]
    Lag,
    /// The oldest event in the buffer is lost, and nobody is told.
    DropOldest,
    /// The connection is not read until there is room: no event is lost, but all other operations on it wait too, and a server
    /// that wants its pings answered may give up.
    Block,
}

/// What became of an event.
#[derive(Debug)]
pub(super) enum Pushed {
    Done,
    /// There is no room, but there may be soon: the event is handed back.
    Full(Event),
}

/// The end of the task.
pub(super) struct Outbox {
    mailbox: Arc<Mailbox>,
    trace: Trace,
}

/// The end of the subscriber: a stream.
pub(super) struct Inbox {
    mailbox: Arc<Mailbox>,
    taken: VecDeque<Result<Event, Error>>,
    over: bool,
    /// Told when the stream is dropped before its end.
    cancel: Box<dyn Fn(Cancel) + Send>,
}

/// Says whose stream was dropped.
pub(super) struct Cancel(Arc<Mailbox>);

struct Mailbox {
    shelf: Mutex<Shelf>,
    id: AtomicU64,
    capacity: usize,
    overflow: Overflow,
    /// Woken when a reader takes what the task waits for it to take.
    room: Arc<AtomicWaker>,
}

#[derive(Default)]
struct Shelf {
    items: VecDeque<Result<Event, Error>>,
    missed: u64,
    end: Option<Option<Error>>,
    reader: Option<Waker>,
    /// The task waits for room.
    wanted: bool,
    /// The reader was waited for in vain, and has not caught up since.
    slow: bool,
}

/// Both ends of a new mailbox for that many events.
pub(super) fn mailbox(
    capacity: usize,
    overflow: Overflow,
    room: Arc<AtomicWaker>,
    cancel: Box<dyn Fn(Cancel) + Send>,
    trace: Trace,
) -> (Outbox, Inbox) {
    let mailbox = Arc::new(Mailbox {
        shelf: Mutex::default(),
        id: AtomicU64::new(Id::FOREIGN.0),
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
    (Outbox { mailbox, trace }, inbox)
}

impl Outbox {
    /// Notes the operation's present id, for [`Cancel::id`].
    pub(super) fn set_id(&self, id: Id) {
        self.mailbox.id.store(id.0, Ordering::Relaxed);
        self.trace.queued(id.0);
    }

    /// Puts an event in. With `patient`, one for which there is no room yet is handed back where the policy is to wait.
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

    /// Puts an event in, room or not.
    pub(super) fn force(&self, event: Event) {
        let mut shelf = self.mailbox.shelf();
        shelf.tell_missed();
        shelf.put(Ok(event));
    }

    /// Ends the stream, after what is in the mailbox: well, or with an error.
    pub(super) fn end(self, error: Option<Error>) {
        self.mailbox.end(error);
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.mailbox
            .end(Some(Error::canceled("the task that ran the connection is gone")));
    }
}

impl Cancel {
    /// The id that the operation has now.
    pub(super) fn id(&self) -> Id {
        Id(self.0.id.load(Ordering::Relaxed))
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
                return Poll::Pending;
            };
            shelf.end = Some(None);
            this.over = true;
            return Poll::Ready(end.map(Err));
        }
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
            (self.cancel)(Cancel(self.mailbox.clone()));
        }
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox")
            .field("id", &self.mailbox.id)
            .finish_non_exhaustive()
    }
}
