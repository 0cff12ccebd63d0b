//! The memory of idle subscriptions and connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gql_runtime::{Client, Request, Subscription};
use tokio::runtime::Builder;
use tokio::time::{sleep, timeout};

use crate::server::{Door, Peer, id};
use crate::{alone, held};

const SUBSCRIPTIONS: usize = 10_000;
const SOCKETS: usize = 1_000;

/// Sends one event to every subscription, and counts the ended ones.
async fn serve(door: Door, ended: Arc<AtomicUsize>) {
    let mut incoming = door.open();
    while let Some(io) = incoming.recv().await {
        let ended = ended.clone();
        tokio::spawn(async move {
            let mut peer = Peer::accept(io).await?;
            while let Some(message) = peer.receive().await {
                if message["type"] == "subscribe" {
                    peer.next(&id(&message), 7).await?;
                } else {
                    ended.fetch_add(1, Ordering::Relaxed);
                }
            }
            Some(())
        });
    }
}

/// Starts a subscription with a document of some length. The document is one static string, but the requests are not.
fn subscribe(client: &Client, number: usize) -> Subscription<u64> {
    let mut request = Request::new("subscription OnTick($number: Int!) { tick(number: $number) }");
    request
        .set_variables(&serde_json::json!({ "number": number }))
        .unwrap();
    client.subscribe_raw(request).start()
}

async fn event(subscription: &mut Subscription<u64>) {
    let response = subscription.next().await.unwrap().unwrap();
    assert_eq!(response.into_result().unwrap(), 7);
}

#[test]
fn ten_thousand_subscriptions_on_one_socket() {
    alone(&mut Builder::new_current_thread(), async {
        let (door, ended) = (Door::default(), Arc::new(AtomicUsize::new(0)));
        let server = tokio::spawn(serve(door.clone(), ended.clone()));
        tokio::task::yield_now().await;
        let client = Client::new(door.client(64 * 1024));
        let mut streams = Vec::with_capacity(SUBSCRIPTIONS);
        // The connection itself is not counted.
        let mut first = subscribe(&client, 0);
        event(&mut first).await;

        let before = held();
        streams.extend((1..=SUBSCRIPTIONS).map(|number| subscribe(&client, number)));
        for subscription in &mut streams {
            event(subscription).await;
        }
        let each = held().saturating_sub(before) / SUBSCRIPTIONS;
        println!(
            "{SUBSCRIPTIONS} idle subscriptions on one socket: {each} bytes each, and {} in the reader's hand",
            size_of::<Subscription<u64>>()
        );
        assert!(each > 0, "memory is counted");
        assert!(each <= 1024, "{each} bytes for an idle subscription");

        streams.clear();
        let all_ended = async {
            while ended.load(Ordering::Relaxed) < SUBSCRIPTIONS {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(Duration::from_secs(30), all_ended)
            .await
            .expect("the server is told of each");
        let left = held().saturating_sub(before) / SUBSCRIPTIONS;
        println!("after they were dropped: {left} bytes each");
        assert!(left <= 128, "{left} bytes left by each");
        server.abort();
    });
}

#[test]
fn a_thousand_sockets() {
    alone(&mut Builder::new_current_thread(), async {
        let (door, ended) = (Door::default(), Arc::new(AtomicUsize::new(0)));
        let server = tokio::spawn(serve(door.clone(), ended));
        tokio::task::yield_now().await;
        let mut clients = Vec::with_capacity(SOCKETS);

        let before = held();
        for number in 0..SOCKETS {
            let client = Client::new(door.client(1024));
            let mut subscription = subscribe(&client, number);
            event(&mut subscription).await;
            clients.push((client, subscription));
        }
        let each = held().saturating_sub(before) / SOCKETS;
        println!(
            "{SOCKETS} sockets with one idle subscription: {each} bytes each, the server's end among them"
        );
        assert!(each > 0, "memory is counted");
        assert!(each <= 64 * 1024, "{each} bytes for a socket");
        server.abort();
    });
}
