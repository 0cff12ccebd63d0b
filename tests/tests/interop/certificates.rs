//! A certificate authority of our own, a certificate for the servers and one for us: made anew for each run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gql_runtime::Tls;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::{Outcome, folder};

/// The ways to reach a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// Without TLS.
    None,
    /// TLS, with a certificate of our authority.
    Tls,
    /// Over TLS, and the client must have a certificate, too.
    ClientCertificate,
}

/// Where the PEM files are, for servers that are other processes.
pub(crate) struct Certificates {
    pub(crate) authority: PathBuf,
    pub(crate) server: PathBuf,
    pub(crate) server_key: PathBuf,
    client: PathBuf,
    client_key: PathBuf,
    stranger: PathBuf,
}

impl Certificates {
    pub(crate) fn get() -> Outcome<&'static Self> {
        static MADE: OnceLock<Result<Certificates, String>> = OnceLock::new();
        let made = MADE.get_or_init(|| Self::make().map_err(|error| error.to_string()));
        made.as_ref().map_err(|error| error.as_str().into())
    }

    fn make() -> Outcome<Self> {
        let folder = folder()?.join("certificates");
        fs::create_dir_all(&folder)?;
        let write = |name: &str, pem: &str| -> Outcome<PathBuf> {
            let path = folder.join(name);
            fs::write(&path, pem)?;
            Ok(path)
        };
        let authority = authority()?;
        let (server, server_key) = issue(&authority, "localhost", ExtendedKeyUsagePurpose::ServerAuth)?;
        let (client, client_key) = issue(&authority, "client", ExtendedKeyUsagePurpose::ClientAuth)?;
        Ok(Self {
            authority: write("authority.pem", &authority.pem())?,
            server: write("server.pem", &server)?,
            server_key: write("server.key", &server_key)?,
            client: write("client.pem", &client)?,
            client_key: write("client.key", &client_key)?,
            stranger: write("stranger.pem", &self::authority()?.pem())?,
        })
    }

    /// Trusts our authority and no other.
    pub(crate) fn trusting(&self) -> Outcome<Tls> {
        Ok(Tls::new().no_roots().add_ca_pem(&fs::read(&self.authority)?)?)
    }

    /// Trusts an authority that did not sign the server's certificate.
    pub(crate) fn trusting_another(&self) -> Outcome<Tls> {
        Ok(Tls::new().no_roots().add_ca_pem(&fs::read(&self.stranger)?)?)
    }

    /// Trusts our authority, and has a certificate of it.
    pub(crate) fn identified(&self) -> Outcome<Tls> {
        let (chain, key) = (fs::read(&self.client)?, fs::read(&self.client_key)?);
        Ok(self.trusting()?.client_certificate_pem(&chain, &key)?)
    }
}

fn authority() -> Outcome<CertifiedIssuer<'static, KeyPair>> {
    let mut params = CertificateParams::new(Vec::new())?;
    params
        .distinguished_name
        .push(DnType::CommonName, "an authority of our own");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

/// A certificate and its key, both PEM.
fn issue(
    authority: &CertifiedIssuer<'static, KeyPair>,
    name: &str,
    usage: ExtendedKeyUsagePurpose,
) -> Outcome<(String, String)> {
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    // OpenSSL considers a certificate with its issuer's name self-signed.
    params.distinguished_name.push(DnType::CommonName, name);
    params.extended_key_usages = vec![usage];
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, authority)?;
    Ok((certificate.pem(), key.serialize_pem()))
}

/// Creates the configuration of a server in this process.
pub(crate) fn server_config(security: Security) -> Outcome<Arc<ServerConfig>> {
    let files = Certificates::get()?;
    let read = |path: &Path| CertificateDer::from_pem_file(path);
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let builder = if security == Security::ClientCertificate {
        let mut roots = RootCertStore::empty();
        roots.add(read(&files.authority)?)?;
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
        builder.with_client_cert_verifier(verifier)
    } else {
        builder.with_no_client_auth()
    };
    let key = PrivateKeyDer::from_pem_file(&files.server_key)?;
    let mut config = builder.with_single_cert(vec![read(&files.server)?], key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
