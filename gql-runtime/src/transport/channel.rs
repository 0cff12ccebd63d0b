//! The bounded channel that carries the events of one subscription from its transport to one receiver.
//!
//! Sending never waits. The receiver takes everything that is queued at once, so the lock is held for a few instructions, and
//! once for many events.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use super::{Event, Payload};
use crate::Error;

/// Selects what happens to an event of a subscription whose buffer is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Overflow {
    /// Drops the event. The stream reports the number of dropped events by an [error](Error::is_lagged), which does not
    /// end it. A receiver that is only slightly behind gets some time to catch up.
    #[default]
    Lag,
    /// Drops the oldest event in the buffer, without a report.
    DropOldest,
    /// Stops reading until there is space. No event is dropped, but this also delays every other operation on the
    /// connection. On a [WebSocket](super::WebSocket), these are all operations, and a server that expects answers to its
    /// pings may close the connection.
    Block,
}

/// The error of [`EventSender::try_send`] when the channel is full but may have space soon. It returns the event.
#[derive(Debug)]
pub(super) struct Full(pub(super) Event);

/// The limits of a channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capacity {
    pub(super) events: usize,
    /// The total size of the queued events, in bytes. A single event may exceed it: its size is limited by the transport.
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

/// The settings of channels, which those of one transport share.
#[derive(Clone, Default)]
pub(super) struct Settings {
    pub(super) capacity: Capacity,
    pub(super) overflow: Overflow,
    /// Woken when a receiver frees space after [`EventSender::try_send`] returned [`Full`].
    pub(super) sender_waker: Arc<AtomicWaker>,
}

/// The sending half of a channel.
pub(super) struct EventSender {
    channel: Arc<Channel>,
}

/// The receiving half of a channel, a stream.
pub(super) struct EventReceiver {
    channel: Arc<Channel>,
    /// Items that were taken out of the queue and not yet returned.
    taken: Option<Box<Items>>,
    ended: bool,
}

/// A function that is called when the receiver is dropped before the end of the stream.
type Cancel = Box<dyn Fn() + Send>;

/// The state of a channel.
///
/// Each event of thousands of subscriptions needs that of another one, which is not in the cache. The fields that an event needs are
/// therefore together, at the beginning.
#[repr(C)]
struct Channel {
    settings: Arc<Settings>,
    queue: Mutex<Queue>,
}

#[derive(Default)]
#[repr(C)]
struct Queue {
    sender_waiting: bool,
    /// Whether the sender has waited for the receiver without success, and the receiver has not caught up since.
    is_slow: bool,
    /// Whether the stream ends after the items.
    ended: bool,
    /// The number of items after the first one that the receiver took last: the queue reserves that many at once.
    last_batch: u32,
    receiver: Option<Waker>,
    /// The items after the first one.
    more: Option<Box<Items>>,
    /// The oldest item, if it is a result. Most receivers take it before the next one arrives, so that it alone needs no allocation.
    first: Option<Payload>,
    /// The number of events that were dropped and not yet reported.
    lagged: u64,
    /// The error at the end of the stream, until the receiver returns it.
    error: Option<Error>,
    cancel: Option<Cancel>,
}

/// Items in order.
#[derive(Default)]
struct Items {
    items: VecDeque<Result<Event, Error>>,
    /// Their size, in bytes.
    bytes: usize,
}

/// Creates a channel.
///
/// `cancel` is called when the receiver is dropped before the end of the stream.
pub(super) fn channel(settings: Arc<Settings>, cancel: Cancel) -> (EventSender, EventReceiver) {
    let channel = Arc::new(Channel {
        settings,
        queue: Mutex::new(Queue {
            cancel: Some(cancel),
            ..Queue::default()
        }),
    });
    let receiver = EventReceiver {
        channel: channel.clone(),
        taken: None,
        ended: false,
    };
    (EventSender { channel }, receiver)
}

impl EventSender {
    /// Sends an event, or applies the [`Overflow`] policy if the channel is full.
    ///
    /// # Errors
    /// Returns the event if the channel is full and the policy is to wait for space: always with [`Overflow::Block`], and with
    /// [`Overflow::Lag`] if `may_wait` is true and the receiver has not been waited for in vain before.
    #[inline]
    pub(super) fn try_send(&self, event: Event, may_wait: bool) -> Result<(), Full> {
        let settings = &*self.channel.settings;
        let mut queue = self.channel.lock();
        let size = size_of_event(&event);
        while !queue.has_space(settings.capacity, size) {
            match settings.overflow {
                Overflow::Block => {
                    queue.sender_waiting = true;
                    return Err(Full(event));
                }
                Overflow::Lag if may_wait && !queue.is_slow => {
                    queue.sender_waiting = true;
                    return Err(Full(event));
                }
                Overflow::Lag => {
                    queue.is_slow = true;
                    queue.lagged += 1;
                    return Ok(());
                }
                Overflow::DropOldest => queue.drop_oldest(),
            }
        }
        queue.flush_lagged();
        queue.push(Ok(event), size);
        wake(queue);
        Ok(())
    }

