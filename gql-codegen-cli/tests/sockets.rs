//! `run` over a WebSocket with TLS, against the examples' server behind a proxy that takes the TLS off.

mod authority;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use authority::Authority;
use gql_examples::Server;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const LINE: &str = "{\"data\":{\"__typename\":\"Query\"}}\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sockets").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    fs::write(folder.join("query.graphql"), "{ __typename }\n").expect("the query is written");
    folder
}

async fn run(folder: &Path, url: &str, flags: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gql-codegen"));
    command
        .args(["run", "query.graphql", "--url", url])
        .args(flags)
        .current_dir(folder);
    let task = tokio::task::spawn_blocking(move || command.output().expect("the binary runs"));
    task.await.expect("the task ends")
}

/// Gives the URL of the server's WebSocket with TLS in front of it, until the test's process ends.
async fn secure(server: &Server, config: Arc<ServerConfig>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let url = server.ws_url();
    let address = url.trim_start_matches("ws://").trim_end_matches("/ws").to_owned();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(config);
        while let Ok((tcp, _)) = listener.accept().await {
            let (acceptor, address) = (acceptor.clone(), address.clone());
            // A client that goes away, or that refuses the certificate, ends its connection alone.
            tokio::spawn(async move {
                let mut outside = acceptor.accept(tcp).await?;
                let mut inside = TcpStream::connect(address).await?;
                tokio::io::copy_bidirectional(&mut outside, &mut inside).await
            });
        }
    });
    format!("wss://localhost:{port}/ws")
}

fn assert_said(output: &Output, code: i32, flags: &[&str]) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{flags:?}: {stderr}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout, if code == 0 { LINE } else { "" }, "{flags:?}");
    if code != 0 {
        assert!(
            stderr.to_lowercase().contains("certificate"),
            "{flags:?}: {stderr}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_trusted_by_its_authority_alone() {
    let folder = folder("authority");
    let authority = Authority::new(&folder, "ca");
    Authority::new(&folder, "other");
    let server = Server::start().await.expect("the server starts");
    let url = secure(&server, authority.server(None)).await;
    for (flags, code) in [
        (&["--ca", "ca.pem"][..], 0),
        (&["--insecure"], 0),
        (&[], 2),
        (&["--ca", "other.pem"], 2),
    ] {
        assert_said(&run(&folder, &url, flags).await, code, flags);
    }
    server.stop().await.expect("the server stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_shows_its_certificate() {
    let folder = folder("client");
    let (authority, clients) = (Authority::new(&folder, "ca"), Authority::new(&folder, "clients"));
    clients.write_client(&folder);
    let server = Server::start().await.expect("the server starts");
    let url = secure(&server, authority.server(Some(&clients))).await;
    let shown = [
        "--ca",
        "ca.pem",
        "--client-certificate",
        "client.pem",
        "--client-key",
        "client.key",
    ];
    assert_said(&run(&folder, &url, &shown).await, 0, &shown);
    let hidden = ["--ca", "ca.pem"];
    assert_said(&run(&folder, &url, &hidden).await, 2, &hidden);
    server.stop().await.expect("the server stops");
}
