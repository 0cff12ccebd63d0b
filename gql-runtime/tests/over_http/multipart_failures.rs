//! Subscriptions as multipart responses over real connections: failures and reconnections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::subscription::Event;
use gql_runtime::transport::{Backoff, Endpoint, Multipart};
use gql_runtime::{Client, Error};
use http::HeaderMap;
use tokio::time::timeout;

use crate::multipart::{PART, ROUTER, SOON, client, next, streaming, watch};
use crate::operations::{Get, Number, Watch};
use crate::server::Server;

#[tokio::test]
async fn mp_018_a_stream_cut_off_is_an_error() {
    let server = Server::start(|mut connection| async move {
        let seen = connection.request().await.unwrap();
        connection.stream(ROUTER).await;
        connection.chunk(PART).await;
        if seen.json()["variables"]["id"] == 1 {
            connection.end().await;
            connection.gone().await;
        }
    })
    .await;
    for id in [1, 2] {
        let mut events = client(&server).subscribe(Watch { id });
        assert_eq!(next(&mut events).await, Some(Ok(1)));
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_closed() && error.is_terminal(), "{error:?}");
        assert_eq!(
            error.to_string(),
            "the stream ended before the last delimiter of the multipart response"
        );
        assert!(events.next().await.is_none());
    }
}

#[tokio::test]
async fn mp_023_silence() {
    let server = streaming(ROUTER, &[PART]).await;
    let transport = Multipart::new(&server.endpoint())
        .read_timeout(Duration::from_millis(50))
        .reconnect(None);
    let mut events = Client::new(transport).subscribe(Watch { id: 1 });
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.is_terminal(), "{error:?}");
}

#[tokio::test]
async fn mp_027_a_failure_of_the_stream() {
    let part = "--graphql\r\n\r\n{\"payload\":null,\"errors\":[{\"message\":\"reloaded\",\"extensions\":\
        {\"code\":\"SUBSCRIPTION_SCHEMA_RELOAD\"}}]}\r\n--graphql--";
    let server = streaming(ROUTER, Vec::leak(vec![part])).await;
    let mut events = watch(&server);
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_graphql() && error.is_terminal());
    assert_eq!(
        error.graphql_errors()[0].code(),
        Some("SUBSCRIPTION_SCHEMA_RELOAD")
    );
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn mp_036_a_part_that_is_not_json_ends_the_stream() {
    let server = streaming(
        ROUTER,
        &["--graphql\r\n\r\n{\"payload\":{\"data\":nonsense}}\r\n--graphql\r\n"],
    )
    .await;
    let mut events = watch(&server);
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && error.is_terminal(), "{error:?}");
    assert!(error.body_excerpt().unwrap().contains("nonsense"));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn mp_049_a_body_that_cannot_be_decompressed() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.send(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {ROUTER}\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
        )).await;
        connection.chunk("this is no gzip").await;
        connection.gone().await;
    })
    .await;
    let transport = Multipart::new(&server.endpoint())
        .compression(true)
        .reconnect(None);
    let error = Client::new(transport)
        .subscribe(Watch { id: 1 })
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(
        error.is_terminal() && std::error::Error::source(&error).is_some(),
        "{error:?}"
    );
}

#[tokio::test]
async fn mp_053_mp_054_mp_056_refusals() {
    let json = "content-type: application/json\r\nretry-after: 3\r\n";
    let errors = r#"{"errors":[{"message":"no","extensions":{"code":"INVALID_ACCEPT_HEADER"}}]}"#;
    for (status, headers, body, message) in [
        (
            "400 Bad Request",
            json,
            errors,
            "the server answered 400 Bad Request: no",
        ),
        (
            "401 Unauthorized",
            json,
            errors,
            "the server answered 401 Unauthorized: no",
        ),
        (
            "406 Not Acceptable",
            json,
            "",
            "the server answered 406 Not Acceptable",
        ),
        (
            "429 Too Many Requests",
            json,
            errors,
            "the server answered 429 Too Many Requests: no",
        ),
        (
            "500 Internal Server Error",
            "content-type: text/plain\r\n",
            "oh",
            "the server answered 500 Internal Server Error: oh",
        ),
        (
            "500 Internal Server Error",
            "content-type: multipart/mixed; boundary=graphql\r\n",
            PART,
            "",
        ),
    ] {
        let server = Server::answering(status, headers, body).await;
        let mut events = watch(&server);
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_status() && error.is_terminal(), "{error:?}");
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!(error.is_auth(), status.starts_with("401"));
        if body == errors {
            assert_eq!(error.graphql_errors()[0].code(), Some("INVALID_ACCEPT_HEADER"));
            assert_eq!(error.headers()["retry-after"], "3");
        }
        assert!(events.next().await.is_none());
    }
    let server = Server::answering("200 OK", "content-type: text/html\r\n", "<html>").await;
    assert!(watch(&server).next().await.unwrap().unwrap_err().is_protocol());
}