    /// Returns whether events wait for space without a time limit.
    pub(super) fn blocks(&self) -> bool {
        self.channel.settings.overflow == Overflow::Block
    }

    /// Sends an item that must not be lost, regardless of the capacity.
    pub(super) fn force_send(&self, item: Result<Event, Error>) {
        let mut queue = self.channel.lock();
        queue.flush_lagged();
        let size = item.as_ref().map_or(0, size_of_event);
        queue.push(item, size);
        wake(queue);
    }

    /// Wakes the receiver if it waits for an item.
    pub(super) fn wake_receiver(&self) {
        wake(self.channel.lock());
    }

    /// Ends the stream after the queued items, with an error if there is one.
    pub(super) fn close(self, error: Option<Error>) {
        self.channel.close(error);
    }
}

impl Drop for EventSender {
    fn drop(&mut self) {
        self.channel
            .close(Some(Error::canceled("the transport dropped the subscription")));
    }
}

impl Channel {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the stream. Only the first call has an effect.
    fn close(&self, error: Option<Error>) {
        let mut queue = self.lock();
        if !queue.ended {
            queue.ended = true;
            queue.error = error;
            wake(queue);
        }
    }
}

/// Wakes the receiver if it waits for an item. It may run at once on another thread, which then finds the queue unlocked.
#[inline]
fn wake(mut queue: MutexGuard<'_, Queue>) {
    let receiver = queue.receiver.take();
    drop(queue);
    if let Some(receiver) = receiver {
        receiver.wake();
    }
}

impl Queue {
    /// Returns whether an event of this size fits. An empty queue takes an event of any size.
    #[inline]
    fn has_space(&self, capacity: Capacity, size: usize) -> bool {
        self.is_empty() || self.len() < capacity.events && self.bytes().saturating_add(size) <= capacity.bytes
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.first.is_none() && self.more.as_ref().is_none_or(|more| more.items.is_empty())
    }

    fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.as_ref().map_or(0, |more| more.items.len())
    }

    /// Returns the size of the items, in bytes.
    fn bytes(&self) -> usize {
        let first = self.first.as_ref().map_or(0, Payload::held);
        first.saturating_add(self.more.as_ref().map_or(0, |more| more.bytes))
    }

    fn drop_oldest(&mut self) {
        if self.first.take().is_none()
            && let Some(more) = &mut self.more
            && let Some(Ok(event)) = more.items.pop_front()
        {
            more.bytes = more.bytes.saturating_sub(size_of_event(&event));
        }
    }

    #[inline]
    fn push(&mut self, item: Result<Event, Error>, size: usize) {
        match item {
            Ok(Event::Next(payload)) if self.is_empty() => self.first = Some(payload),
            item => self.push_more(item, size),
        }
    }

    fn push_more(&mut self, item: Result<Event, Error>, size: usize) {
        let more = self.more.get_or_insert_default();
        if more.items.capacity() == 0 {
            more.items.reserve(self.last_batch as usize);
        }
        more.bytes = more.bytes.saturating_add(size);
        more.items.push_back(item);
    }

    /// Queues the report of events that were dropped.
    fn flush_lagged(&mut self) {
        if self.lagged > 0 {
            let lagged = std::mem::take(&mut self.lagged);
            self.push(Err(Error::lagged(lagged)), 0);
        }
    }
}

/// Returns how many bytes of memory an event keeps alive.
fn size_of_event(event: &Event) -> usize {
    match event {
        Event::Next(payload) => payload.held(),
        Event::Reconnected | Event::Head(_) => 0,
    }
}

