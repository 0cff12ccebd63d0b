//! The program's own TLS configuration. We bring no cryptography: without a configuration there is an error, with one it is used.

use std::sync::Arc;

fn main() {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has both versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    #[cfg(feature = "ours")]
    ours(&Arc::new(config));
    #[cfg(not(feature = "ours"))]
    drop(config);
}

#[cfg(feature = "ours")]
fn ours(config: &Arc<rustls::ClientConfig>) {
    use gql_runtime::Tls;
    use gql_runtime::transport::Endpoint;

    let own = || Tls::from_rustls(config.clone());
    for url in ["https://example.com/graphql", "wss://example.com/graphql"] {
        let error = Endpoint::builder(url).build().expect_err("no cryptography");
        says_what_is_missing(&error);
        Endpoint::builder(url)
            .tls(own())
            .build()
            .expect("a configuration is enough");
    }
    says_what_is_missing(&Tls::new().rustls_config(&[]).expect_err("no cryptography"));
    says_what_is_missing(&over_plain_http());
    assert!(
        rustls::crypto::CryptoProvider::get_default().is_none(),
        "ours sets no default"
    );
}

#[cfg(feature = "ours")]
fn says_what_is_missing(error: &gql_runtime::Error) {
    let message = error.to_string();
    assert!(error.is_builder(), "{message}");
    for name in ["from_rustls", "`tls`", "`tls-ring`"] {
        assert!(message.contains(name), "{message}");
    }
}

/// The error of an operation over `http`: its client is built with TLS, as its proxy may want it.
#[cfg(feature = "ours")]
fn over_plain_http() -> gql_runtime::Error {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let client = gql_runtime::Client::http("http://127.0.0.1:1/graphql").expect("no TLS in the URL");
        let request = gql_runtime::Request::new("{ n }");
        client
            .execute_raw::<bool>(request)
            .await
            .expect_err("no cryptography")
    })
}
