//! The TLS configuration of an endpoint.

use std::sync::Arc;

use crate::Error;
use crate::transport::endpoint::Target;

/// The TLS options. The configuration is created once, as loading the system's certificates takes milliseconds.
pub(super) struct TlsOptions {
    options: crate::Tls,
    is_given: bool,
    ready: std::sync::OnceLock<Arc<rustls::ClientConfig>>,
}

impl TlsOptions {
    pub(super) fn new(options: Option<crate::Tls>) -> Self {
        Self {
            is_given: options.is_some(),
            options: options.unwrap_or_default(),
            ready: std::sync::OnceLock::new(),
        }
    }

    /// Returns the configuration with these ALPN protocols.
    ///
    /// # Errors
    /// Returns an error if the options are invalid ([`Error::is_builder`]).
    pub(super) fn config(&self, alpn: &[&[u8]]) -> Result<rustls::ClientConfig, Error> {
        let ready = match self.ready.get() {
            Some(ready) => ready,
            None => {
                let config = self.options.config(&[])?;
                self.ready.get_or_init(|| config)
            }
        };
        let mut config = rustls::ClientConfig::clone(ready);
        config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(config)
    }
}

impl Target {
    /// Returns whether TLS connections are to be expected: to the server, to a proxy, or because TLS options are set.
    pub(in crate::transport::endpoint) fn needs_tls(&self) -> bool {
        self.route.tls.is_given || self.address.tls || self.route.proxies.are_over_tls()
    }

    /// Checks the TLS options.
    ///
    /// # Errors
    /// Returns an error if TLS is needed and its options are invalid ([`Error::is_builder`]).
    pub(in crate::transport::endpoint) fn check_tls(&self) -> Result<(), Error> {
        match self.needs_tls() {
            true => self.route.tls.config(&[]).map(drop),
            false => Ok(()),
        }
    }
}

#[cfg(feature = "websocket")]
impl Target {
    /// Returns the configuration for connections with HTTP/1.1.
    ///
    /// # Errors
    /// Returns an error if the options are invalid ([`Error::is_builder`]).
    pub(in crate::transport) fn rustls_config(&self) -> Result<rustls::ClientConfig, Error> {
        self.route.tls.config(&[b"http/1.1"])
    }

    /// Returns the name to verify for a server at this host.
    ///
    /// # Errors
    /// Returns an error if the host is invalid ([`Error::is_builder`]).
    pub(in crate::transport) fn server_name_for(
        &self,
        host: &str,
    ) -> Result<rustls::pki_types::ServerName<'static>, Error> {
        self.route.tls.options.server_name_for(host)
    }
}
