//! The cryptography provider of TLS connections. It is chosen by features and passed to rustls with each configuration, as
//! the default provider of the process belongs to the program, which may have another one or none.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

use crate::Error;

/// Returns the provider that the features choose.
pub(super) fn provider() -> Result<Arc<CryptoProvider>, Error> {
    chosen().map(Arc::new).ok_or_else(|| {
        Error::builder(
            "no cryptography for TLS: give a configuration with `Tls::from_rustls`, \
             or switch on the feature `tls` (aws-lc-rs) or `tls-ring` of gql-runtime",
        )
    })
}

#[cfg(feature = "tls")]
fn chosen() -> Option<CryptoProvider> {
    Some(rustls::crypto::aws_lc_rs::default_provider())
}

#[cfg(all(feature = "tls-ring", not(feature = "tls")))]
fn chosen() -> Option<CryptoProvider> {
    Some(rustls::crypto::ring::default_provider())
}

#[cfg(not(any(feature = "tls", feature = "tls-ring")))]
fn chosen() -> Option<CryptoProvider> {
    None
}

#[cfg(all(test, feature = "tls"))]
mod tests {
    use super::*;

    #[test]
    fn aws_lc_rs_has_precedence_over_ring() {
        let key_provider = format!("{:?}", provider().unwrap().key_provider);
        assert!(key_provider.contains("AwsLc"), "{key_provider}");
    }
}
