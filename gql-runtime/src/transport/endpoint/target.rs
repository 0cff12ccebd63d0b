//! The server of an endpoint with all options to reach it, independent of the HTTP library.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::address::Address;
use crate::Error;
use crate::transport::BoxFuture;
use crate::transport::bounds::shareable;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::transport::proxy::Proxies;

/// A provider of headers. It gets the error with which the server refused the previous ones.
pub(super) type HeaderProvider =
    Arc<shareable!(dyn Fn(Option<Error>) -> BoxFuture<Result<HeaderMap, Error>>)>;

/// A hook that refreshes the credentials, and returns whether it succeeded.
pub(super) type OnUnauthorized = Arc<shareable!(dyn Fn(Error) -> BoxFuture<bool>)>;

/// The address of a server, with its credentials and connection options.
pub(in crate::transport) struct Target {
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) address: Address,
    pub(super) headers: HeaderMap,
    pub(super) provider: Option<HeaderProvider>,
    pub(super) on_unauthorized: Option<OnUnauthorized>,
    pub(in crate::transport) connect_timeout: Option<Duration>,
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) proxies: Proxies,
    /// Whether the proxies are set by the program, and not by the environment.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) has_own_proxies: bool,
    #[cfg(unix)]
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) unix_socket: Option<Arc<std::path::Path>>,
    pub(in crate::transport) max_redirects: usize,
    #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
    pub(super) tls: TlsOptions,
    #[cfg(all(
        feature = "cookies",
        feature = "__endpoint",
        not(all(target_family = "wasm", target_os = "unknown"))
    ))]
    pub(super) cookies: Option<Arc<reqwest::cookie::Jar>>,
}

impl Target {
    /// Returns the headers of every request and connection, including those of the provider. It gets the error with which
    /// the server refused the previous ones.
    ///
    /// # Errors
    /// Returns an error if the provider fails.
    pub(in crate::transport) async fn headers(&self, refusal: Option<Error>) -> Result<HeaderMap, Error> {
        let mut headers = self.headers.clone();
        if let Some(provider) = &self.provider {
            headers.extend(provider(refusal).await?);
        }
        Ok(headers)
    }

    /// Returns whether requests have headers.
    #[cfg(all(feature = "websocket", target_family = "wasm", target_os = "unknown"))]
    pub(in crate::transport) fn has_headers(&self) -> bool {
        self.provider.is_some() || !self.headers.is_empty()
    }

    /// Returns whether refused credentials can be refreshed.
    pub(in crate::transport) fn can_refresh(&self) -> bool {
        self.on_unauthorized.is_some() || self.provider.is_some()
    }

    /// Refreshes the credentials after this refusal, and returns whether another attempt makes sense. Without a hook, the
    /// next attempt calls the provider.
    pub(in crate::transport) async fn refresh(&self, refusal: Error) -> bool {
        match &self.on_unauthorized {
            None => self.provider.is_some(),
            Some(hook) => hook(refusal).await,
        }
    }
}

/// Cookies for connections that reqwest does not make.
#[cfg(all(
    feature = "cookies",
    feature = "__endpoint",
    not(all(target_family = "wasm", target_os = "unknown")),
    feature = "websocket"
))]
mod cookies {
    use http::HeaderMap;
    use http::header::{COOKIE, SET_COOKIE};
    use reqwest::Url;
    use reqwest::cookie::CookieStore as _;

    use super::{Address, Target};

    impl Target {
        /// Adds the jar's cookies for this address, unless there is a `Cookie` header already.
        pub(in crate::transport) fn add_cookies(&self, address: &Address, headers: &mut HeaderMap) {
            if let Some(jar) = &self.cookies
                && !headers.contains_key(COOKIE)
                && let Ok(url) = Url::parse(&address.url("http"))
                && let Some(cookies) = jar.cookies(&url)
            {
                headers.insert(COOKIE, cookies);
            }
        }

        /// Stores the cookies of a response in the jar.
        pub(in crate::transport) fn keep_cookies(&self, address: &Address, headers: &HeaderMap) {
            if let Some(jar) = &self.cookies
                && let Ok(url) = Url::parse(&address.url("http"))
            {
                jar.set_cookies(&mut headers.get_all(SET_COOKIE).iter(), &url);
            }
        }
    }
}

#[cfg(all(
    not(all(feature = "cookies", feature = "__endpoint")),
    feature = "websocket",
    not(all(target_family = "wasm", target_os = "unknown"))
))]
impl Target {
    pub(in crate::transport) fn add_cookies(&self, _: &Address, _: &mut HeaderMap) {}

    pub(in crate::transport) fn keep_cookies(&self, _: &Address, _: &HeaderMap) {}
}

/// The TLS options. The configuration is created once, as loading the system's certificates takes milliseconds.
#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
pub(super) struct TlsOptions {
    options: crate::Tls,
    is_given: bool,
    ready: std::sync::OnceLock<Arc<rustls::ClientConfig>>,
}

#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
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

#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
impl Target {
    /// Returns whether TLS connections are to be expected: to the server, to a proxy, or because TLS options are set.
    pub(super) fn needs_tls(&self) -> bool {
        self.tls.is_given || self.address.tls || self.proxies.are_over_tls()
    }

    /// Checks the TLS options.
    ///
    /// # Errors
    /// Returns an error if TLS is needed and its options are invalid ([`Error::is_builder`]).
    pub(super) fn check_tls(&self) -> Result<(), Error> {
        match self.needs_tls() {
            true => self.tls.config(&[]).map(drop),
            false => Ok(()),
        }
    }
}

#[cfg(all(
    feature = "__tls",
    feature = "websocket",
    not(all(target_family = "wasm", target_os = "unknown"))
))]
impl Target {
    /// Returns the configuration for connections with HTTP/1.1.
    ///
    /// # Errors
    /// Returns an error if the options are invalid ([`Error::is_builder`]).
    pub(in crate::transport) fn rustls_config(&self) -> Result<rustls::ClientConfig, Error> {
        self.tls.config(&[b"http/1.1"])
    }

    /// Returns the name to verify for a server at this host.
    ///
    /// # Errors
    /// Returns an error if the host is invalid ([`Error::is_builder`]).
    pub(in crate::transport) fn server_name_for(
        &self,
        host: &str,
    ) -> Result<rustls::pki_types::ServerName<'static>, Error> {
        self.tls.options.server_name_for(host)
    }
}