#[tokio::test]
async fn mp_055_a_graphql_response_at_any_status() {
    let headers = "content-type: application/graphql-response+json\r\n";
    let server = Server::answering("400 Bad Request", headers, r#"{"errors":[{"message":"m"}]}"#).await;
    assert_eq!(
        watch(&server).next().await.unwrap().unwrap().errors[0].message,
        "m"
    );
}

#[tokio::test]
async fn mp_058_a_limit_before_the_response_and_none_after() {
    let server = Server::start(|mut connection| async move {
        let seen = connection.request().await.unwrap();
        if seen.json()["variables"]["id"] == 1 {
            connection.stream(ROUTER).await;
            connection.chunk(PART).await;
            tokio::time::sleep(Duration::from_secs(24 * 3600)).await;
            connection.chunk(PART).await;
        }
        connection.gone().await;
    })
    .await;
    let client = client(&server);
    let mut events = client.subscribe(Watch { id: 1 });
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    let limit = Duration::from_secs(30);
    let mut silent = client.subscribe(Watch { id: 2 }).timeout(limit);
    let transport = Multipart::new(&server.endpoint())
        .read_timeout(limit)
        .reconnect(None);
    let mut unheard = Client::new(transport).subscribe(Watch { id: 2 });
    for silent in [&mut silent, &mut unheard] {
        assert!(timeout(Duration::from_millis(50), silent.next()).await.is_err());
    }
    tokio::time::pause();
    let error = silent.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the server sent no result within 30s");
    let error = unheard.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the server did not begin to answer within 30s");
    // A day later, the other stream is still open.
    assert_eq!(events.next().await.unwrap().unwrap().data, Some(Number { n: 1 }));
}

#[tokio::test]
async fn mp_062_a_redirect_to_another_origin() {
    let other = streaming(ROUTER, &[PART]).await;
    let location: &'static str = Box::leak(format!("location: {}\r\n", other.url()).into_boxed_str());
    let server = Server::answering("307 Temporary Redirect", location, "").await;
    let endpoint = Endpoint::builder(server.url())
        .bearer_auth("secret")
        .build()
        .unwrap();
    let error = Client::multipart(endpoint)
        .unwrap()
        .subscribe(Watch { id: 1 })
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(error.is_status(), "{error:?}");
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn mp_064_a_lost_subscription_is_restarted() {
    let server = Server::start(|mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        match seen.connection {
            // Two events, then the connection is lost, the server is busy, requests reopening, and completes.
            0 => {
                connection.stream(ROUTER).await;
                connection.chunk([PART, "\r\n", PART].concat()).await;
            }
            1 => connection.respond("503 Service Unavailable", "", b"").await,
            2 => {
                connection.stream(ROUTER).await;
                let reload =
                    r#"{"payload":null,"errors":[{"extensions":{"code":"SUBSCRIPTION_SCHEMA_RELOAD"}}]}"#;
                connection
                    .chunk(format!("--graphql\r\n\r\n{reload}\r\n--graphql--"))
                    .await;
            }
            _ => {
                connection.stream(ROUTER).await;
                connection.chunk([PART, "\r\n--graphql--"].concat()).await;
            }
        }
    })
    .await;
    let policy = Backoff::new()
        .max_attempts(3)
        .initial_delay(Duration::from_millis(1));
    let transport = Multipart::new(&server.endpoint()).reconnect(policy);
    let events = Client::new(transport.clone()).subscribe(Watch { id: 1 }).events();
    let items: Vec<_> = timeout(SOON, events.map(Result::unwrap).collect()).await.unwrap();
    let told: Vec<_> = items
        .iter()
        .map(|item| matches!(item, Event::Reconnected))
        .collect();
    assert_eq!(told, [false, false, true, true, false]);
    assert_eq!(server.seen().len(), 4);

    // Attempts are counted, and a permanent refusal is not retried.
    let busy = Server::answering("503 Service Unavailable", "", "").await;
    let refused = Server::answering("400 Bad Request", "", "").await;
    for (server, requests) in [(&busy, 3), (&refused, 1)] {
        let policy = Backoff::new()
            .max_attempts(2)
            .initial_delay(Duration::from_millis(1));
        let transport = Multipart::new(&server.endpoint()).reconnect(policy);
        let mut events = Client::new(transport).subscribe(Watch { id: 1 });
        assert!(events.next().await.unwrap().unwrap_err().is_status());
        assert!(events.next().await.is_none());
        assert_eq!(server.seen().len(), requests);
    }
    // A query is sent once.
    let client = Client::new(Multipart::new(&busy.endpoint()).reconnect(Backoff::new()));
    assert!(client.query(Get { id: 1 }).await.unwrap_err().is_status());
    assert_eq!(busy.seen().len(), 4);
}

/// The body of a stream that Apollo Router ends with this code.
fn ended_with(code: &str) -> String {
    let error =
        format!(r#"{{"payload":null,"errors":[{{"message":"m","extensions":{{"code":"{code}"}}}}]}}"#);
    format!("--graphql\r\n\r\n{{}}\r\n--graphql\r\n\r\n{error}\r\n--graphql--")
}

#[tokio::test]
async fn mp_107_a_server_that_reloads_is_asked_again_at_once() {
    for code in ["SUBSCRIPTION_SCHEMA_RELOAD", "SUBSCRIPTION_CONFIG_RELOAD"] {
        let server = Server::start(move |mut connection| async move {
            let Some(seen) = connection.request().await else {
                return;
            };
            connection.stream(ROUTER).await;
            if seen.connection < 2 {
                connection.chunk([PART, "\r\n", &ended_with(code)].concat()).await;
            } else {
                connection.chunk(ended_with(code)).await;
            }
        })
        .await;
        let policy = Backoff::new().initial_delay(Duration::from_secs(1_000));
        let transport = Multipart::new(&server.endpoint()).reconnect(policy);
        let mut events = Client::new(transport).subscribe(Watch { id: 1 });
        for _ in 0..2 {
            assert_eq!(timeout(SOON, next(&mut events)).await.unwrap(), Some(Ok(1)));
        }
        // A server that reloads repeatedly is not reconnected to without delays.
        assert!(
            timeout(Duration::from_millis(300), next(&mut events))
                .await
                .is_err()
        );
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn mp_108_credentials_that_expire_amid_a_stream_are_renewed() {
    let server = Server::start(|mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        connection.stream(ROUTER).await;
        if seen.header("authorization") == Some("Bearer 0") {
            connection.chunk(ended_with("SUBSCRIPTION_JWT_EXPIRED")).await;
        } else {
            connection.chunk([PART, "\r\n--graphql--"].concat()).await;
        }
    })
    .await;
    let token = Arc::new(AtomicUsize::new(0));
    let renewed = token.clone();
    let endpoint = Endpoint::builder(server.url())
        .headers_with(move |refusal: Option<Error>| {
            if let Some(refusal) = refusal {
                assert!(refusal.is_auth(), "{refusal:?}");
                renewed.fetch_add(1, Ordering::Relaxed);
            }
            let token = renewed.load(Ordering::Relaxed);
            async move {
                let mut headers = HeaderMap::new();
                headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
                Ok::<_, Error>(headers)
            }
        })
        .build()
        .unwrap();
    let policy = Backoff::new().initial_delay(Duration::from_secs(1_000));
    let transport = Multipart::new(&endpoint).reconnect(policy);
    let mut events = Client::new(transport).subscribe(Watch { id: 1 });
    assert_eq!(timeout(SOON, next(&mut events)).await.unwrap(), Some(Ok(1)));
    assert_eq!(next(&mut events).await, None);
    assert_eq!(token.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn mp_109_heartbeats_do_not_reset_the_count_of_attempts() {
    let server = streaming(ROUTER, &["--graphql\r\n\r\n{}\r\n"]).await;
    let policy = Backoff::new()
        .max_attempts(2)
        .initial_delay(Duration::from_millis(1));
    let idle = Duration::from_millis(50);
    let transport = Multipart::new(&server.endpoint())
        .reconnect(policy)
        .read_timeout(idle);
    let mut events = Client::new(transport).subscribe(Watch { id: 1 });
    let error = timeout(SOON, events.next()).await.unwrap().unwrap().unwrap_err();
    assert!(error.is_timeout() && error.is_terminal(), "{error:?}");
    assert_eq!(server.seen().len(), 3);
}
