//! rustls with ring alone beside us. `ClientConfig::builder` has a provider by itself only if there is exactly one.

fn main() {
    #[cfg(feature = "ours")]
    {
        gql_runtime::Client::http("https://example.com/graphql").expect("ours is made");
        assert!(
            rustls::crypto::CryptoProvider::get_default().is_none(),
            "ours sets no default"
        );
    }
    let config = rustls::ClientConfig::builder();
    let key_provider = format!("{:?}", config.crypto_provider().key_provider);
    assert_eq!(key_provider, "Ring");
}
