//! TLS to the server, to the proxy, and to both.

use std::sync::Arc;

use gql_runtime::Tls;
use gql_runtime::transport::{Endpoint, Proxy};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::origin::Origin;
use crate::proxy::Proxying;
use crate::{EVERY, Way, ask, data};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn acceptor(authority: &Authority, name: &str) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let chain = vec![params.signed_by(&key, authority).unwrap().der().clone()];
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key);
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

fn trusting(authority: &Authority) -> Tls {
    Tls::new()
        .no_roots()
        .add_ca_pem(authority.pem().as_bytes())
        .unwrap()
}

/// Starts a server with TLS, and returns its port.
async fn secure_origin(authority: &Authority) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = acceptor(authority, "origin.invalid");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    Origin::new().serve(stream).await;
                }
            });
        }
    });
    port
}

/// Starts an HTTP proxy with TLS, and returns its port.
async fn secure_proxy(proxy: &Proxying, authority: &Authority) -> u16 {
    let acceptor = acceptor(authority, "127.0.0.1");
    proxy
        .listen(move |proxy, stream| {
            let acceptor = acceptor.clone();
            async move { proxy.http(acceptor.accept(stream).await.ok()?).await }
        })
        .await
}

#[tokio::test]
async fn an_https_proxy_before_servers_with_tls_and_without() {
    let authority = authority();
    let (plain, secure) = (Origin::new().listen().await, secure_origin(&authority).await);
    for way in EVERY {
        for (scheme, origin) in [("http", plain), ("https", secure)] {
            for asks in [false, true] {
                let proxying = Proxying::to(origin, asks);
                let port = secure_proxy(&proxying, &authority).await;
                let proxy = Proxy::all(format!("https://127.0.0.1:{port}")).unwrap();
                let proxy = if asks {
                    proxy.basic_auth("user", "pass word")
                } else {
                    proxy
                };
                let endpoint = |tls| {
                    let url = format!("{scheme}://origin.invalid/graphql");
                    let builder = Endpoint::builder(url).tls(tls).proxy(proxy.clone());
                    builder.build().unwrap()
                };
                let trusted = ask(way, &endpoint(trusting(&authority))).await;
                assert_eq!(trusted.unwrap(), data(), "{way:?} {scheme} {asks}");
                let asked = proxying.asked();
                if scheme == "https" || way == Way::WebSocket {
                    assert!(asked[0].starts_with("CONNECT origin.invalid:"), "{asked:?}");
                }
                let error = ask(way, &endpoint(Tls::new().bundled_roots())).await.unwrap_err();
                assert!(error.is_tls(), "{way:?} {scheme}: {error:?}");
            }
        }
    }
}

#[tokio::test]
async fn tls_through_a_plain_proxy_and_through_socks() {
    let authority = authority();
    let origin = secure_origin(&authority).await;
    for way in EVERY {
        let proxying = Proxying::to(origin, false);
        let http = proxying.listen(Proxying::http).await;
        let socks = proxying.listen(Proxying::socks).await;
        for proxy in [
            format!("http://127.0.0.1:{http}"),
            format!("socks5h://127.0.0.1:{socks}"),
        ] {
            let endpoint = Endpoint::builder("wss://origin.invalid/graphql")
                .tls(trusting(&authority))
                .proxy(Proxy::https(proxy).unwrap());
            let answered = ask(way, &endpoint.build().unwrap()).await;
            assert_eq!(answered.unwrap(), data(), "{way:?}");
        }
        assert_eq!(
            proxying.asked(),
            ["CONNECT origin.invalid:443 HTTP/1.1", "origin.invalid:443"]
        );
    }
}
