//! TLS by rustls, set up once for every transport.

mod provider;
mod verify;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};

use crate::Error;
use verify::{KeyLogFile, Verifier};

/// The options of TLS connections.
///
/// By default, the system's certificate authorities are trusted, or Mozilla's, which this crate bundles, on a system
/// without any, and TLS 1.2 and 1.3 are enabled. Every transport takes the same value.
///
/// The cryptography provider is aws-lc-rs with the feature `tls`, even with `tls-ring`, and ring with only `tls-ring`.
/// With only `rustls` there is none, and only a value from [`from_rustls`](Self::from_rustls) can make
/// connections. The process's default provider is neither used nor set.
///
/// ```
/// # fn run() -> Result<gql_runtime::Tls, gql_runtime::Error> {
/// # let (ca, certificate, key) = (b"", b"", b"");
/// gql_runtime::Tls::new().add_ca_pem(ca)?.client_certificate_pem(certificate, key)
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Tls {
    roots: Roots,
    extra: Vec<CertificateDer<'static>>,
    identity: Option<Arc<Identity>>,
    accept_invalid: bool,
    server_name: Option<ServerName<'static>>,
    key_log: Option<KeyLog>,
    ready: Option<Arc<ClientConfig>>,
}

#[derive(Clone, Copy, Default, Debug)]
enum Roots {
    #[default]
    System,
    Bundled,
    None,
}

struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

#[derive(Clone, Debug)]
enum KeyLog {
    Environment,
    File(PathBuf),
}

impl Tls {
    /// Creates the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates options from a rustls configuration. Other options are ignored, and transports set the ALPN protocols.
    #[cfg(feature = "rustls")]
    pub fn from_rustls(config: Arc<ClientConfig>) -> Self {
        Self {
            ready: Some(config),
            ..Self::default()
        }
    }

    /// Trusts the certificate authorities that this crate bundles (Mozilla's), instead of the system's.
    #[must_use]
    pub fn bundled_roots(mut self) -> Self {
        self.roots = Roots::Bundled;
        self
    }

    /// Trusts only the authorities added by [`add_ca_pem`](Self::add_ca_pem).
    #[must_use]
    pub fn no_roots(mut self) -> Self {
        self.roots = Roots::None;
        self
    }

    /// Trusts the certificate authorities in this PEM text in addition.
    ///
    /// # Errors
    /// Returns an error if it has no certificate ([`Error::is_builder`]).
    pub fn add_ca_pem(mut self, pem: &[u8]) -> Result<Self, Error> {
        self.extra.extend(certificates(pem)?);
        Ok(self)
    }

