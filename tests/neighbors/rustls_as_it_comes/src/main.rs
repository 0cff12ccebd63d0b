//! rustls with its default features beside us. `ClientConfig::builder` has a provider by itself only if there is exactly one.

fn main() {
    #[cfg(feature = "ours")]
    gql_runtime::Client::http("https://example.com/graphql").expect("ours is made");
    let _ = rustls::ClientConfig::builder();
}
