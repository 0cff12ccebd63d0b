//! reqwest without TLS beside us. A client of reqwest whose TLS backend is rustls needs a provider, be it for plain HTTP alone.

fn main() {
    #[cfg(feature = "ours")]
    gql_runtime::Client::http("https://example.com/graphql").expect("ours is made");
    let _ = reqwest::Client::new();
}
