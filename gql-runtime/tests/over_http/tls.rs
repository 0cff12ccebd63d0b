//! TLS options and their effect, which are the same for HTTP and multipart. Certificates are generated here.

use std::sync::Arc;
use std::time::Duration;

use gql_runtime::transport::Endpoint;
use gql_runtime::{Client, Error, Tls};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{ALL_VERSIONS, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio_rustls::TlsAcceptor;

use crate::operations::{Get, Number, Watch};
use crate::server::{Accept, Pipe, Server};

/// A certificate authority.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, both as PEM.
pub(crate) struct Identity {
    pub(crate) chain: String,
    pub(crate) key: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn issue(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity {
            chain: certificate.pem(),
            key: key.serialize_pem(),
        }
    }

    fn pem(&self) -> String {
        self.0.pem()
    }
}

/// Returns an acceptor with this certificate and these ALPN protocols, which requests a client certificate if `clients` is
/// set.
pub(crate) fn acceptor(identity: &Identity, clients: Option<&Authority>, alpn: &[&[u8]]) -> TlsAcceptor {
    acceptor_of(identity, clients, alpn, ALL_VERSIONS)
}

fn acceptor_of(
    identity: &Identity,
    clients: Option<&Authority>,
    alpn: &[&[u8]],
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
            roots
                .add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap())
                .unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .build()
                .unwrap();
            builder.with_client_cert_verifier(verifier)
        }
    };
    let chain = CertificateDer::pem_slice_iter(identity.chain.as_bytes())
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).unwrap();
    let mut config = builder.with_single_cert(chain, key).unwrap();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// A server with this certificate, which requests a client certificate if `clients` is set.
async fn server(identity: &Identity, clients: Option<&Authority>) -> Server {
    server_of(acceptor(identity, clients, &[])).await
}

