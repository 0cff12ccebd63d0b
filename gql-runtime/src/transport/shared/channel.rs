//! One operation and the readers of its events: whoever reads first fetches for all.
//!
//! A reader waits only after the transport's stream, polled by it, had nothing; and that stream wakes all readers. So there is
//! always one that fetches, whoever stops reading.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use crate::Error;
use crate::transport::mailbox::{Capacity, Inbox, Outbox, Pushed, mailbox};
use crate::transport::{BoxStream, Event, Head, Overflow};

type Item = Result<Event, Error>;

/// One operation at the server.
pub(super) struct Channel {
    source: Mutex<Source>,
    readers: Arc<Readers>,
    /// Woken when a reader takes what the others wait for it to take.
    room: Arc<AtomicWaker>,
}

/// The transport's side.
pub(super) struct Source {
    /// None when it is over.
    events: Option<BoxStream<Item>>,
    late: Option<Late>,
}

/// An event for which some readers have no room yet. Nothing is fetched until then.
struct Late {
    event: Event,
    readers: Vec<u64>,
    /// Whether they have had a turn to read meanwhile. Those that block need none: they are waited for anyway.
    waited: bool,
}

/// Those who are to get what comes. Wakes them all.
#[derive(Default)]
struct Readers {
    seated: Mutex<Seated>,
}

#[derive(Default)]
struct Seated {
    outboxes: BTreeMap<u64, Outbox>,
    last: u64,
    /// The head of the response that the events come in: for those who join later.
    head: Option<Arc<Head>>,
    /// Nobody can join any more.
    over: bool,
}

/// The place of one reader.
pub(super) struct Seat {
    channel: Arc<Channel>,
    number: u64,
    inbox: Inbox,
}

impl Channel {
    /// An operation that is still to be [opened](Source::open), with its first reader.
    pub(super) fn new(buffer: Capacity, overflow: Overflow) -> (Arc<Self>, Seat) {
        let channel = Arc::new(Self {
            source: Mutex::new(Source {
                events: None,
                late: None,
            }),
            readers: Arc::default(),
            room: Arc::default(),
        });
        let seat = Self::take_seat(&channel, &mut channel.readers.seated(), buffer, overflow);
        (channel, seat)
    }

    /// Joins the readers; `None` if the operation is over.
    pub(super) fn join(channel: &Arc<Self>, buffer: Capacity, overflow: Overflow) -> Option<Seat> {
        let mut seated = channel.readers.seated();
        (!seated.over).then(|| Self::take_seat(channel, &mut seated, buffer, overflow))
    }

    fn take_seat(channel: &Arc<Self>, seated: &mut Seated, buffer: Capacity, overflow: Overflow) -> Seat {
        let (outbox, inbox) = mailbox(buffer, overflow, channel.room.clone(), Box::new(|| {}));
        if let Some(head) = &seated.head {
            outbox.force(Ok(Event::Head(head.clone())));
        }
        seated.last += 1;
        seated.outboxes.insert(seated.last, outbox);
        Seat {
            channel: channel.clone(),
            number: seated.last,
            inbox,
        }
    }

    pub(super) fn source(&self) -> MutexGuard<'_, Source> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves the readers; whether it was the last, after whom nobody can join.
    pub(super) fn leave(&self, seat: &Seat) -> bool {
        let mut seated = self.readers.seated();
        seated.outboxes.remove(&seat.number);
        seated.over |= seated.outboxes.is_empty();
        seated.outboxes.is_empty()
    }

    /// Fetches one event and hands it to all.
    fn poll_fetch(&self, context: &mut Context<'_>) -> Poll<()> {
        let waker = Waker::from(self.readers.clone());
        let mut source = self.source();
        if let Some(late) = source.late.take() {
            self.room.register(&waker);
            let waited = late.waited;
            source.late = self.readers.hand_late(late);
            return match source.late {
                None => Poll::Ready(()),
                Some(_) if waited => Poll::Pending,
                // The late readers have a turn, and then this one.
                Some(_) => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
            };
        }
        let Some(events) = &mut source.events else {
            // All have their end already, unless the transport panicked when it was to begin.
            let error = Error::canceled("the transport did not start the operation");
            self.readers.end(Some(error));
            return Poll::Ready(());
        };
        match ready!(events.as_mut().poll_next(&mut Context::from_waker(&waker))) {
            Some(Ok(event @ Event::Next(_))) => source.late = self.readers.hand(&event),
            Some(Err(error)) if error.is_terminal() => {
                source.events = None;
                self.readers.end(Some(error));
            }
            Some(item) => self.readers.tell(&item),
            None => {
                source.events = None;
                self.readers.end(None);
            }
        }
        Poll::Ready(())
    }
}

impl Source {
    /// Begins with what the transport gave.
    pub(super) fn open(&mut self, events: BoxStream<Item>) {
        self.events = Some(events);
    }
}

impl Seat {
    pub(super) fn channel(&self) -> &Arc<Channel> {
        &self.channel
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Item>> {
        loop {
            if let Poll::Ready(item) = Pin::new(&mut self.inbox).poll_next(context) {
                return Poll::Ready(item);
            }
            ready!(self.channel.poll_fetch(context));
        }
    }
}

impl Readers {
    fn seated(&self) -> MutexGuard<'_, Seated> {
        self.seated.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands an event to all.
    fn hand(&self, event: &Event) -> Option<Late> {
        let mut late: Option<Late> = None;
        for (number, outbox) in &self.seated().outboxes {
            if let Pushed::Full(event) = outbox.push(event.clone(), true) {
                let waited = outbox.blocks();
                let readers = Vec::new();
                let late = late.get_or_insert(Late {
                    event,
                    readers,
                    waited,
                });
                late.readers.push(*number);
            }
        }
        late
    }

    /// Tries again with those that had no room; those that still have none.
    fn hand_late(&self, mut late: Late) -> Option<Late> {
        let seated = self.seated();
        late.readers.retain(|number| {
            let outbox = seated.outboxes.get(number);
            outbox.is_some_and(|outbox| {
                matches!(outbox.push(late.event.clone(), !late.waited), Pushed::Full(_))
            })
        });
        late.waited = true;
        (!late.readers.is_empty()).then_some(late)
    }

    /// Tells all of something that none of them may miss.
    fn tell(&self, item: &Item) {
        let mut seated = self.seated();
        if let Ok(Event::Head(head)) = item {
            seated.head = Some(head.clone());
        }
        for outbox in seated.outboxes.values() {
            outbox.force(item.clone());
        }
    }

    fn end(&self, error: Option<Error>) {
        let mut seated = self.seated();
        seated.over = true;
        for outbox in std::mem::take(&mut seated.outboxes).into_values() {
            outbox.end(error.clone());
        }
    }
}

impl Wake for Readers {
    fn wake(self: Arc<Self>) {
        for outbox in self.seated().outboxes.values() {
            outbox.wake();
        }
    }
}
