//! Queries and mutations.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::http::{HeaderMap, HeaderValue, StatusCode};
use gql_runtime::transport::{Endpoint, Http, Persisted};
use gql_runtime::{Client, Error};
use serde_json::json;

use crate::operations::{Get, Number, Set, Unhashed};
use crate::server::Server;

const JSON: &str = "content-type: application/json; charset=utf-8\r\n";
const RESULT: &str = "content-type: application/graphql-response+json\r\n";

fn client(server: &Server) -> Client {
    Client::http(server.url()).unwrap()
}

async fn failure(status: &'static str, headers: &'static str, body: &str) -> Error {
    let server = Server::answering(status, headers, body).await;
    client(&server).query(Get { id: 1 }).await.unwrap_err()
}

#[tokio::test]
async fn ht_001_data_errors_and_extensions() {
    let body = r#"{"data":{"n":5},"errors":[{"message":"half"}],"extensions":{"cost":3}}"#;
    let server = Server::answering("200 OK", JSON, body).await;
    let response = client(&server)
        .query(Get { id: 1 })
        .header("x-one", "1")
        .await
        .unwrap();
    assert_eq!(response.data, Some(Number { n: 5 }));
    assert_eq!(response.errors[0].message, "half");
    assert_eq!(response.extensions["cost"], 3);
    let head = response.http.unwrap();
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.headers["content-type"], "application/json; charset=utf-8");

    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /graphql HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(
        seen.header("accept"),
        Some("application/graphql-response+json, application/json;q=0.9")
    );
    assert_eq!(seen.header("x-one"), Some("1"));
    assert_eq!(
        seen.json(),
        json!({"query": "query Get($id: Int!) { n(id: $id) }", "operationName": "Get", "variables": {"id": 1}})
    );
}

#[tokio::test]
async fn ht_002_bodies_that_are_not_a_response() {
    for body in [r#"{"message":"x"}"#, "null", "{}"] {
        let error = failure("200 OK", JSON, body).await;
        assert!(error.is_protocol(), "{error:?}");
        assert!(error.to_string().ends_with(body), "{error}");
        assert_eq!(error.status(), Some(StatusCode::OK));
    }
    assert!(failure("200 OK", JSON, "").await.is_decode());
    assert!(failure("200 OK", JSON, "nonsense").await.is_decode());
    let error = failure("200 OK", "content-type: text/html\r\n", "<html>Log in</html>").await;
    assert!(error.is_protocol(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the server answered 200 OK with text/html, not with JSON: <html>Log in</html>"
    );
}

#[tokio::test]
async fn ht_003_a_refusal_says_so() {
    let error = failure("401 Unauthorized", JSON, r#"{"message":"Bad credentials"}"#).await;
    assert!(error.is_status() && error.is_auth());
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(
        error.to_string(),
        r#"the server answered 401 Unauthorized: {"message":"Bad credentials"}"#
    );

    let error = failure(
        "500 Internal Server Error",
        "content-type: text/html\r\nretry-after: 7\r\n",
        "<h1>oh</h1>",
    )
    .await;
    assert_eq!(
        error.to_string(),
        "the server answered 500 Internal Server Error: <h1>oh</h1>"
    );
    assert_eq!(error.headers()["retry-after"], "7");

    let large = "y".repeat(2 << 20);
    let error = failure("502 Bad Gateway", "content-type: text/html\r\n", &large).await;
    assert!(error.is_status() && error.body_excerpt().unwrap().len() < 600);

    let body = r#"{"errors":[{"message":"no such field"}]}"#;
    let error = failure("400 Bad Request", JSON, body).await;
    assert!(error.is_status());
    assert_eq!(error.graphql_errors()[0].message, "no such field");
    assert_eq!(
        error.to_string(),
        "the server answered 400 Bad Request: no such field"
    );
}

/// A response with this media type is a result at any status.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json>
#[tokio::test]
async fn ht_004_a_graphql_response_counts_at_any_status() {
    for status in [
        "400 Bad Request",
        "422 Unprocessable Content",
        "294 Partial",
        "500 Internal Server Error",
    ] {
        let server = Server::answering(status, RESULT, r#"{"errors":[{"message":"m"}]}"#).await;
        let response = client(&server).query(Get { id: 1 }).await.unwrap();
        assert_eq!(response.errors[0].message, "m", "{status}");
        assert!(response.into_result().unwrap_err().is_graphql());
    }
    assert!(
        failure("400 Bad Request", RESULT, r#"{"message":"m"}"#)
            .await
            .is_status()
    );
}

#[tokio::test]
async fn ht_005_no_connection() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql?token=secret", listener.local_addr().unwrap());
    drop(listener);
    let error = Client::http(url).unwrap().query(Get { id: 1 }).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    for url in ["nonsense", "ftp://localhost/", "ws://"] {
        assert!(Client::http(url).unwrap_err().is_builder(), "{url}");
    }
}

#[tokio::test]
async fn ht_006_a_response_cut_short() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection
            .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"data\"")
            .await;
    })
    .await;
    let error = client(&server).query(Get { id: 1 }).await.unwrap_err();
    assert!(error.is_closed(), "{error:?}");
}