async fn server_of(acceptor: TlsAcceptor) -> Server {
    let accept: Accept = Arc::new(move |tcp| {
        let acceptor = acceptor.clone();
        Box::pin(async move { Some(Box::new(acceptor.accept(tcp).await.ok()?) as Box<dyn Pipe>) })
    });
    Server::start_with(accept, |mut connection| async move {
        while let Some(seen) = connection.request().await {
            if seen
                .header("accept")
                .is_some_and(|accept| accept.starts_with("multipart/"))
            {
                connection.stream("multipart/mixed; boundary=graphql").await;
                connection
                    .chunk("--graphql\r\n\r\n{\"data\":{\"n\":1}}\r\n--graphql--")
                    .await;
                connection.end().await;
            } else {
                connection.json("200 OK", r#"{"data":{"n":1}}"#).await;
            }
        }
    })
    .await
}

/// Runs a query over HTTP and a subscription over multipart, with the same endpoint and the same result.
async fn run(server: &Server, host: &str, tls: Tls) -> Result<(), Error> {
    let endpoint = Endpoint::builder(format!("https://{host}:{}/graphql", server.port))
        .tls(tls)
        .build()?;
    let query = Client::http(endpoint.clone())?.query(Get { id: 1 }).await;
    let event = Client::multipart(endpoint)?
        .subscribe(Watch { id: 1 })
        .next()
        .await
        .unwrap();
    match (query, event) {
        (Ok(query), Ok(event)) => {
            assert_eq!(
                (query.data, event.data),
                (Some(Number { n: 1 }), Some(Number { n: 1 }))
            );
            Ok(())
        }
        (Err(query), Err(event)) => {
            assert_eq!(
                (query.is_tls(), query.is_closed()),
                (event.is_tls(), event.is_closed())
            );
            Err(query)
        }
        (query, event) => panic!("HTTP and multipart differ: {query:?} {event:?}"),
    }
}

pub(crate) fn trusting(authority: &Authority) -> Tls {
    Tls::new()
        .no_roots()
        .add_ca_pem(authority.pem().as_bytes())
        .unwrap()
}

#[tokio::test]
async fn tls_001_008_a_private_authority() {
    let authority = Authority::new();
    let server = server(&authority.issue("localhost", |_| {}), None).await;
    run(&server, "localhost", trusting(&authority)).await.unwrap();
    // In addition to the system's.
    run(
        &server,
        "localhost",
        Tls::new().add_ca_pem(authority.pem().as_bytes()).unwrap(),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn tls_002_008_an_unknown_authority() {
    let server = server(&Authority::new().issue("localhost", |_| {}), None).await;
    for tls in [
        Tls::new(),
        Tls::new().bundled_roots(),
        trusting(&Authority::new()),
    ] {
        let error = run(&server, "localhost", tls).await.unwrap_err();
        assert!(
            error.is_tls() && error.to_string().contains("certificate"),
            "{error:?}"
        );
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn tls_003_008_verification_off() {
    let server = server(&Authority::new().issue("elsewhere.example", |_| {}), None).await;
    run(&server, "localhost", Tls::new().danger_accept_invalid_certs(true))
        .await
        .unwrap();
}

#[tokio::test]
async fn tls_004_008_a_client_certificate() {
    let authority = Authority::new();
    let clients = Authority::new();
    let server = server(&authority.issue("localhost", |_| {}), Some(&clients)).await;
    let client = |authority: &Authority| {
        authority.issue("client", |params| {
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]
        })
    };
    let with = |identity: Identity| {
        trusting(&authority)
            .client_certificate_pem(identity.chain.as_bytes(), identity.key.as_bytes())
            .unwrap()
    };
    run(&server, "localhost", with(client(&clients))).await.unwrap();
    // With TLS 1.3, the refusal follows the handshake, with the first read.
    for tls in [trusting(&authority), with(client(&authority))] {
        let error = run(&server, "localhost", tls).await.unwrap_err();
        assert!(error.is_tls() || error.is_closed(), "{error:?}");
    }
}

#[tokio::test]
async fn tls_006_another_host_or_an_old_certificate() {
    let authority = Authority::new();
    let other = server(&authority.issue("elsewhere.example", |_| {}), None).await;
    let error = run(&other, "localhost", trusting(&authority)).await.unwrap_err();
    assert!(error.is_tls(), "{error:?}");
    run(
        &other,
        "localhost",
        trusting(&authority).server_name("elsewhere.example").unwrap(),
    )
    .await
    .unwrap();

    let old = authority.issue("localhost", |params| {
        params.not_before = rcgen::date_time_ymd(2001, 1, 1);
        params.not_after = rcgen::date_time_ymd(2002, 1, 1);
    });
    let error = run(&server(&old, None).await, "localhost", trusting(&authority))
        .await
        .unwrap_err();
    assert!(
        error.is_tls() && error.to_string().contains("expired"),
        "{error:?}"
    );
}

#[tokio::test]
async fn tls_007_plain_text_where_tls_is_expected_and_the_reverse() {
    let answering = Server::start(|mut connection| async move {
        connection.send("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let endpoint = Endpoint::builder(format!("https://127.0.0.1:{}/", answering.port))
        .build()
        .unwrap();
    let error = Client::http(endpoint)
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap_err();
    assert!(error.is_tls(), "{error:?}");
    let plain = Server::answering("200 OK", "", "").await;
    // A server that does not respond: the connect timeout applies.
    let endpoint = Endpoint::builder(format!("https://127.0.0.1:{}/", plain.port))
        .connect_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = Client::http(endpoint)
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");

    let authority = Authority::new();
    let tls = server(&authority.issue("localhost", |_| {}), None).await;
    let error = Client::http(tls.url())
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap_err();
    assert!(error.is_closed() || error.is_protocol(), "{error:?}");
}

#[tokio::test]
async fn tls_009_a_configuration_of_ones_own_and_a_key_log() {
    let authority = Authority::new();
    let server = server(&authority.issue("localhost", |_| {}), None).await;
    let ready = trusting(&authority).rustls_config(&[]).unwrap();
    run(&server, "localhost", Tls::from_rustls(ready)).await.unwrap();

    let path = std::env::temp_dir().join(format!("gql-runtime-key-log-{}", std::process::id()));
    run(&server, "localhost", trusting(&authority).key_log_file(&path))
        .await
        .unwrap();
    let log = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(log.contains("CLIENT_TRAFFIC_SECRET_0 "), "{log}");
}

#[test]
fn tls_010_invalid_options_are_reported_when_they_are_set() {
    let authority = Authority::new();
    let identity = authority.issue("localhost", |_| {});
    let (chain, key) = (identity.chain.as_bytes(), identity.key.as_bytes());
    assert!(Tls::new().add_ca_pem(b"nonsense").unwrap_err().is_builder());
    assert!(
        Tls::new()
            .add_ca_pem(b"-----BEGIN CERTIFICATE-----\n!")
            .unwrap_err()
            .is_builder()
    );
    assert!(
        Tls::new()
            .client_certificate_pem(chain, b"")
            .unwrap_err()
            .is_builder()
    );
    assert!(
        Tls::new()
            .client_certificate_pem(key, key)
            .unwrap_err()
            .is_builder()
    );
    assert!(Tls::new().server_name("not a name").unwrap_err().is_builder());
    assert!(Tls::new().no_roots().rustls_config(&[]).unwrap_err().is_builder());
    let other = authority.issue("localhost", |_| {}).key;
    let mixed = Tls::new()
        .client_certificate_pem(chain, other.as_bytes())
        .unwrap();
    assert!(mixed.rustls_config(&[]).unwrap_err().is_builder());
    assert!(!format!("{:?}", Tls::new().client_certificate_pem(chain, key).unwrap()).contains("BEGIN"));
}

/// A ServerHello of TLS 1.1. <https://www.rfc-editor.org/rfc/rfc4346#section-7.4.1.3>
fn server_hello_of_tls_1_1() -> Vec<u8> {
    let mut hello = vec![0x03, 0x02];
    hello.extend([7; 32]); // random
    hello.extend([0x00, 0x00, 0x2f, 0x00]); // no session, a cipher suite, no compression
    let mut message = vec![0x02, 0, 0, u8::try_from(hello.len()).unwrap()];
    message.append(&mut hello);
    let mut record = vec![0x16, 0x03, 0x02, 0, u8::try_from(message.len()).unwrap()];
    record.append(&mut message);
    record
}

/// TLS 1.0 and 1.1 must not be negotiated. <https://www.rfc-editor.org/rfc/rfc8996>
#[tokio::test]
async fn tls_012_versions_before_1_2_are_refused() {
    let authority = Authority::new();
    let identity = authority.issue("localhost", |_| {});
    for versions in [&[&TLS12], &[&TLS13]] {
        let one = server_of(acceptor_of(&identity, None, &[], versions)).await;
        run(&one, "localhost", trusting(&authority)).await.unwrap();
    }

    let old = Server::start(|mut connection| async move {
        connection.send(server_hello_of_tls_1_1()).await;
        connection.request().await;
    })
    .await;
    let error = run(&old, "localhost", trusting(&authority)).await.unwrap_err();
    assert!(error.is_tls(), "{error:?}");
}

#[tokio::test]
async fn tls_012_a_configuration_of_ones_own_may_ask_for_more() {
    let authority = Authority::new();
    let identity = authority.issue("localhost", |_| {});
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tls = Tls::from_rustls(Arc::new(config));
    let new = server_of(acceptor_of(&identity, None, &[], &[&TLS13])).await;
    run(&new, "localhost", tls.clone()).await.unwrap();
    let old = server_of(acceptor_of(&identity, None, &[], &[&TLS12])).await;
    let error = run(&old, "localhost", tls).await.unwrap_err();
    assert!(error.is_tls(), "{error:?}");
}
