//! The status and headers of the response of events and of results in parts.

use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::Client;
use gql_runtime::subscription::Event;
use gql_runtime::transport::{Backoff, Deduplicate, Multipart, Sse};
use tokio::time::timeout;

use crate::multipart::{PART, ROUTER, SOON};
use crate::operations::{Get, Number, Watch};
use crate::server::{Connection, Server};

/// Sends the head of a stream, with the number of its connection.
async fn begin(connection: &mut Connection, number: usize, content_type: &str) {
    connection
        .send(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\nx-trace: {number}\r\ntransfer-encoding: chunked\r\n\r\n"
        ))
        .await;
}

#[tokio::test]
async fn mp_103_the_head_of_a_stream() {
    let server = Server::start(|mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        begin(&mut connection, seen.connection, ROUTER).await;
        connection.chunk([PART, "\r\n--graphql"].concat()).await;
        // The first two connections are lost, and no other follows.
    })
    .await;
    let policy = Backoff::new()
        .max_attempts(1)
        .initial_delay(Duration::from_millis(1));
    let transport = Multipart::new(&server.endpoint()).reconnect(policy);
    let mut events = Client::new(transport.clone()).subscribe(Watch { id: 1 });
    assert!(events.http().is_none());
    for connection in ["0", "1"] {
        let response = events.next().await.unwrap().unwrap();
        assert_eq!(response.http, None);
        let head = events.http().unwrap();
        assert_eq!(
            (head.status.as_u16(), &head.headers["x-trace"]),
            (200, &connection.parse().unwrap())
        );
    }
    drop(events);
    // An error has them, and so does a result that is awaited.
    let once = Client::new(transport.reconnect(None));
    let mut data = once.subscribe(Watch { id: 1 }).data();
    data.next().await.unwrap().unwrap();
    let trace = data.http().unwrap().headers["x-trace"].clone();
    let error = data.next().await.unwrap().unwrap_err();
    assert!(error.is_closed(), "{error:?}");
    assert_eq!(error.headers()["x-trace"], trace);
    let response = once.query(Get { id: 1 }).await.unwrap();
    assert!(response.http.unwrap().headers.contains_key("x-trace"));
}

#[tokio::test]
async fn mp_104_restarted_and_answered_by_one_result() {
    for content_type in [ROUTER, "text/event-stream"] {
        let server = Server::start(move |mut connection| async move {
            let Some(seen) = connection.request().await else {
                return;
            };
            if seen.connection == 0 {
                begin(&mut connection, 0, content_type).await;
                connection
                    .chunk(match content_type {
                        ROUTER => PART,
                        _ => "data: {\"data\":{\"n\":1}}\n\n",
                    })
                    .await;
            } else {
                connection.json("200 OK", r#"{"data":{"n":9}}"#).await;
            }
        })
        .await;
        let policy = Backoff::new()
            .max_attempts(1)
            .initial_delay(Duration::from_millis(1));
        let client = match content_type {
            ROUTER => Client::new(Multipart::new(&server.endpoint()).reconnect(policy)),
            _ => Client::new(Sse::new(&server.endpoint()).reconnect(policy)),
        };
        let events = client.subscribe(Watch { id: 1 }).events();
        let events: Vec<_> = timeout(SOON, events.map(Result::unwrap).collect()).await.unwrap();
        let [Event::Response(first), Event::Reconnected, Event::Response(last)] = &events[..] else {
            panic!("{events:?}");
        };
        assert_eq!(
            (&first.data, &last.data),
            (&Some(Number { n: 1 }), &Some(Number { n: 9 }))
        );
    }
}

#[tokio::test]
async fn mp_103_the_head_of_a_stream_that_is_shared() {
    let server = crate::multipart::streaming(ROUTER, &[PART, PART, PART]).await;
    let client = Client::new(Deduplicate::new(Multipart::new(&server.endpoint())));
    let mut first = client.subscribe(Watch { id: 1 });
    first.next().await.unwrap().unwrap();
    let mut late = client.subscribe(Watch { id: 1 });
    let both = async { tokio::join!(first.next(), late.next()) };
    timeout(SOON, both).await.unwrap();
    for events in [first, late] {
        assert_eq!(events.http().unwrap().headers["content-type"], ROUTER);
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn df_107_the_head_of_a_result_in_parts() {
    let server = Server::start(|mut connection| async move {
        while let Some(seen) = connection.request().await {
            begin(&mut connection, seen.connection, "multipart/mixed; boundary=\"-\"").await;
            connection
                .chunk("---\r\n\r\n{\"data\":{\"n\":1},\"hasNext\":true}\r\n---")
                .await;
            connection
                .chunk("\r\n\r\n{\"incremental\":[{\"data\":{\"n\":2},\"path\":[]}],\"hasNext\":false}\r\n-----\r\n")
                .await;
            connection.end().await;
        }
    })
    .await;
    for client in [
        Client::http(server.url()).unwrap(),
        Client::multipart(server.url()).unwrap(),
    ] {
        let snapshots: Vec<_> = client.query(Get { id: 1 }).incremental().collect().await;
        assert_eq!(snapshots.len(), 2);
        for snapshot in snapshots {
            let head = snapshot.unwrap().response.http.unwrap();
            assert!(head.headers.contains_key("x-trace"));
        }
    }
}