#[tokio::test]
async fn ht_007_timeouts() {
    let server = Server::start(|mut connection| async move {
        let seen = connection.request().await.unwrap();
        if seen.header("x-begin").is_some() {
            connection
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
                .await;
        }
        connection.gone().await;
    })
    .await;
    let limit = Duration::from_millis(50);
    let error = client(&server)
        .query(Get { id: 1 })
        .timeout(limit)
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "the server did not answer within 50ms");
    let total = Client::new(Http::new(&server.endpoint()).timeout(limit));
    assert!(total.query(Get { id: 1 }).await.unwrap_err().is_timeout());
    let read = Client::new(Http::new(&server.endpoint()).read_timeout(limit));
    let error = read
        .query(Get { id: 1 })
        .header("x-begin", "1")
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "no more of the response arrived within 50ms");
}

#[tokio::test]
async fn ht_008_a_response_over_the_limit() {
    let server = Server::answering(
        "200 OK",
        JSON,
        format!(r#"{{"data":{{"n":1}},"x":"{}"}}"#, "x".repeat(5000)),
    )
    .await;
    let small = Client::new(Http::new(&server.endpoint()).max_response_size(4000));
    let error = small.query(Get { id: 1 }).await.unwrap_err();
    assert!(
        error.is_protocol() && error.to_string().contains("4000 bytes"),
        "{error:?}"
    );
    assert!(client(&server).query(Get { id: 1 }).await.is_ok());
}

#[tokio::test]
async fn ht_009_headers_from_a_provider_are_renewed_when_refused() {
    let server = Server::start(|mut connection| async move {
        while let Some(seen) = connection.request().await {
            match seen.header("authorization") {
                Some("Bearer 2") => connection.json("200 OK", r#"{"data":{"n":2}}"#).await,
                _ => {
                    connection
                        .json("401 Unauthorized", r#"{"errors":[{"message":"expired"}]}"#)
                        .await
                }
            }
        }
    })
    .await;
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let endpoint = Endpoint::builder(server.url())
        .headers_with(move |refusal: Option<Error>| {
            counted.fetch_add(1, Ordering::SeqCst);
            let token = match refusal {
                None => "Bearer 1",
                Some(error) if error.is_auth() && error.graphql_errors()[0].message == "expired" => {
                    "Bearer 2"
                }
                Some(error) => panic!("{error}"),
            };
            async move {
                Ok::<_, Error>(HeaderMap::from_iter([(
                    "authorization".parse().unwrap(),
                    HeaderValue::from_static(token),
                )]))
            }
        })
        .build()
        .unwrap();
    let response = Client::http(endpoint)
        .unwrap()
        .mutate(Set { id: 1 })
        .await
        .unwrap();
    assert_eq!(response.data, Some(Number { n: 2 }));
    assert_eq!(calls.load(Ordering::SeqCst), 2);

    let broken = Endpoint::builder(server.url()).headers_with(|_| async { Err::<HeaderMap, _>("no token") });
    let error = Client::http(broken.build().unwrap())
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap_err();
    assert!(
        error.is_auth() && error.to_string().contains("no token"),
        "{error:?}"
    );
}

#[tokio::test]
async fn ht_010_credentials_cookies_and_headers() {
    let server = Server::answering(
        "200 OK",
        "content-type: application/json\r\nset-cookie: s=9; Path=/\r\n",
        r#"{"data":{"n":1}}"#,
    )
    .await;
    let jar = Arc::new(gql_runtime::transport::CookieJar::default());
    let endpoint = Endpoint::builder(server.url())
        .basic_auth("Aladdin", "open sesame")
        .header("x-a", "1")
        .header("x-a", "2")
        .cookie_jar(jar)
        .build()
        .unwrap();
    let client = Client::http(endpoint).unwrap();
    for _ in 0..2 {
        client.query(Get { id: 1 }).await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(
        seen[0].header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    assert_eq!(seen[0].header("x-a"), Some("2"));
    assert_eq!(seen[0].header("cookie"), None);
    assert_eq!(seen[1].header("cookie"), Some("s=9"));

    let endpoint = Endpoint::builder(server.url())
        .cookie("a", "1")
        .cookie("b", "2")
        .build()
        .unwrap();
    Client::http(endpoint)
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap();
    assert_eq!(server.seen()[2].header("cookie"), Some("a=1; b=2"));
    assert!(
        Endpoint::builder(server.url())
            .header("bad name", "x")
            .build()
            .unwrap_err()
            .is_builder()
    );
    assert!(
        Endpoint::builder(server.url())
            .bearer_auth("a\nb")
            .build()
            .unwrap_err()
            .is_builder()
    );
}

/// A server that is silent for too long causes a transient error.
#[tokio::test]
async fn ht_012_queries_by_get() {
    let server = Server::answering("200 OK", JSON, r#"{"data":{"n":1}}"#).await;
    let client =
        Client::new(Http::new(&Endpoint::new(server.url() + "?v=1").unwrap()).use_get_for_queries(true));
    client.query(Get { id: 1 }).await.unwrap();
    client.mutate(Set { id: 1 }).await.unwrap();
    let long = "x".repeat(9000);
    client
        .query(Get { id: 1 })
        .extensions(json!({ "x": long }))
        .await
        .unwrap();
    let seen = server.seen();
    assert_eq!(
        seen[0].line,
        "GET /graphql?v=1&query=query+Get%28%24id%3A+Int%21%29+%7B+n%28id%3A+%24id%29+%7D&operationName=Get\
         &variables=%7B%22id%22%3A1%7D HTTP/1.1"
    );
    assert_eq!(seen[0].header("content-type"), None);
    assert!(seen[1].line.starts_with("POST") && seen[2].line.starts_with("POST"));
}

#[tokio::test]
async fn ht_013_automatic_persisted_queries() {
    for (status, code) in [
        ("200 OK", "PERSISTED_QUERY_NOT_FOUND"),
        ("400 Bad Request", "PERSISTED_QUERY_NOT_SUPPORTED"),
    ] {
        let server = Server::start(move |mut connection| async move {
            while let Some(seen) = connection.request().await {
                if seen.json().get("query").is_some() {
                    connection.json("200 OK", r#"{"data":{"n":1}}"#).await;
                } else {
                    let body =
                        json!({"errors": [{"message": "m", "extensions": {"code": code}}]}).to_string();
                    connection.json(status, &body).await;
                }
            }
        })
        .await;
        let client = Client::new(Http::new(&server.endpoint()).persisted(Persisted::Automatic));
        let response = client
            .query(Get { id: 1 })
            .extensions(json!({"a": 1}))
            .await
            .unwrap();
        assert_eq!(response.data, Some(Number { n: 1 }));
        let seen = server.seen();
        let persisted = json!({"version": 1, "sha256Hash": "abc123"});
        assert_eq!(
            seen[0].json(),
            json!({"operationName": "Get", "variables": {"id": 1}, "extensions": {"a": 1, "persistedQuery": persisted}})
        );
        assert_eq!(
            seen[1].json().get("query"),
            Some(&json!("query Get($id: Int!) { n(id: $id) }"))
        );
        let again = seen[1].json()["extensions"].get("persistedQuery").is_some();
        assert_eq!(again, code == "PERSISTED_QUERY_NOT_FOUND");
        // Without a hash, the document is sent immediately.
        client.query(Unhashed { id: 1 }).await.unwrap();
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn ht_014_trusted_documents() {
    let server = Server::answering("200 OK", JSON, r#"{"data":{"n":1}}"#).await;
    for documents in [Persisted::TrustedHash, Persisted::TrustedId] {
        let client = Client::new(Http::new(&server.endpoint()).persisted(documents));
        client.mutate(Set { id: 1 }).await.unwrap();
    }
    let seen = server.seen();
    let persisted = json!({"persistedQuery": {"version": 1, "sha256Hash": "def456"}});
    assert_eq!(
        seen[0].json(),
        json!({"operationName": "Set", "variables": {"id": 1}, "extensions": persisted})
    );
    assert_eq!(
        seen[1].json(),
        json!({"operationName": "Set", "variables": {"id": 1}, "documentId": "sha256:def456"})
    );
}

#[tokio::test]
async fn ht_015_redirects_stay_with_their_origin() {
    let other = Server::answering("200 OK", JSON, r#"{"data":{"n":1}}"#).await;
    let location = other.url();
    let server = Server::start(move |mut connection| {
        let location = location.clone();
        async move {
            while let Some(seen) = connection.request().await {
                let location = match seen.line.as_str() {
                    "POST /graphql HTTP/1.1" => "/moved",
                    "POST /moved HTTP/1.1" if seen.header("x-stay").is_none() => &location,
                    _ => {
                        connection.json("200 OK", r#"{"data":{"n":2}}"#).await;
                        continue;
                    }
                };
                connection
                    .respond(
                        "307 Temporary Redirect",
                        &format!("location: {location}\r\n"),
                        b"",
                    )
                    .await;
            }
        }
    })
    .await;
    let endpoint = Endpoint::builder(server.url())
        .bearer_auth("secret")
        .header("x-key", "secret")
        .build()
        .unwrap();
    let client = Client::http(endpoint).unwrap();
    let stay = client.query(Get { id: 1 }).header("x-stay", "1").await.unwrap();
    assert_eq!(stay.data, Some(Number { n: 2 }));
    let error = client.query(Get { id: 1 }).await.unwrap_err();
    assert!(
        error.is_status() && error.to_string().contains("a redirect to http://127.0.0.1"),
        "{error}"
    );
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn ht_016_compressed_responses() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(br#"{"data":{"n":7}}"#).unwrap();
    let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    let server = Server::answering("200 OK", headers, encoder.finish().unwrap()).await;
    assert_eq!(
        client(&server).query(Get { id: 1 }).await.unwrap().data,
        Some(Number { n: 7 })
    );
    assert!(
        server.seen()[0]
            .header("accept-encoding")
            .unwrap()
            .contains("gzip")
    );
    // A small response that decompresses to a large one exceeds the limit, too.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&vec![b' '; 10 << 20]).unwrap();
    let server = Server::answering("200 OK", headers, encoder.finish().unwrap()).await;
    let small = Client::new(Http::new(&server.endpoint()).max_response_size(1 << 20));
    let error = small.query(Get { id: 1 }).await.unwrap_err();
    assert!(
        error.is_protocol() && error.to_string().contains("larger"),
        "{error:?}"
    );
}

#[tokio::test]
async fn ht_019_requests_sent_together() {
    let server = Server::start(|mut connection| async move {
        while let Some(seen) = connection.request().await {
            let results: Vec<_> = match seen.json() {
                serde_json::Value::Array(requests) => requests
                    .iter()
                    .map(|request| json!({"data": {"n": request["variables"]["id"]}}))
                    .collect(),
                one => {
                    let one = json!({"data": {"n": one["variables"]["id"]}});
                    connection.json("200 OK", &one.to_string()).await;
                    continue;
                }
            };
            // It omits one of three results.
            let sent = if results.len() == 3 {
                &results[..2]
            } else {
                &results[..]
            };
            connection.json("200 OK", &json!(sent).to_string()).await;
        }
    })
    .await;
    let client = Client::new(Http::new(&server.endpoint()).batch(Duration::from_millis(20), 4));
    let run = |id| client.query(Get { id }).into_future();
    let all = futures_util::future::join_all((0..6).map(run)).await;
    let all: Vec<_> = all.into_iter().map(|one| one.unwrap().data.unwrap().n).collect();
    assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    let sizes: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.json().as_array().map(Vec::len))
        .collect();
    assert_eq!(sizes, [Some(4), Some(2)]);

    let errors = futures_util::future::join_all((0..3).map(run)).await;
    for error in errors {
        let message = error.unwrap_err().to_string();
        assert_eq!(
            message,
            "the server answered a batch of 3 requests with 2 results"
        );
    }
    let alone = client.query(Get { id: 9 }).header("x-one", "1").await.unwrap();
    assert_eq!(alone.data, Some(Number { n: 9 }));

    let refusing = Server::answering(
        "400 Bad Request",
        JSON,
        r#"{"errors":[{"message":"no batches"}]}"#,
    )
    .await;
    let client = Client::new(Http::new(&refusing.endpoint()).batch(Duration::ZERO, 2));
    let run = |id| client.query(Get { id }).into_future();
    for error in futures_util::future::join_all((0..2).map(run)).await {
        assert_eq!(
            error.unwrap_err().to_string(),
            "the server answered 400 Bad Request: no batches"
        );
    }
}
