//! Timeouts of slow refusals and of providers of headers, and bodies that do not match their head.

use std::io::Write;
use std::time::Duration;

use ::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;
use gql_runtime::transport::{Backoff, Endpoint, Http, Multipart};
use gql_runtime::{Client, Error};
use tokio::time::timeout;

use crate::multipart::SOON;
use crate::operations::{Get, Number, Watch};
use crate::server::Server;

/// A server that sends this head, and then one byte every 10 ms, without end.
async fn trickling(head: &'static str, begin: &'static str) -> Server {
    Server::start(move |mut connection| async move {
        connection.request().await;
        connection
            .send(format!("HTTP/1.1 {head}transfer-encoding: chunked\r\n\r\n"))
            .await;
        connection.chunk(begin).await;
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            connection.chunk(" ").await;
        }
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn mp_101_a_refusal_that_trickles() {
    let server = trickling(
        "503 Service Unavailable\r\ncontent-type: text/plain\r\nx-trace: 7\r\n",
        "too many",
    )
    .await;
    let multipart = Multipart::new(&server.endpoint()).reconnect(None);
    let subscription = Client::new(multipart).subscribe(Watch { id: 1 });
    let query = Client::http(server.url()).unwrap().query(Get { id: 1 });
    let subscription = async { subscription.into_future().await.0.unwrap().unwrap_err() };
    let query = async { query.await.unwrap_err() };
    let limit = Duration::from_secs(20);
    for error in [
        timeout(limit, subscription).await.expect("a limit"),
        timeout(limit, query).await.expect("a limit"),
    ] {
        assert!(error.is_status(), "{error:?}");
        assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(error.headers()["x-trace"], "7");
        assert_eq!(error.body_excerpt(), Some("too many"));
    }
}

#[tokio::test]
async fn mp_102_a_single_result_that_trickles() {
    let server = trickling("200 OK\r\ncontent-type: application/json\r\n", "{\"data\":").await;
    let transport = Multipart::new(&server.endpoint())
        .timeout(Duration::from_millis(200))
        .reconnect(None);
    let mut events = Client::new(transport).subscribe(Watch { id: 1 });
    let error = timeout(SOON, events.next())
        .await
        .expect("a limit")
        .unwrap()
        .unwrap_err();
    assert!(error.is_timeout() && error.is_terminal(), "{error:?}");
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(error.body_excerpt(), Some("{\"data\":"));
}

#[tokio::test]
async fn auth_103_a_provider_that_never_returns() {
    let json = "content-type: application/json\r\n";
    let server = Server::answering("401 Unauthorized", json, r#"{"errors":[{"message":"m"}]}"#).await;
    // For the first request, or only for a refresh.
    for at_once in [true, false] {
        let endpoint = Endpoint::builder(server.url())
            .connect_timeout(Duration::from_millis(50))
            .headers_with(move |refusal: Option<Error>| async move {
                if at_once || refusal.is_some() {
                    std::future::pending::<()>().await;
                }
                Ok::<_, Error>(HeaderMap::new())
            })
            .build()
            .unwrap();
        // The timeout of the request applies if there is one, otherwise the connect timeout.
        let http = Http::new(&endpoint);
        let limited = Client::new(http.clone().timeout(Duration::from_millis(20)));
        let unlimited = Client::new(http.clone().timeout(None));
        let batch = Client::new(
            http.timeout(Duration::from_millis(20))
                .batch(Duration::from_millis(1), 9),
        );
        for (client, message) in [
            (&limited, "the server did not answer within 20ms"),
            (&batch, "the server did not answer within 20ms"),
            (&unlimited, "the provider of headers did not return within 50ms"),
        ] {
            let call = client.query(Get { id: 1 }).into_future();
            let error = timeout(SOON, call).await.expect("a limit").unwrap_err();
            assert!(error.is_timeout(), "{error:?}");
            assert_eq!(error.to_string(), message);
        }
        let multipart = Multipart::new(&endpoint).reconnect(None);
        let mut events = Client::new(multipart).subscribe(Watch { id: 1 });
        let error = timeout(SOON, events.next())
            .await
            .expect("a limit")
            .unwrap()
            .unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
    }
}

#[tokio::test]
async fn ht_105_a_body_that_does_not_match_its_coding() {
    for body in [r#"{"data":{"n":1}}"#, "neither this nor that"] {
        let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
        let server = Server::answering("200 OK", headers, body).await;
        let http = Http::new(&server.endpoint()).retry(Backoff::new().max_attempts(3));
        let error = Client::new(http).query(Get { id: 1 }).await.unwrap_err();
        assert!(error.is_protocol(), "{error:?}");
        assert_eq!(error.status(), Some(StatusCode::OK));
        assert!(
            error
                .to_string()
                .starts_with("the body is not gzip, as its `Content-Encoding` says"),
            "{error}"
        );
        assert_eq!(server.seen().len(), 1);
    }
    // Codings are compared ignoring case.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(br#"{"data":{"n":7}}"#).unwrap();
    let body = encoder.finish().unwrap();
    for headers in [
        "content-type: application/json\r\ncontent-encoding: GZIP\r\n",
        "content-type: application/json\r\ncontent-encoding: x-gzip\r\n",
    ] {
        let server = Server::answering("200 OK", headers, body.clone()).await;
        let client = Client::http(server.url()).unwrap();
        let response = client.query(Get { id: 1 }).await.unwrap();
        assert_eq!(response.data, Some(Number { n: 7 }));
        // The head describes the decompressed body.
        let head = response.http.unwrap();
        assert!(!head.headers.contains_key("content-encoding"));
        assert!(!head.headers.contains_key("content-length"));
    }
    // A truncated compressed body is a lost connection.
    let cut = body[..body.len() - 9].to_vec();
    let server = Server::start(move |mut connection| {
        let cut = cut.clone();
        async move {
            connection.request().await;
            connection
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 999\r\n\r\n")
                .await;
            connection.send(cut).await;
        }
    })
    .await;
    let error = Client::http(server.url())
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap_err();
    assert!(error.is_closed(), "{error:?}");
}
