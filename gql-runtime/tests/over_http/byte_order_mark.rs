//! Bodies with a byte order mark.

use std::time::Duration;

use gql_runtime::Client;
use gql_runtime::transport::Http;

use crate::operations::{Get, Number};
use crate::server::Server;

/// Some .NET servers send a byte order mark.
#[tokio::test]
async fn a_byte_order_mark_is_not_part_of_the_json() {
    for (status, media_type) in [
        ("200 OK", "content-type: application/json\r\n"),
        ("200 OK", "content-type: text/plain\r\n"),
        (
            "400 Bad Request",
            "content-type: application/graphql-response+json\r\n",
        ),
    ] {
        let server = Server::answering(status, media_type, "\u{feff}{\"data\":{\"n\":1}}").await;
        let client = Client::http(server.url()).unwrap();
        let response = client.query(Get { id: 1 }).await.unwrap();
        assert_eq!(response.data, Some(Number { n: 1 }));
    }
    let body = "\u{feff}[{\"data\":{\"n\":1}}]";
    let server = Server::answering("200 OK", "content-type: application/json\r\n", body).await;
    let http = Http::new(&server.endpoint()).batch(Duration::from_millis(1), 1);
    let response = Client::new(http).query(Get { id: 1 }).await.unwrap();
    assert_eq!(response.data, Some(Number { n: 1 }));
}
