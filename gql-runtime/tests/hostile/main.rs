//! Servers that send without end, or more than the limits allow. Each of them causes an error, and the client's memory is
//! bounded.
//!
//! `cargo test -p gql-runtime --test hostile -- --nocapture` prints the amount sent, the error, and the peak memory.

mod bodies;
mod server;
mod streams;
mod websocket;

use std::alloc::System;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use gql_runtime::Error;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::time::timeout;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static ALONE: Mutex<()> = Mutex::new(());

const MIB: usize = 1 << 20;
/// The limits that the tests set, which are below the defaults to save time.
const LIMIT: usize = MIB;

fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}

/// Samples the allocated memory. A peak of less than a millisecond may be missed, but unbounded growth is not.
struct Peak {
    most: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
    sampler: Option<thread::JoinHandle<()>>,
}

impl Peak {
    fn begin() -> Self {
        let (most, over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (sampled, stop, before) = (most.clone(), over.clone(), held());
        let sampler = thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                sampled.fetch_max(held().saturating_sub(before), Ordering::Relaxed);
                thread::sleep(Duration::from_micros(200));
            }
        });
        Self {
            most,
            over,
            sampler: Some(sampler),
        }
    }

    fn end(mut self) -> usize {
        self.over.store(true, Ordering::Relaxed);
        if let Some(sampler) = self.sampler.take() {
            sampler.join().unwrap();
        }
        self.most.load(Ordering::Relaxed)
    }
}

/// Runs a client against a hostile server. It must fail as expected, and allocate at most `limit` bytes.
fn hostile<F>(what: &str, limit: usize, expected: fn(&Error) -> bool, client: F)
where
    F: Future<Output = Error>,
{
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let peak = Peak::begin();
        let error = timeout(Duration::from_secs(60), client).await;
        let most = peak.end();
        let error = error.unwrap_or_else(|_| panic!("{what}: no error within a minute"));
        println!("{what}: {error}; at most {} KiB held", most / 1024);
        assert!(expected(&error), "{what}: {error:?}");
        assert!(most < limit, "{what}: {most} bytes held");
    });
}
