//! A reader that never reads does not affect the others on its socket.

use std::time::{Duration, Instant};

use gql_runtime::{Client, Request, Subscription};
use tokio::runtime::Builder;

use crate::server::{Door, Peer, id};
use crate::{alone, held};

const READERS: usize = 50;
const EVENTS: u64 = 500;
/// The maximum number of events that wait for each reader.
const BUFFER: usize = 64;
/// The maximum memory that an event keeps of the frames that arrived with it, which is the read size of the transport.
const KEPT: usize = 32 * 1024;

/// Sends every event to all subscriptions in turn, and then completes them.
async fn serve(door: Door) -> Option<()> {
    let mut peer = Peer::accept(door.open().recv().await?).await?;
    let mut ids = Vec::new();
    while ids.len() < READERS + 1 {
        ids.push(id(&peer.receive().await?));
    }
    let padding = " ".repeat(200);
    for event in 0..EVENTS {
        for id in &ids {
            let text = format!(r#"{{"id":"{id}","type":"next",{padding}"payload":{{"data":{event}}}}}"#);
            peer.send(text).await?;
        }
    }
    for id in &ids {
        peer.complete(id).await?;
    }
    while peer.receive().await.is_some() {}
    Some(())
}

/// Reads all events, in order and without a loss.
async fn read(mut events: Subscription<u64>) {
    for expected in 0..EVENTS {
        let response = events.next().await.unwrap().unwrap();
        assert_eq!(response.into_result().unwrap(), expected);
    }
    assert!(events.next().await.is_none());
}

/// Returns how long the readers take next to one that reads or does not, and the memory for the one that does not.
async fn flood(stalled: bool) -> (Duration, usize) {
    let door = Door::default();
    let server = tokio::spawn(serve(door.clone()));
    tokio::task::yield_now().await;
    let client = Client::new(door.client(64 * 1024).buffer(BUFFER));
    let subscribe = || {
        client
            .subscribe_raw::<u64>(Request::new("subscription { number }"))
            .start()
    };
    let more = subscribe();
    let mut streams: Vec<_> = (0..READERS).map(|_| subscribe()).collect();
    let before = held();
    let start = Instant::now();
    let mut left = Some(more);
    streams.extend(left.take_if(|_| !stalled));
    let readers: Vec<_> = streams
        .into_iter()
        .map(|events| tokio::spawn(read(events)))
        .collect();
    for reader in readers {
        reader.await.unwrap();
    }
    let (time, kept) = (start.elapsed(), held().saturating_sub(before));
    if let Some(mut left) = left {
        let mut missed = 0;
        let mut read = 0;
        while let Some(item) = left.next().await {
            match item {
                Ok(_) => read += 1,
                Err(error) => missed += error.missed(),
            }
        }
        assert_eq!(read, BUFFER as u64, "what there was room for");
        assert_eq!(missed, EVENTS - read, "it is told what it missed");
    }
    server.abort();
    (time, kept)
}

#[test]
fn con_004_a_reader_that_never_reads_does_not_affect_others() {
    alone(&mut Builder::new_current_thread(), async {
        let (without, _) = flood(false).await;
        let (with, kept) = flood(true).await;
        let events = READERS as u64 * EVENTS;
        println!(
            "{events} events for {READERS} readers: {without:?}; beside one that does not read: {with:?}, {} KiB held",
            kept / 1024
        );
        assert!(
            with <= without * 3 + Duration::from_millis(500),
            "{with:?} instead of {without:?}"
        );
        assert!(kept <= BUFFER * KEPT, "{kept} bytes held for it");
    });
}

/// The maximum number of bytes that wait for a reader, and the size of an event.
const BUFFER_BYTES: usize = 4 << 20;
const LARGE: usize = 1 << 20;

/// Sends large events, more than fit into the buffer.
async fn serve_large(door: Door, events: usize) -> Option<()> {
    let mut peer = Peer::accept(door.open().recv().await?).await?;
    let id = id(&peer.receive().await?);
    let text = format!(
        r#"{{"id":"{id}","type":"next","payload":{{"data":"{}"}}}}"#,
        "x".repeat(LARGE)
    );
    for _ in 0..events {
        peer.send(text.clone()).await?;
    }
    peer.complete(&id).await?;
    while peer.receive().await.is_some() {}
    Some(())
}

#[test]
fn con_004_large_events_do_not_fill_the_memory() {
    alone(&mut Builder::new_current_thread(), async {
        const SENT: usize = 40;
        let door = Door::default();
        let server = tokio::spawn(serve_large(door.clone(), SENT));
        tokio::task::yield_now().await;
        let socket = door.client(64 * 1024).max_buffer_size(BUFFER_BYTES);
        let client = Client::new(socket.clone());
        let before = held();
        let mut events = client
            .subscribe_raw::<String>(Request::new("subscription { text }"))
            .start();
        // The operation is complete once all events have arrived, before the connection has been idle for long enough.
        let mut most = 0;
        for _ in 0..400 {
            tokio::time::sleep(Duration::from_millis(5)).await;
            most = most.max(held().saturating_sub(before));
        }
        let (mut read, mut missed) = (0, 0);
        while let Some(item) = events.next().await {
            match item {
                Ok(response) => {
                    assert_eq!(response.data.unwrap().len(), LARGE);
                    read += 1;
                }
                Err(error) => missed += error.missed(),
            }
        }
        println!(
            "{SENT} events of 1 MiB for a reader that does not read: {} KiB held at most",
            most / 1024
        );
        assert_eq!(read, 3, "four do not fit with what is around them");
        assert_eq!(read + missed, SENT as u64);
        // In addition to the waiting events, one event is in transit at the server and one at the client.
        assert!(most <= BUFFER_BYTES + 6 * LARGE, "{most} bytes held");
        server.abort();
    });
}
