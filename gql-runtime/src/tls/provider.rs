//! The cryptography of connections over TLS. The features choose it, and rustls is given it with each configuration: the default of
//! the process belongs to the program, which may have none or another.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

use crate::Error;

/// The provider that the features choose.
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
    fn aws_lc_rs_counts_where_ring_is_there_too() {
        let key_provider = format!("{:?}", provider().unwrap().key_provider);
        assert!(key_provider.contains("AwsLc"), "{key_provider}");
    }
}