    /// Sets the client certificate: its chain and its private key, both as PEM text.
    ///
    /// # Errors
    /// Returns an error if there is no certificate or no private key ([`Error::is_builder`]).
    /// If there is no certificate or no private key in them ([`Error::is_builder`]).
    pub fn client_certificate_pem(mut self, chain: &[u8], key: &[u8]) -> Result<Self, Error> {
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|source| Error::builder(format!("the PEM text has no private key: {source}")))?;
        self.identity = Some(Arc::new(Identity {
            chain: certificates(chain)?,
            key,
        }));
        Ok(self)
    }

    /// Accepts any certificate, including expired, self-signed and other hosts' certificates. An attacker between client
    /// and server can read and modify everything. Only use this for tests.
    #[must_use]
    pub fn danger_accept_invalid_certs(mut self, accept: bool) -> Self {
        self.accept_invalid = accept;
        self
    }

    /// Verifies the server's certificate for this name instead of the URL's host, for servers that are reached by address
    /// or through a tunnel. A WebSocket also sends it as the server name indication. The transports over HTTP send the
    /// URL's host, which their HTTP client does not allow to be changed.
    ///
    /// # Errors
    /// Returns an error if it is neither a DNS name nor an IP address ([`Error::is_builder`]).
    pub fn server_name(mut self, name: impl Into<String>) -> Result<Self, Error> {
        let name = ServerName::try_from(name.into())
            .map_err(|source| Error::builder(format!("not a server name: {source}")).with_source(source))?;
        self.server_name = Some(name);
        Ok(self)
    }

    /// Appends the secrets of every connection to the file in the environment variable `SSLKEYLOGFILE`, if it is set, so
    /// that a capture can be decrypted. Only use this for debugging.
    #[must_use]
    pub fn key_log_from_env(mut self) -> Self {
        self.key_log = Some(KeyLog::Environment);
        self
    }

    /// Appends the secrets of every connection to this file. Only use this for debugging.
    #[must_use]
    pub fn key_log_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.key_log = Some(KeyLog::File(path.into()));
        self
    }

    /// Returns the rustls configuration with these ALPN protocols.
    ///
    /// # Errors
    /// Returns an error if no certificate authority is trusted, the client certificate does not match its key, the key log
    /// cannot be opened, or the features have no cryptography provider and no configuration was set
    /// ([`Error::is_builder`]).
    #[cfg(feature = "rustls")]
    pub fn rustls_config(&self, alpn: &[&[u8]]) -> Result<Arc<ClientConfig>, Error> {
        self.config(alpn)
    }

    /// Returns the configuration for a connection.
    pub(crate) fn config(&self, alpn: &[&[u8]]) -> Result<Arc<ClientConfig>, Error> {
        let mut config = match &self.ready {
            Some(ready) => ClientConfig::clone(ready),
            None => self.build()?,
        };
        config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Arc::new(config))
    }

    /// Returns the name to verify for a server at this host.
    #[cfg(feature = "websocket")]
    pub(crate) fn server_name_for(&self, host: &str) -> Result<ServerName<'static>, Error> {
        match &self.server_name {
            Some(name) if self.ready.is_none() => Ok(name.clone()),
            _ => ServerName::try_from(host.to_owned())
                .map_err(|source| Error::builder(format!("not a host name: {source}")).with_source(source)),
        }
    }

    fn build(&self) -> Result<ClientConfig, Error> {
        let provider = provider::provider()?;
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(invalid_options)?;
        let builder = if self.accept_invalid {
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Verifier::accept_any(&provider)))
        } else {
            let roots = Arc::new(self.root_store()?);
            let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider.clone())
                .build()
                .map_err(|source| {
                    Error::builder(format!("no trusted certificate authorities: {source}"))
                        .with_source(source)
                })?;
            match &self.server_name {
                None => builder.with_webpki_verifier(verifier),
                Some(name) => {
                    let verifier = Verifier::for_name(&provider, verifier, name.clone());
                    builder
                        .dangerous()
                        .with_custom_certificate_verifier(Arc::new(verifier))
                }
            }
        };
        let mut config = match &self.identity {
            None => builder.with_no_client_auth(),
            Some(identity) => builder
                .with_client_auth_cert(identity.chain.clone(), identity.key.clone_key())
                .map_err(invalid_options)?,
        };
        match &self.key_log {
            None => {}
            Some(KeyLog::Environment) => config.key_log = Arc::new(rustls::KeyLogFile::new()),
            Some(KeyLog::File(path)) => config.key_log = Arc::new(KeyLogFile::open(path)?),
        }
        Ok(config)
    }

    fn root_store(&self) -> Result<RootCertStore, Error> {
        let mut store = RootCertStore::empty();
        if matches!(self.roots, Roots::System) {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        let none_in_system = matches!(self.roots, Roots::System) && store.is_empty();
        if matches!(self.roots, Roots::Bundled) || none_in_system {
            store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        for certificate in &self.extra {
            store.add(certificate.clone()).map_err(invalid_options)?;
        }
        Ok(store)
    }
}

fn invalid_options(source: rustls::Error) -> Error {
    Error::builder(format!("invalid TLS options: {source}")).with_source(source)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    match CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>() {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(Error::builder("the PEM text has no certificate")),
        Err(source) => {
            Err(Error::builder(format!("invalid PEM text: {source}")).with_source(source.to_string()))
        }
    }
}

/// Omits keys and certificates.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("roots", &self.roots)
            .field("extra", &self.extra.len())
            .field("client_certificate", &self.identity.is_some())
            .field("danger_accept_invalid_certs", &self.accept_invalid)
            .field("server_name", &self.server_name)
            .field("key_log", &self.key_log)
            .field("from_rustls", &self.ready.is_some())
            .finish()
    }
}
