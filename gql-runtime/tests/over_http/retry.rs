//! Retries of queries. Mutations are never sent again.

use std::time::Duration;

use gql_runtime::Client;
use gql_runtime::transport::{Backoff, Http};

use crate::operations::{Get, Number, Set};
use crate::server::Server;

#[tokio::test]
async fn a_query_is_sent_again_after_silence() {
    let server = Server::start(|mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        if seen.connection == 0 {
            let begin = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{";
            connection.send(begin).await;
            connection.gone().await;
        } else {
            connection.json("200 OK", r#"{"data":{"n":1}}"#).await;
        }
    })
    .await;
    let http = Http::new(&server.endpoint())
        .read_timeout(Duration::from_millis(100))
        .retry(
            Backoff::new()
                .max_attempts(1)
                .initial_delay(Duration::from_millis(1)),
        );
    let data = Client::new(http).query(Get { id: 1 }).data().await.unwrap();
    assert_eq!(data, Number { n: 1 });
    assert_eq!(server.seen().len(), 2);
}

/// `Retry-After` may be a date, relative to that of the response.
#[tokio::test]
async fn a_query_is_sent_again_at_the_date_that_the_server_names() {
    const LATER: &str =
        "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:49:38 GMT\r\n";
    let server = Server::start(|mut connection| async move {
        if connection.request().await.is_some() {
            connection.respond("429 Too Many Requests", LATER, b"").await;
        }
        while connection.request().await.is_some() {
            connection.json("200 OK", r#"{"data":{"n":1}}"#).await;
        }
    })
    .await;
    let retry = Backoff::new()
        .max_attempts(1)
        .initial_delay(Duration::from_millis(1));
    let client = Client::new(Http::new(&server.endpoint()).retry(retry));
    let start = std::time::Instant::now();
    client.query(Get { id: 1 }).data().await.unwrap();
    assert!(
        start.elapsed() >= Duration::from_millis(990),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn ht_011_only_queries_are_sent_again() {
    let server = Server::start(|mut connection| async move {
        // The connection is lost twice, then the server is busy once.
        if connection.request().await.is_some_and(|seen| seen.connection < 2) {
            return;
        }
        connection
            .respond("503 Service Unavailable", "retry-after: 0\r\n", b"")
            .await;
        while connection.request().await.is_some() {
            connection.json("200 OK", r#"{"data":{"n":1}}"#).await;
        }
    })
    .await;
    let retry = Backoff::new()
        .max_attempts(3)
        .initial_delay(Duration::from_millis(1));
    let client = Client::new(Http::new(&server.endpoint()).retry(retry));
    assert!(client.mutate(Set { id: 1 }).await.unwrap_err().is_closed());
    assert_eq!(server.seen().len(), 1);
    assert_eq!(
        client.query(Get { id: 1 }).await.unwrap().data,
        Some(Number { n: 1 })
    );
    assert_eq!(server.seen().len(), 4);
}
