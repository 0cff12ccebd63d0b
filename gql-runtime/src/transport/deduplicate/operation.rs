//! One operation and the subscribers that receive its events: each of them polls the transport for all.
//!
//! A subscriber waits only after the transport's stream, which it polled itself, returned nothing, and that stream wakes every
//! subscriber. So at least one subscriber polls the stream, whichever of them are dropped.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use crate::Error;
use crate::transport::channel::{Capacity, EventReceiver, EventSender, Full, Settings, channel};
use crate::transport::{BoxStream, Event, Head, Overflow};

type Item = Result<Event, Error>;

/// One operation at the server.
pub(super) struct SharedOperation {
    upstream: Mutex<Upstream>,
    subscribers: Arc<Subscribers>,
    /// Woken when a subscriber frees space that the operation waits for.
    sender_waker: Arc<AtomicWaker>,
}

/// The stream of the transport.
pub(super) struct Upstream {
    /// `None` after its end.
    events: Option<BoxStream<Item>>,
    pending: Option<Pending>,
}

/// An event that some subscribers have no space for yet. The transport is not polled until it is delivered.
struct Pending {
    event: Event,
    /// The subscribers that do not have it.
    ids: Vec<u64>,
    /// Whether these subscribers have had a turn to receive. With [`Overflow::Block`] they need none, as they are waited for.
    waited: bool,
}

/// The subscribers of an operation. As a waker it wakes all of them.
#[derive(Default)]
struct Subscribers {
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    senders: BTreeMap<u64, EventSender>,
    last_id: u64,
    /// The head of the response that carries the events, for subscribers that join later.
    head: Option<Arc<Head>>,
    /// The operation has ended, and accepts no further subscribers.
    ended: bool,
}

/// One subscriber of an operation.
pub(super) struct Subscriber {
    operation: Arc<SharedOperation>,
    id: u64,
    receiver: EventReceiver,
}

impl SharedOperation {
    /// Creates an operation that is not [started](Upstream::start) yet, with its first subscriber.
    pub(super) fn new(buffer: Capacity, overflow: Overflow) -> (Arc<Self>, Subscriber) {
        let operation = Arc::new(Self {
            upstream: Mutex::new(Upstream {
                events: None,
                pending: None,
            }),
            subscribers: Arc::default(),
            sender_waker: Arc::default(),
        });
        let subscriber = Self::add(&operation, &mut operation.subscribers.lock(), buffer, overflow);
        (operation, subscriber)
    }

    /// Adds a subscriber. Returns `None` if the operation has ended.
    pub(super) fn subscribe(
        operation: &Arc<Self>,
        buffer: Capacity,
        overflow: Overflow,
    ) -> Option<Subscriber> {
        let mut list = operation.subscribers.lock();
        (!list.ended).then(|| Self::add(operation, &mut list, buffer, overflow))
    }

    fn add(operation: &Arc<Self>, list: &mut List, buffer: Capacity, overflow: Overflow) -> Subscriber {
        let settings = Settings {
            capacity: buffer,
            overflow,
            sender_waker: operation.sender_waker.clone(),
        };
        let (sender, receiver) = channel(Arc::new(settings), Box::new(|| {}));
        if let Some(head) = &list.head {
            sender.force_send(Ok(Event::Head(head.clone())));
        }
        list.last_id += 1;
        list.senders.insert(list.last_id, sender);
        Subscriber {
            operation: operation.clone(),
            id: list.last_id,
            receiver,
        }
    }

    pub(super) fn upstream(&self) -> MutexGuard<'_, Upstream> {
        self.upstream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes a subscriber. Returns whether it was the last one, after which the operation accepts no further subscribers.
    pub(super) fn unsubscribe(&self, subscriber: &Subscriber) -> bool {
        let mut list = self.subscribers.lock();
        list.senders.remove(&subscriber.id);
        list.ended |= list.senders.is_empty();
        list.senders.is_empty()
    }

    /// Polls the transport for one event and delivers it to all subscribers.
    fn poll_upstream(&self, context: &mut Context<'_>) -> Poll<()> {
        let waker = Waker::from(self.subscribers.clone());
        let mut upstream = self.upstream();
        if let Some(pending) = upstream.pending.take() {
            self.sender_waker.register(&waker);
            let waited = pending.waited;
            upstream.pending = self.subscribers.deliver_pending(pending);
            return match upstream.pending {
                None => Poll::Ready(()),
                Some(_) if waited => Poll::Pending,
                // The late subscribers have a turn first, then this one.
                Some(_) => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
            };
        }
        let Some(events) = &mut upstream.events else {
            // All subscribers have the end already, unless the transport panicked when the operation was started.
            let error = Error::canceled("the transport did not start the operation");
            self.subscribers.end(Some(error));
            return Poll::Ready(());
        };
        match ready!(events.as_mut().poll_next(&mut Context::from_waker(&waker))) {
            Some(Ok(event @ Event::Next(_))) => upstream.pending = self.subscribers.deliver(&event),
            Some(Err(error)) if error.is_terminal() => {
                upstream.events = None;
                self.subscribers.end(Some(error));
            }
            Some(item) => self.subscribers.broadcast(&item),
            None => {
                upstream.events = None;
                self.subscribers.end(None);
            }
        }
        Poll::Ready(())
    }
}

impl Upstream {
    /// Starts the operation with the stream that the transport returned.
    pub(super) fn start(&mut self, events: BoxStream<Item>) {
        self.events = Some(events);
    }
}

impl Subscriber {
    pub(super) fn operation(&self) -> &Arc<SharedOperation> {
        &self.operation
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Item>> {
        loop {
            if let Poll::Ready(item) = Pin::new(&mut self.receiver).poll_next(context) {
                return Poll::Ready(item);
            }
            ready!(self.operation.poll_upstream(context));
        }
    }
}

impl Subscribers {
    fn lock(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Delivers an event to all subscribers. Returns it if some of them have no space yet.
    fn deliver(&self, event: &Event) -> Option<Pending> {
        let mut pending: Option<Pending> = None;
        for (id, sender) in &self.lock().senders {
            if let Err(Full(event)) = sender.try_send(event.clone(), true) {
                let waited = sender.blocks();
                let ids = Vec::new();
                let pending = pending.get_or_insert(Pending { event, ids, waited });
                pending.ids.push(*id);
            }
        }
        pending
    }

    /// Delivers an event again to the subscribers that had no space. Returns it if some of them still have none.
    fn deliver_pending(&self, mut pending: Pending) -> Option<Pending> {
        let list = self.lock();
        pending.ids.retain(|id| {
            let sender = list.senders.get(id);
            sender.is_some_and(|sender| sender.try_send(pending.event.clone(), !pending.waited).is_err())
        });
        pending.waited = true;
        (!pending.ids.is_empty()).then_some(pending)
    }

    /// Sends an item to all subscribers that none of them may lose.
    fn broadcast(&self, item: &Item) {
        let mut list = self.lock();
        if let Ok(Event::Head(head)) = item {
            list.head = Some(head.clone());
        }
        for sender in list.senders.values() {
            sender.force_send(item.clone());
        }
    }

    /// Ends the streams of all subscribers.
    fn end(&self, error: Option<Error>) {
        let mut list = self.lock();
        list.ended = true;
        for sender in std::mem::take(&mut list.senders).into_values() {
            sender.close(error.clone());
        }
    }
}

impl Wake for Subscribers {
    fn wake(self: Arc<Self>) {
        for sender in self.lock().senders.values() {
            sender.wake_receiver();
        }
    }
}
