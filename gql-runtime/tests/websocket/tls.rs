//! TLS below the WebSocket. Certificates are generated here.

use std::sync::Arc;
use std::time::Duration;

use gql_runtime::transport::WebSocket;
use gql_runtime::{Error, Tls};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{ALL_VERSIONS, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;

use crate::server::{BOTH, Dialect, Peer, Server};
use crate::{last_error, next_text, subscribe};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Returns a certificate for this name and its key, both as PEM.
fn issue(authority: &Authority, name: &str) -> (String, String) {
    issue_until(authority, name, 4096)
}

/// Returns a certificate that expires at the end of this year.
fn issue_until(authority: &Authority, name: &str, year: i32) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2001, 1, 1);
    params.not_after = rcgen::date_time_ymd(year, 12, 31);
    (
        params.signed_by(&key, authority).unwrap().pem(),
        key.serialize_pem(),
    )
}

fn acceptor(identity: &(String, String), clients: Option<&Authority>) -> TlsAcceptor {
    acceptor_of(identity, clients, ALL_VERSIONS)
}

fn acceptor_of(
    (chain, key): &(String, String),
    clients: Option<&Authority>,
    versions: &[&'static SupportedProtocolVersion],
) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(versions)
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .build()
                .unwrap();
            builder.with_client_cert_verifier(verifier)
        }
    };
    let chain = CertificateDer::pem_slice_iter(chain.as_bytes())
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    TlsAcceptor::from(Arc::new(builder.with_single_cert(chain, key).unwrap()))
}

fn secure(server: &mut Server, tls: Tls) -> WebSocket {
    let client = server.client_of(|endpoint| endpoint.tls(tls));
    client.url("wss://server/graphql").unwrap()
}

