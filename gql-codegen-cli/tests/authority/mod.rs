//! Certificates for one test: of a server and of its clients.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// A certificate authority, with its PEM and what it issues in a folder.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new(folder: &Path, name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("the names are good");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key is made");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("the certificate is signed");
        fs::write(folder.join(format!("{name}.pem")), issuer.pem()).expect("the certificate is written");
        Self(issuer)
    }

    /// A certificate and its key, both PEM.
    fn issue(&self, name: &str, usage: ExtendedKeyUsagePurpose) -> (String, String) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("the name is good");
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().expect("a key is made");
        let certificate = params
            .signed_by(&key, &self.0)
            .expect("the certificate is signed");
        (certificate.pem(), key.serialize_pem())
    }

    /// Puts a client's certificate at `client.pem` and its key at `client.key`.
    pub(crate) fn write_client(&self, folder: &Path) {
        let (certificate, key) = self.issue("client", ExtendedKeyUsagePurpose::ClientAuth);
        fs::write(folder.join("client.pem"), certificate).expect("the certificate is written");
        fs::write(folder.join("client.key"), key).expect("the key is written");
    }

    /// A server for `localhost`, which asks clients for a certificate of `clients`.
    pub(crate) fn server(&self, clients: Option<&Self>) -> Arc<ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .expect("the versions are good");
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(clients) => {
                let mut roots = RootCertStore::empty();
                let root = CertificateDer::from_pem_slice(clients.0.pem().as_bytes()).expect("PEM");
                roots.add(root).expect("it is an authority");
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().expect("there is an authority"))
            }
        };
        let (chain, key) = self.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth);
        let chain = CertificateDer::pem_slice_iter(chain.as_bytes()).collect::<Result<_, _>>();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("PEM");
        let config = builder.with_single_cert(chain.expect("PEM"), key);
        Arc::new(config.expect("certificate and key belong together"))
    }
}
