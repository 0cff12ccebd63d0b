//! A server that is killed and restarted two hundred times, under load.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gql_runtime::subscription::Event;
use gql_runtime::transport::Backoff;
use gql_runtime::transport::websocket::{ConnectionState, Observation, Subprotocols};
use gql_runtime::{Client, OperationKind, Request, Subscription};
use tokio::io::DuplexStream;
use tokio::runtime::{Builder, Handle};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep, timeout};

use crate::alone;
use crate::server::{Door, Peer, id};

const ROUNDS: u64 = 200;
const SUBSCRIPTIONS: usize = 8;
const WORKERS: u64 = 3;
const MOMENT: Duration = Duration::from_millis(1);
const LIMIT: Duration = Duration::from_secs(120);

/// The state of the server that survives restarts.
#[derive(Default)]
struct Store {
    /// The number of the last event of each subscription.
    events: [AtomicU64; SUBSCRIPTIONS],
    /// The number of times that each subscription was started.
    starts: [AtomicU64; SUBSCRIPTIONS],
    /// The number of times that each mutation was run, by its key.
    mutations: Mutex<HashMap<u64, u32>>,
}

impl Store {
    fn events(&self) -> u64 {
        self.events.iter().map(|last| last.load(Relaxed)).sum()
    }
}

/// Serves one connection. Returns `None` if the client has disconnected.
async fn serve(io: DuplexStream, store: Arc<Store>) -> Option<()> {
    let mut peer = Peer::accept(io).await?;
    let mut running: Vec<(String, usize)> = Vec::new();
    let mut tick = interval(MOMENT);
    loop {
        let message = tokio::select! {
            message = peer.receive() => message?,
            _ = tick.tick() => {
                for (id, key) in &running {
                    let number = store.events[*key].fetch_add(1, Relaxed) + 1;
                    peer.next(id, number).await?;
                }
                continue;
            }
        };
        let id = id(&message);
        if message["type"] == "complete" {
            running.retain(|(other, _)| *other != id);
            continue;
        }
        let key = message["payload"]["variables"]["key"].as_u64().unwrap();
        match message["payload"]["query"].as_str().unwrap() {
            "subscription" => {
                let key = usize::try_from(key).unwrap();
                store.starts[key].fetch_add(1, Relaxed);
                running.push((id, key));
                continue;
            }
            "mutation" => *store.mutations.lock().unwrap().entry(key).or_default() += 1,
            _ => {}
        }
        peer.next(&id, key).await?;
        peer.complete(&id).await?;
    }
}

/// Accepts clients until `over` returns true, and then drops all connections at once.
async fn live(door: &Door, store: &Arc<Store>, mut over: impl FnMut() -> bool) {
    let mut incoming = door.open();
    let mut connections = JoinSet::new();
    while !over() {
        tokio::select! {
            Some(io) = incoming.recv() => drop(connections.spawn(serve(io, store.clone()))),
            () = sleep(MOMENT) => {}
        }
    }
    door.close();
    connections.shutdown().await;
}

fn request(document: &'static str, kind: OperationKind, key: u64) -> Request {
    let mut request = Request::new(document);
    request.kind = Some(kind);
    request.set_variables(&serde_json::json!({ "key": key })).unwrap();
    request
}

/// Reads to the end, and returns the number of reconnections. Events may only be missing after a reconnection.
async fn read(events: Subscription<u64>, seen: Arc<AtomicU64>) -> u64 {
    let mut events = events.events();
    let (mut gaps, mut last, mut after_gap) = (0, 0, false);
    while let Some(item) = events.next().await {
        match item.unwrap() {
            Event::Reconnected => {
                gaps += 1;
                after_gap = true;
            }
            Event::Response(response) => {
                let number = response.into_result().unwrap();
                assert!(
                    number == last + 1 || number > last && after_gap,
                    "{number} after {last}: a gap that was not reported"
                );
                (last, after_gap) = (number, false);
                seen.store(number, Relaxed);
            }
            other => panic!("{other:?}"),
        }
    }
    gaps
}

/// Runs queries, none of which may fail, and returns their number.
async fn query(client: Client, stop: Arc<AtomicBool>) -> u64 {
    let mut run = 0;
    while !stop.load(Relaxed) {
        let response = client
            .execute_raw::<u64>(request("query", OperationKind::Query, run))
            .await;
        assert_eq!(response.unwrap().into_result().unwrap(), run);
        run += 1;
        sleep(MOMENT / 4).await;
    }
    run
}

/// Runs mutations with unique keys, and returns the keys of those that succeeded and of those that failed.
async fn mutate(client: Client, worker: u64, stop: Arc<AtomicBool>) -> (Vec<u64>, Vec<u64>) {
    let (mut answered, mut failed) = (Vec::new(), Vec::new());
    for key in (worker..).step_by(WORKERS as usize) {
        if stop.load(Relaxed) {
            break;
        }
        match client
            .execute_raw::<u64>(request("mutation", OperationKind::Mutation, key))
            .await
        {
            Ok(response) => {
                assert_eq!(response.into_result().unwrap(), key);
                answered.push(key);
            }
            Err(error) => {
                assert!(error.is_closed(), "{error:?}");
                failed.push(key);
            }
        }
        sleep(MOMENT / 4).await;
    }
    (answered, failed)
}

