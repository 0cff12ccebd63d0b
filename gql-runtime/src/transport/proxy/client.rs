//! The conversion of a proxy for reqwest.

use reqwest::Url;

use super::Proxy;
use super::server::{Authentication, Names, Protocol, Server};
use crate::Error;

impl Proxy {
    /// Converts the proxy for reqwest.
    ///
    /// # Errors
    /// Returns an error if reqwest does not accept its host ([`Error::is_builder`]).
    pub(in crate::transport) fn for_client(&self) -> Result<reqwest::Proxy, Error> {
        let server = url(&self.server)?;
        let chosen = self.clone();
        let client = reqwest::Proxy::custom(move |to: &Url| {
            let is_for = chosen.is_for(to.scheme() == "https", to.host_str().unwrap_or_default());
            is_for.then(|| server.clone())
        });
        Ok(match self.server.authorization() {
            Some(value) if !matches!(self.server.protocol, Protocol::Socks5(_)) => {
                client.custom_http_auth(value)
            }
            _ => client,
        })
    }
}

/// Returns the URL. Only credentials for SOCKS5 are part of it; others are sent as a header.
fn url(server: &Server) -> Result<Url, Error> {
    let invalid = || Error::builder("not the URL of a proxy: its host is not usable");
    let scheme = match server.protocol {
        Protocol::Http => "http",
        Protocol::Https => "https",
        Protocol::Socks5(Names::Client) => "socks5",
        Protocol::Socks5(Names::Proxy) => "socks5h",
    };
    let host = match server.host.contains(':') {
        true => format!("[{}]", server.host),
        false => server.host.clone(),
    };
    let mut url = Url::parse(&format!("{scheme}://{host}:{}", server.port)).map_err(|_| invalid())?;
    if let (Protocol::Socks5(_), Authentication::Basic(user, password)) =
        (server.protocol, &server.authentication)
    {
        url.set_username(user).map_err(|()| invalid())?;
        url.set_password(Some(password)).map_err(|()| invalid())?;
    }
    Ok(url)
}
