//! Options that a transport cannot honor, and values that change.

use gql_runtime::transport::websocket::{Incoming, Socket};
use gql_runtime::transport::{Endpoint, EndpointBuilder, Proxy, WebSocket};
use gql_runtime::{Client, Error, Request};
use serde_json::Value;

use crate::origin::Origin;
use crate::{data, first, socket};

fn builder() -> EndpointBuilder {
    Endpoint::builder("http://127.0.0.1:1/graphql")
}

#[tokio::test]
async fn a_websocket_reports_options_that_it_cannot_honor() {
    let endpoints = [
        ("service", builder().service(gql_runtime_service::NeverCalled)),
        ("reqwest_builder", builder().reqwest_builder(reqwest_without_tls)),
        #[cfg(feature = "http2")]
        ("http2_prior_knowledge", builder().http2_prior_knowledge()),
    ];
    for (setting, endpoint) in endpoints {
        let endpoint = endpoint.build().unwrap();
        let error = first(Client::websocket(&endpoint).unwrap()).await.unwrap_err();
        assert!(
            error.is_builder() && !error.may_have_been_sent(),
            "{setting}: {error:?}"
        );
        assert!(error.to_string().contains(&format!("`{setting}`")), "{error}");
        let query = Client::websocket(&endpoint).unwrap();
        let error = query
            .execute_raw::<Value>(Request::new("{ n }"))
            .await
            .unwrap_err();
        assert!(error.is_builder(), "{setting}: {error:?}");
        assert!(
            WebSocket::new(&endpoint).connect().unwrap_err().is_builder(),
            "{setting}"
        );
        // A WebSocket that opens its own sockets does not need these options.
        let own =
            WebSocket::new(&endpoint).socket_with(|_| async { Err::<Never, _>(Error::protocol("own")) });
        let error = first(Client::new(own)).await.unwrap_err();
        assert_eq!(error.to_string(), "own");
    }
}

fn reqwest_without_tls() -> reqwest::ClientBuilder {
    let tls = gql_runtime::Tls::new()
        .bundled_roots()
        .rustls_config(&[])
        .unwrap();
    reqwest::Client::builder().tls_backend_preconfigured(rustls::ClientConfig::clone(&tls))
}

mod gql_runtime_service {
    use gql_runtime::Error;
    use gql_runtime::transport::BoxFuture;
    use gql_runtime::transport::service::{Body, HttpService};
    use http::{Request, Response};

    pub(crate) struct NeverCalled;

    impl HttpService for NeverCalled {
        fn call(&self, _: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
            panic!("no request is to be made")
        }
    }
}

/// A socket that does not exist.
enum Never {}

impl Socket for Never {
    fn subprotocol(&self) -> Option<&str> {
        match *self {}
    }

    fn poll_receive(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Incoming> {
        match *self {}
    }

    fn send(&mut self, _: String, _: Option<u64>) {
        match *self {}
    }

    fn close(&mut self, _: u16, _: &str) {
        match *self {}
    }

    fn poll_flush(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<std::io::Result<()>> {
        match *self {}
    }

    fn buffered(&self) -> usize {
        match *self {}
    }
}

#[test]
fn options_that_exclude_each_other() {
    let proxy = || Proxy::all("http://127.0.0.1:1").unwrap();
    let error = builder().proxy(proxy()).no_proxy().build().unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("`no_proxy`"),
        "{error}"
    );
    let socks = Proxy::all("socks5://127.0.0.1:1").unwrap();
    let error = socks.authorization("Bearer x").unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("SOCKS5"),
        "{error}"
    );
}

#[tokio::test]
async fn a_setter_leaves_clones_and_their_connection_alone() {
    let origin = Origin::new();
    let port = origin.listen().await;
    let endpoint = Endpoint::new(format!("http://127.0.0.1:{port}/graphql")).unwrap();
    let original = socket(&endpoint);
    let clone = original.clone();
    for transport in [original.clone(), clone, original.clone()] {
        assert_eq!(first(Client::new(transport)).await.unwrap(), data());
    }
    assert_eq!(origin.heads().len(), 1, "clones share the connection");
    let changed = original.clone().buffer(1);
    assert_eq!(first(Client::new(changed)).await.unwrap(), data());
    assert_eq!(origin.heads().len(), 2);
    assert_eq!(first(Client::new(original)).await.unwrap(), data());
    assert_eq!(origin.heads().len(), 2);
}

#[tokio::test]
async fn every_client_takes_a_url_or_an_endpoint() {
    let port = Origin::new().listen().await;
    let url = format!("ws://127.0.0.1:{port}/graphql");
    let endpoint = Endpoint::new(&*url).unwrap();
    let clients = [
        Client::http(&*url),
        Client::http(&endpoint),
        Client::websocket(&*url),
        Client::websocket(endpoint.clone()),
        Client::multipart(url.clone()),
        Client::multipart(&endpoint),
    ];
    for client in clients {
        let response = client
            .unwrap()
            .execute_raw::<Value>(Request::new("{ n }"))
            .await
            .unwrap();
        assert_eq!(response.data, Some(data()));
    }
}