async fn chaos(subprotocols: Subprotocols) {
    let tasks = Handle::current().metrics().num_alive_tasks();
    let (door, store) = (Door::default(), Arc::new(Store::default()));
    let reconnects = Arc::new(AtomicU64::new(0));
    let counter = reconnects.clone();
    let policy = Backoff::new()
        .max_attempts(u32::MAX)
        .initial_delay(MOMENT)
        .max_delay(3 * MOMENT);
    let socket = door
        .client(16 * 1024)
        .subprotocols(subprotocols)
        .reconnect(policy)
        .retry(Backoff::new())
        .close_timeout(100 * MOMENT)
        .observe(move |observation| {
            if let Observation::State(ConnectionState::Connected {
                reconnected: true, ..
            }) = observation
            {
                counter.fetch_add(1, Relaxed);
            }
        });
    let client = Client::new(socket.clone());
    let (stop, start) = (Arc::new(AtomicBool::new(false)), Instant::now());

    let mut readers = Vec::new();
    for key in 0..SUBSCRIPTIONS {
        let request = request("subscription", OperationKind::Subscription, key as u64);
        let events = client.subscribe_raw(request);
        let control = events.abort_handle();
        let seen = Arc::new(AtomicU64::new(0));
        readers.push((tokio::spawn(read(events, seen.clone())), control, seen));
    }
    // All of them are on the first connection, so that each sees every other one.
    live(&door, &store, || {
        readers.iter().all(|(.., seen)| seen.load(Relaxed) > 0)
    })
    .await;
    let queries: Vec<_> = (0..WORKERS)
        .map(|_| tokio::spawn(query(client.clone(), stop.clone())))
        .collect();
    let mutations: Vec<_> = (0..WORKERS)
        .map(|worker| tokio::spawn(mutate(client.clone(), worker, stop.clone())))
        .collect();

    for round in 1..ROUNDS {
        // Every fourth server is killed at any time: before the upgrade, during it, or before the acknowledgment.
        let (hasty, before, mut asked) = (round % 4 == 0, store.events(), 0);
        live(&door, &store, || {
            asked += 1;
            if hasty {
                asked > round % 7
            } else {
                store.events() > before + 3 * SUBSCRIPTIONS as u64
            }
        })
        .await;
    }

    // The server stays up. Every subscription gets an event and is then stopped.
    let before: Vec<_> = store.events.iter().map(|last| last.load(Relaxed)).collect();
    let (mut stopped, mut gaps) = (None, Vec::new());
    live(&door, &store, || {
        let caught_up = || {
            readers
                .iter()
                .zip(&before)
                .all(|((.., seen), before)| seen.load(Relaxed) > *before)
        };
        if stopped.is_none() && caught_up() {
            stop.store(true, Relaxed);
            readers.iter().for_each(|(_, control, _)| control.abort());
            stopped = Some(Instant::now());
        }
        stopped.is_some()
            && readers.iter().all(|(reader, ..)| reader.is_finished())
            && queries.iter().all(|worker| worker.is_finished())
            && mutations.iter().all(|worker| worker.is_finished())
    })
    .await;
    for (reader, ..) in readers {
        gaps.push(reader.await.unwrap());
    }
    let reconnects = reconnects.load(Relaxed);
    assert!(reconnects >= ROUNDS / 2, "{reconnects}");
    // Each start except the first follows a reconnection. A connection may be lost before it carried a request, in which
    // case nothing is missing.
    for (gaps, starts) in gaps.iter().zip(&store.starts) {
        let starts = starts.load(Relaxed);
        assert!(
            (starts - 1..=reconnects).contains(gaps),
            "{gaps} gaps, {starts} starts, {reconnects} reconnects"
        );
    }

    let mut queried = 0;
    for worker in queries {
        queried += worker.await.unwrap();
    }
    let (mut answered, mut failed) = (0, 0);
    let runs = store.mutations.lock().unwrap().clone();
    for worker in mutations {
        let (good, bad) = worker.await.unwrap();
        assert!(good.iter().all(|key| runs.get(key) == Some(&1)));
        assert!(bad.iter().all(|key| runs.get(key).is_none_or(|runs| *runs == 1)));
        answered += good.len();
        failed += bad.len();
    }
    assert!(runs.values().all(|runs| *runs == 1), "no mutation is run twice");
    assert!(queried > 0 && answered > 0);

    socket.close().await;
    drop((socket, client));
    while Handle::current().metrics().num_alive_tasks() > tasks {
        sleep(MOMENT).await;
    }
    println!(
        "{subprotocols:?}: {ROUNDS} lives of the server in {:?}: {reconnects} reconnects, {} events for {SUBSCRIPTIONS} subscriptions, \
         {queried} queries, {answered} mutations answered and {failed} failed",
        start.elapsed(),
        store.events(),
    );
}

#[test]
fn the_server_is_killed_two_hundred_times() {
    for subprotocols in [Subprotocols::GraphqlTransportWs, Subprotocols::GraphqlWs] {
        alone(Builder::new_multi_thread().worker_threads(2), async move {
            let living = timeout(LIMIT, chaos(subprotocols));
            living.await.expect("nothing hangs");
        });
    }
}
