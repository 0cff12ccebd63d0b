//! A timer of the browser as a future.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::Instant;
use crate::browser;

/// A future that completes at a point in time.
pub(in crate::transport) struct Sleep {
    deadline: Instant,
    /// The timer, which is set by the first poll. If the deadline has moved when it fires, it is set again.
    timer: Option<Timer>,
}

impl Sleep {
    pub(super) fn new(deadline: Instant) -> Self {
        Self {
            deadline,
            timer: None,
        }
    }

    /// Returns the point in time.
    pub(in crate::transport) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Moves the deadline.
    pub(in crate::transport) fn reset(&mut self, deadline: Instant) {
        self.deadline = deadline;
        if self.timer.as_ref().is_some_and(|timer| timer.fires_at > deadline) {
            self.timer = None;
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some(timer) = &self.timer
            && timer.is_pending(context)
        {
            return Poll::Pending;
        }
        let now = Instant::now();
        if now >= self.deadline {
            self.timer = None;
            return Poll::Ready(());
        }
        let timer = Timer::start(now, now.until(self.deadline));
        timer.is_pending(context);
        self.timer = Some(timer);
        Poll::Pending
    }
}

/// A call of `setTimeout`, which is canceled when the timer is dropped.
struct Timer {
    fires_at: Instant,
    id: i32,
    state: Rc<TimerState>,
    _callback: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct TimerState {
    fired: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Timer {
    fn start(now: Instant, duration: Duration) -> Self {
        // A larger number would be treated as zero.
        let milliseconds = i32::try_from(duration.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
        let state = Rc::new(TimerState::default());
        let fired = state.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            fired.fired.set(true);
            let waker = fired.waker.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        let id = browser::global().set_timeout_with_callback_and_timeout_and_arguments_0(
            callback.as_ref().unchecked_ref(),
            milliseconds,
        );
        Self {
            fires_at: now + Duration::from_millis(u64::from(milliseconds.unsigned_abs())),
            // The call does not fail.
            id: id.unwrap_or_default(),
            state,
            _callback: callback,
        }
    }

    /// Returns whether it has not fired. If so, the task is woken when it does.
    fn is_pending(&self, context: &Context<'_>) -> bool {
        let is_pending = !self.state.fired.get();
        if is_pending {
            *self.state.waker.borrow_mut() = Some(context.waker().clone());
        }
        is_pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if !self.state.fired.get() {
            browser::global().clear_timeout_with_handle(self.id);
        }
    }
}
