//! A Unix socket instead of a network.

use std::path::PathBuf;

use gql_runtime::transport::{Endpoint, Proxy, WebSocket};
use tokio::net::UnixListener;

use crate::origin::Origin;
use crate::{EVERY, ask, data, first};

struct Socket(PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        // It is in the system's temporary directory.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn serve(origin: &Origin, name: &str) -> Socket {
    let path = std::env::temp_dir().join(format!("gql-endpoint-{}-{name}.sock", std::process::id()));
    let listener = UnixListener::bind(&path).unwrap();
    let origin = origin.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(origin.clone().serve(stream));
        }
    });
    Socket(path)
}

#[tokio::test]
async fn every_transport_goes_over_the_unix_socket() {
    let origin = Origin::new();
    let socket = serve(&origin, "every");
    for way in EVERY {
        let endpoint = Endpoint::builder("http://anything.invalid/graphql").unix_socket(&socket.0);
        let answered = ask(way, &endpoint.build().unwrap()).await;
        assert_eq!(answered.unwrap(), data(), "{way:?}");
        let heads = origin.heads();
        assert_eq!(heads.last().unwrap().header("host"), Some("anything.invalid"));
    }
}

#[tokio::test]
async fn a_socket_that_does_not_exist() {
    for way in EVERY {
        let endpoint = Endpoint::builder("http://localhost/graphql").unix_socket("/nowhere/at.sock");
        let error = ask(way, &endpoint.build().unwrap()).await.unwrap_err();
        assert!(
            error.is_connect() && !error.may_have_been_sent(),
            "{way:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn options_that_exclude_a_unix_socket() {
    let proxy = Proxy::all("http://127.0.0.1:1").unwrap();
    let both = Endpoint::builder("http://localhost/")
        .unix_socket("/a")
        .proxy(proxy);
    let error = both.build().unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("unix_socket"),
        "{error}"
    );

    let endpoint = Endpoint::builder("http://localhost/")
        .unix_socket("/a")
        .build()
        .unwrap();
    let socket = WebSocket::new(&endpoint).connector(|_, _| async { Ok(tokio::io::duplex(1).0) });
    let error = first(gql_runtime::Client::new(socket)).await.unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("connector"),
        "{error}"
    );
}