/// Runs a subscription over TLS, and returns the names on the client's certificate as DER, if there is one.
async fn works(tls: Tls, acceptor: &TlsAcceptor, dialect: Dialect) -> Option<Vec<u8>> {
    let mut server = Server::memory();
    let socket = secure(&mut server, tls);
    let mut events = subscribe(&socket);
    let stream = acceptor.accept(server.connection().await).await.unwrap();
    let client = stream
        .get_ref()
        .1
        .peer_certificates()
        .map(|chain| chain[0].to_vec());
    let mut peer = Peer::upgraded(Box::new(stream), dialect).await;
    peer.expect_type("connection_init").await;
    peer.send(r#"{"type":"connection_ack"}"#).await;
    let id = peer.expect_start().await;
    peer.complete(&id).await;
    assert_eq!(next_text(&mut events).await, "end");
    client
}

/// Returns the error of a connection that TLS refuses, which is not retried.
async fn fails(tls: Tls, acceptor: &TlsAcceptor, dialect: Dialect) -> Error {
    let mut server = Server::memory();
    let socket = secure(&mut server, tls).subprotocols(dialect.alone());
    let mut events = subscribe(&socket);
    let connection = server.connection().await;
    let acceptor = acceptor.clone();
    let accepting = tokio::spawn(async move {
        // If the server refuses, the client gets the alert with its first read.
        if let Ok(stream) = acceptor.accept(connection).await {
            drop(stream);
        }
    });
    let error = last_error(&mut events).await;
    accepting.await.unwrap();
    assert!(server.has_no_connection_within(Duration::from_secs(300)).await);
    error
}

fn trusting(authority: &Authority) -> Tls {
    Tls::new()
        .no_roots()
        .add_ca_pem(authority.pem().as_bytes())
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn tls_001_002_003_who_is_trusted() {
    let authority = authority();
    let acceptor = acceptor(&issue(&authority, "server"), None);
    for dialect in BOTH {
        assert_eq!(works(trusting(&authority), &acceptor, dialect).await, None);
        works(Tls::new().danger_accept_invalid_certs(true), &acceptor, dialect).await;
        let error = fails(Tls::new().bundled_roots(), &acceptor, dialect).await;
        assert!(
            error.is_tls() && error.to_string().contains("certificate"),
            "{error:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn tls_004_a_client_certificate() {
    let authority = authority();
    let acceptor = acceptor(&issue(&authority, "server"), Some(&authority));
    let (chain, key) = issue(&authority, "the-client");
    let tls = trusting(&authority)
        .client_certificate_pem(chain.as_bytes(), key.as_bytes())
        .unwrap();
    for dialect in BOTH {
        let seen = works(tls.clone(), &acceptor, dialect).await.unwrap();
        assert!(seen.windows(10).any(|bytes| bytes == b"the-client"));
        let error = fails(trusting(&authority), &acceptor, dialect).await;
        assert!(error.is_tls(), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn tls_006_a_certificate_for_another_host() {
    let authority = authority();
    let acceptor = acceptor(&issue(&authority, "elsewhere"), None);
    let tls = trusting(&authority).server_name("elsewhere").unwrap();
    for dialect in BOTH {
        let error = fails(trusting(&authority), &acceptor, dialect).await;
        assert!(error.is_tls(), "{error:?}");
        works(tls.clone(), &acceptor, dialect).await;
    }
}

#[tokio::test(start_paused = true)]
async fn tls_007_one_side_speaks_tls_and_the_other_does_not() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = secure(&mut server, Tls::new().bundled_roots()).subprotocols(dialect.alone());
        let mut events = subscribe(&socket);
        let mut plain = server.connection().await;
        AsyncWriteExt::write_all(&mut plain, b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        let error = last_error(&mut events).await;
        assert!(error.is_tls(), "{error:?}");

        let mut server = Server::memory();
        let socket = server.client().subprotocols(dialect.alone()).reconnect(None);
        let mut events = subscribe(&socket);
        let acceptor = acceptor(&issue(&authority(), "server"), None);
        assert!(acceptor.accept(server.connection().await).await.is_err());
        let error = last_error(&mut events).await;
        assert!(error.is_protocol() || error.is_connect(), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn tls_011_the_name_that_is_checked_is_sent() {
    let acceptor = acceptor(&issue(&authority(), "elsewhere"), None);
    for dialect in BOTH {
        for name in ["server", "elsewhere"] {
            let mut server = Server::memory();
            let tls = Tls::new()
                .danger_accept_invalid_certs(true)
                .server_name(name)
                .unwrap();
            let socket = secure(&mut server, tls).subprotocols(dialect.alone());
            let _events = subscribe(&socket);
            let stream = acceptor.accept(server.connection().await).await.unwrap();
            assert_eq!(stream.get_ref().1.server_name(), Some(name));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn tls_006_an_expired_certificate() {
    let authority = authority();
    let acceptor = acceptor(&issue_until(&authority, "server", 2002), None);
    for dialect in BOTH {
        let error = fails(trusting(&authority), &acceptor, dialect).await;
        assert!(
            error.is_tls() && error.to_string().contains("expired"),
            "{error:?}"
        );
    }
}

/// TLS 1.0 and 1.1 must not be negotiated. <https://www.rfc-editor.org/rfc/rfc8996>
#[tokio::test(start_paused = true)]
async fn tls_012_versions_before_1_2_are_refused() {
    let authority = authority();
    let identity = issue(&authority, "server");
    for dialect in BOTH {
        for versions in [&[&TLS12], &[&TLS13]] {
            let acceptor = acceptor_of(&identity, None, versions);
            works(trusting(&authority), &acceptor, dialect).await;
        }

        let mut server = Server::memory();
        let socket = secure(&mut server, trusting(&authority)).subprotocols(dialect.alone());
        let mut events = subscribe(&socket);
        let mut connection = server.connection().await;
        connection.write_all(&server_hello_of_tls_1_1()).await.unwrap();
        let error = last_error(&mut events).await;
        assert!(error.is_tls(), "{error:?}");
    }
}

/// A ServerHello of TLS 1.1. <https://www.rfc-editor.org/rfc/rfc4346#section-7.4.1.3>
fn server_hello_of_tls_1_1() -> Vec<u8> {
    let mut record = vec![0x16, 0x03, 0x02, 0, 42]; // a handshake record of this size
    record.extend([0x02, 0, 0, 38]); // ServerHello of this size
    record.extend([0x03, 0x02]);
    record.extend([7; 32]); // random
    record.extend([0x00, 0x00, 0x2f, 0x00]); // no session, a cipher suite, no compression
    record
}