impl Stream for EventReceiver {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(item) = self.taken.as_mut().and_then(|taken| taken.items.pop_front()) {
            return Poll::Ready(Some(item));
        }
        if self.ended {
            return Poll::Ready(None);
        }
        let this = &mut *self;
        let mut queue = this.channel.lock();
        if queue.is_empty() {
            queue.flush_lagged();
        }
        if queue.is_empty() {
            if !queue.ended {
                queue.receiver = Some(context.waker().clone());
                queue.is_slow = false;
                // A waiting subscription keeps no memory for events, as there may be thousands of them.
                queue.more = None;
                this.taken = None;
                return Poll::Pending;
            }
            this.ended = true;
            return Poll::Ready(queue.error.take().map(Err));
        }
        let first = queue.first.take();
        let sender_waiting = std::mem::take(&mut queue.sender_waiting);
        queue.last_batch = 0;
        if let Some(more) = &mut queue.more {
            let length = u32::try_from(more.items.len()).unwrap_or(u32::MAX);
            more.bytes = 0;
            queue.last_batch = length;
            std::mem::swap(&mut this.taken, &mut queue.more);
        }
        drop(queue);
        if sender_waiting {
            this.channel.settings.sender_waker.wake();
        }
        let item = match first {
            Some(payload) => Some(Ok(Event::Next(payload))),
            None => this.taken.as_mut().and_then(|taken| taken.items.pop_front()),
        };
        Poll::Ready(item)
    }
}

impl Drop for EventReceiver {
    fn drop(&mut self) {
        let mut queue = self.channel.lock();
        let ended = queue.ended;
        let sender_waiting = std::mem::take(&mut queue.sender_waiting);
        // They are dropped without the lock.
        let _items = (queue.first.take(), queue.more.take(), queue.receiver.take());
        let cancel = queue.cancel.take();
        drop(queue);
        if sender_waiting {
            self.channel.settings.sender_waker.wake();
        }
        if let Some(cancel) = cancel
            && !ended
        {
            cancel();
        }
    }
}

impl fmt::Debug for EventSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSender").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, StreamExt};

    use super::*;

    fn small(bytes: usize, overflow: Overflow) -> (EventSender, EventReceiver) {
        with_capacity(Capacity { events: 4, bytes }, overflow)
    }

    fn with_capacity(capacity: Capacity, overflow: Overflow) -> (EventSender, EventReceiver) {
        let settings = Settings {
            capacity,
            overflow,
            ..Settings::default()
        };
        channel(Arc::new(settings), Box::new(|| {}))
    }

    fn event(name: u8, bytes: usize) -> Event {
        Event::Next(Payload::from_bytes(vec![name; bytes]))
    }

    /// Returns the names of the queued events, with `?` for the report of lost ones.
    fn queued(receiver: &mut EventReceiver) -> String {
        let mut names = String::new();
        while let Some(Some(item)) = receiver.next().now_or_never() {
            names.push(match item {
                Ok(Event::Next(payload)) => char::from(payload.as_bytes()[0]),
                _ => '?',
            });
        }
        names
    }

    #[test]
    fn the_capacity_counts_events_and_bytes() {
        for (overflow, few_bytes, few_events) in [
            (Overflow::Lag, "ab", "abcd"),
            (Overflow::DropOldest, "ef", "cdef"),
            (Overflow::Block, "ab", "abcd"),
        ] {
            for (bytes, kept) in [(25, few_bytes), (1000, few_events)] {
                let (sender, mut receiver) = small(bytes, overflow);
                for name in b'a'..=b'f' {
                    let sent = sender.try_send(event(name, 10), false);
                    let full = sent.is_err();
                    assert_eq!(
                        full,
                        overflow == Overflow::Block && !kept.contains(char::from(name))
                    );
                }
                let names = queued(&mut receiver);
                assert_eq!(names.trim_end_matches('?'), kept, "{overflow:?} {bytes}");
                // Receiving frees the whole capacity.
                assert!(sender.try_send(event(b'x', 25), false).is_ok());
                assert_eq!(queued(&mut receiver), "x");
            }
        }
    }

    #[test]
    fn an_empty_channel_takes_an_event_of_any_size() {
        for overflow in [Overflow::Lag, Overflow::DropOldest, Overflow::Block] {
            let (sender, mut receiver) = small(10, overflow);
            assert!(sender.try_send(event(b'a', 1000), false).is_ok());
            let _ = sender.try_send(event(b'b', 1), false);
            let kept = if overflow == Overflow::DropOldest {
                "b"
            } else {
                "a"
            };
            assert_eq!(queued(&mut receiver).trim_end_matches('?'), kept, "{overflow:?}");
        }
    }

    #[test]
    fn a_channel_without_capacity_holds_one_event() {
        let capacity = Capacity { events: 0, bytes: 0 };
        let (sender, mut receiver) = with_capacity(capacity, Overflow::DropOldest);
        for name in b'a'..=b'c' {
            assert!(sender.try_send(event(name, 1), false).is_ok());
        }
        assert_eq!(queued(&mut receiver), "c");
    }
}
