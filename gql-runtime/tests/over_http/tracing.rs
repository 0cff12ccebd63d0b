//! The events of the HTTP transports for the crate `tracing`, which contain nothing confidential.

use std::time::Duration;

use gql_runtime::Client;
use gql_runtime::transport::{Backoff, Endpoint, Http, Multipart};

use crate::collector::Collector;
use crate::multipart::{PART, ROUTER};
use crate::operations::{Get, Watch};
use crate::server::Server;

/// Contained in a header, in the URL, in the responses and, as a number, in the variables.
const SECRET: &str = "20251987";

fn endpoint(server: &Server) -> Endpoint {
    Endpoint::builder(format!("{}?token={SECRET}", server.url()))
        .bearer_auth(SECRET)
        .build()
        .unwrap()
}

fn secret() -> u32 {
    SECRET.parse().unwrap()
}

#[tokio::test]
async fn obs_003_queries_over_http() {
    let (collector, _guard) = Collector::start();
    let server = Server::start(|mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        assert!(seen.line.contains(SECRET) && String::from_utf8_lossy(&seen.body).contains(SECRET));
        let (status, body) = match seen.connection {
            0 => ("503 Service Unavailable", ""),
            1 => ("200 OK", r#"{"data":{"n":1}}"#),
            _ => ("401 Unauthorized", r#"{"message":"20251987 is no token"}"#),
        };
        connection
            .respond(status, "connection: close\r\n", body.as_bytes())
            .await;
    })
    .await;
    let retry = Backoff::new()
        .max_attempts(1)
        .initial_delay(Duration::from_millis(1));
    let client = Client::new(Http::new(&endpoint(&server)).retry(retry));
    client.query(Get { id: secret() }).await.unwrap();
    let error = client.query(Get { id: secret() }).await.unwrap_err();
    assert!(error.to_string().contains(SECRET), "{error}");
    assert_eq!(
        collector.lines(),
        [
            r#"1: graphql transport="http" operation="Get" kind="query""#,
            "1: WARN retrying error=Status status=503 delay",
            "1: status=200",
            "1: DEBUG answered status=200",
            r#"2: graphql transport="http" operation="Get" kind="query""#,
            "2: status=401",
            "2: error=Status",
            "2: WARN failed error=Status status=401",
        ]
    );
    assert!(!collector.lines().join("\n").contains(SECRET));
}

#[tokio::test]
async fn obs_003_a_subscription_over_multipart() {
    let (collector, _guard) = Collector::start();
    let server = Server::start(|mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        if seen.connection == 1 {
            connection
                .respond("503 Service Unavailable", "", SECRET.as_bytes())
                .await;
            return;
        }
        connection.stream(ROUTER).await;
        connection.chunk(PART).await;
        if seen.connection == 2 {
            connection.chunk("\r\n--graphql--").await;
        }
    })
    .await;
    let policy = Backoff::new().initial_delay(Duration::from_millis(1));
    let transport = Multipart::new(&endpoint(&server)).reconnect(policy);
    let mut events = Client::new(transport).subscribe(Watch { id: secret() });
    while events.next().await.is_some() {}
    assert_eq!(
        collector.lines(),
        [
            r#"1: graphql transport="multipart" operation="Watch" kind="subscription""#,
            "1: status=200",
            "1: DEBUG answered status=200",
            "1: TRACE event",
            "1: WARN reconnecting error=Closed status=200 attempt=1 delay",
            "1: WARN reconnecting error=Status status=503 attempt=2 delay",
            "1: WARN reconnected",
            "1: status=200",
            "1: DEBUG answered status=200",
            "1: TRACE event",
            "1: DEBUG complete",
        ]
    );
    assert!(!collector.lines().join("\n").contains(SECRET));
}
