//! The URL of a WebSocket: that of the endpoint, another path of its server, another URL, or the target of a redirect.

use gql_runtime::Client;
use gql_runtime::transport::Endpoint;

use crate::origin::{Origin, response};
use crate::{Way, ask, data, first, socket};

#[tokio::test]
async fn the_endpoints_url_a_path_and_a_url_of_its_own() {
    let (origin, other) = (Origin::new(), Origin::new());
    let (port, other_port) = (origin.listen().await, other.listen().await);
    let endpoint = Endpoint::builder(format!("http://127.0.0.1:{port}/graphql?key=1"))
        .bearer_auth("token")
        .build()
        .unwrap();
    let (here, path) = (socket(&endpoint), socket(&endpoint).path("/ws?x=2").unwrap());
    let elsewhere = format!("ws://127.0.0.1:{other_port}/sockets");
    let elsewhere = socket(&endpoint).url(elsewhere).unwrap();
    for transport in [here, path, elsewhere] {
        assert_eq!(first(Client::new(transport)).await.unwrap(), data());
    }
    let lines: Vec<_> = origin.heads().iter().map(|head| head.line().to_owned()).collect();
    assert_eq!(lines, ["GET /graphql?key=1 HTTP/1.1", "GET /ws?x=2 HTTP/1.1"]);
    let heads = other.heads();
    assert_eq!(heads[0].line(), "GET /sockets HTTP/1.1");
    assert_eq!(heads[0].header("authorization"), Some("Bearer token"));
}

#[tokio::test]
async fn the_upgrade_follows_redirects_within_the_origin() {
    for status in [301, 302, 303, 307, 308] {
        let origin = Origin::deciding(move |head| match head.line() {
            "GET /graphql HTTP/1.1" => Err(response(&format!("{status} Moved"), "location: /ws/\r\n", "")),
            _ => Ok(String::new()),
        });
        let port = origin.listen().await;
        let endpoint = Endpoint::new(format!("http://127.0.0.1:{port}/graphql")).unwrap();
        assert_eq!(ask(Way::WebSocket, &endpoint).await.unwrap(), data(), "{status}");
        assert_eq!(origin.heads()[1].line(), "GET /ws/ HTTP/1.1");
    }
}

#[tokio::test]
async fn no_redirect_leads_the_upgrade_elsewhere_or_round_and_round() {
    for (location, requests) in [
        ("/graphql", 6),
        ("http://localhost:1/graphql", 1),
        ("//elsewhere.invalid/", 1),
    ] {
        let headers = format!("location: {location}\r\n");
        let origin = Origin::deciding(move |_| Err(response("302 Found", &headers, "")));
        let port = origin.listen().await;
        let endpoint = Endpoint::builder(format!("http://127.0.0.1:{port}/graphql")).bearer_auth("token");
        let error = ask(Way::WebSocket, &endpoint.build().unwrap()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 302, "{error:?}");
        assert_eq!(origin.heads().len(), requests, "{location}");
    }
    let origin = Origin::deciding(|_| Err(response("302 Found", "location: /graphql\r\n", "")));
    let port = origin.listen().await;
    let endpoint = Endpoint::builder(format!("http://127.0.0.1:{port}/graphql")).max_redirects(0);
    assert!(ask(Way::WebSocket, &endpoint.build().unwrap()).await.is_err());
    assert_eq!(origin.heads().len(), 1);
}
