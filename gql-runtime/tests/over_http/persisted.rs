//! Automatic persisted queries with servers that do not support them.

use gql_runtime::Client;
use gql_runtime::transport::{Http, Persisted};

use crate::operations::{Get, Number, Set};
use crate::server::Server;

/// A server with this response to a request without a document, and a result for others.
async fn without(status: &'static str, media_type: &'static str, body: &'static str) -> Server {
    let headers: &'static str = Box::leak(format!("content-type: {media_type}\r\n").into_boxed_str());
    Server::start(move |mut connection| async move {
        while let Some(seen) = connection.request().await {
            if seen.json().get("query").is_some() {
                connection.json("200 OK", r#"{"data":{"n":1}}"#).await;
            } else {
                connection.respond(status, headers, body.as_bytes()).await;
            }
        }
    })
    .await
}

fn client(server: &Server) -> Client {
    Client::new(Http::new(&server.endpoint()).persisted(Persisted::Automatic))
}

const JSON: &str = "application/json";

#[tokio::test]
async fn ht_106_a_server_without_support_for_hashes() {
    for (status, media_type, body) in [
        (
            "400 Bad Request",
            JSON,
            r#"{"errors":[{"message":"Missing query"}]}"#,
        ),
        (
            "400 Bad Request",
            JSON,
            r#"{"errors":[{"message":"Must provide query string."}]}"#,
        ),
        (
            "400 Bad Request",
            "text/plain",
            "No GraphQL query found in the request",
        ),
        (
            "200 OK",
            JSON,
            r#"{"errors":[{"extensions":{"path":"$","code":"parse-failed"},"message":"the key 'query' was not present"}]}"#,
        ),
        (
            "400 Bad Request",
            JSON,
            r#"{"errors":[{"message":"Missing query","extensions":{"code":"BAD_REQUEST"}}]}"#,
        ),
        (
            "422 Unprocessable Entity",
            JSON,
            r#"{"detail":"query: field required"}"#,
        ),
        (
            "500 Internal Server Error",
            "text/html",
            "<h1>KeyError: 'query'</h1>",
        ),
    ] {
        let server = without(status, media_type, body).await;
        let client = client(&server);
        for _ in 0..2 {
            let response = client.query(Get { id: 1 }).await.unwrap();
            assert_eq!(response.data, Some(Number { n: 1 }), "{body}");
        }
        // It is remembered, also by clones of the transport.
        let seen = server.seen();
        let with_document: Vec<_> = seen
            .iter()
            .map(|seen| seen.json().get("query").is_some())
            .collect();
        assert_eq!(with_document, [false, true, true], "{body}");
        assert!(seen[1].json().get("extensions").is_none());
    }
}

#[tokio::test]
async fn ht_107_failures_that_the_document_would_not_change() {
    for (status, body) in [
        ("401 Unauthorized", r#"{"errors":[{"message":"who?"}]}"#),
        ("429 Too Many Requests", ""),
        ("503 Service Unavailable", ""),
        // The operation was executed.
        ("200 OK", r#"{"data":null,"errors":[{"message":"m"}]}"#),
    ] {
        let server = without(status, JSON, body).await;
        let _ = client(&server).query(Get { id: 1 }).await;
        assert_eq!(server.seen().len(), 1, "{status}");
    }
    // The mutation may have been executed.
    let server = without("500 Internal Server Error", JSON, "").await;
    assert!(
        client(&server)
            .mutate(Set { id: 1 })
            .await
            .unwrap_err()
            .is_status()
    );
    assert_eq!(server.seen().len(), 1);

    // A server that supports hashes but rejects the variables is sent the document, and further hashes.
    let refused = r#"{"errors":[{"message":"$id: no such book"}]}"#;
    let server = Server::answering("200 OK", "content-type: application/json\r\n", refused).await;
    let client = client(&server);
    for _ in 0..2 {
        let response = client.query(Get { id: 1 }).await.unwrap();
        assert_eq!(response.errors[0].message, "$id: no such book");
    }
    let seen = server.seen();
    let with_document: Vec<_> = seen
        .iter()
        .map(|seen| seen.json().get("query").is_some())
        .collect();
    assert_eq!(with_document, [false, true, false, true]);
}
