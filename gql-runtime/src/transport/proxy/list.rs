//! The proxies of an endpoint, from its options or from the environment.

use super::no_proxy::NoProxy;
#[cfg(feature = "__tls")]
use super::server::Protocol;
use super::server::Server;
use super::{Proxy, Scope};
use crate::Error;

/// The proxies for connections. The first one that applies to a connection is used.
#[derive(Debug, Clone, Default)]
pub(in crate::transport) struct Proxies {
    list: Vec<Proxy>,
}

impl Proxies {
    pub(in crate::transport) fn push(&mut self, proxy: Proxy) {
        self.list.push(proxy);
    }

    pub(in crate::transport) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns whether one of them is reached over TLS.
    #[cfg(feature = "__tls")]
    pub(in crate::transport) fn are_over_tls(&self) -> bool {
        self.list
            .iter()
            .any(|proxy| proxy.server.protocol == Protocol::Https)
    }

    /// Reads the environment variables that curl and other programs use: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY`, or their names in lowercase. They are ignored under CGI, where `HTTP_PROXY` is a header of the incoming
    /// request. <https://httpoxy.org>
    ///
    /// # Errors
    /// Returns an error if a variable is not the URL of a proxy ([`Error::is_builder`]), as ignoring it would bypass the
    /// proxy.
    pub(in crate::transport) fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        if variable("REQUEST_METHOD").is_some() {
            return Ok(Self::default());
        }
        let read = |name: &'static str| {
            let lower = || variable(&name.to_ascii_lowercase()).filter(|value| !value.trim().is_empty());
            variable(name)
                .filter(|value| !value.trim().is_empty())
                .or_else(lower)
        };
        let no_proxy = NoProxy::parse(&read("NO_PROXY").unwrap_or_default());
        let mut list = Vec::new();
        for (name, scope) in [
            ("HTTPS_PROXY", Scope::Tls),
            ("HTTP_PROXY", Scope::Plain),
            ("ALL_PROXY", Scope::All),
        ] {
            let Some(url) = read(name) else { continue };
            let server = Server::parse(&url).map_err(|error| {
                Error::builder(format!(
                    "the environment variable {name} is {error}; `no_proxy` of the endpoint ignores it"
                ))
            })?;
            list.push(Proxy {
                scope,
                server,
                no_proxy: no_proxy.clone(),
            });
        }
        Ok(Self { list })
    }

    /// Returns the proxy for a connection to this host.
    #[cfg(any(feature = "websocket", test))]
    pub(in crate::transport) fn choose(&self, tls: bool, host: &str) -> Option<&Server> {
        let chosen = self.list.iter().find(|proxy| proxy.is_for(tls, host))?;
        Some(&chosen.server)
    }

    #[cfg(feature = "__endpoint")]
    pub(in crate::transport) fn iter(&self) -> impl Iterator<Item = &Proxy> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(environment: &[(&str, &str)], tls: bool, host: &str) -> Option<String> {
        let proxies = Proxies::from_environment(|name| {
            let found = environment.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        })
        .unwrap();
        proxies.choose(tls, host).map(|server| server.host.clone())
    }

    #[test]
    fn the_variable_of_the_scheme_comes_before_the_one_for_all() {
        let environment = [
            ("HTTP_PROXY", "http://plain"),
            ("https_proxy", "secure:1"),
            ("ALL_PROXY", "socks5://all"),
            ("no_proxy", "example.com,10.0.0.0/8"),
        ];
        assert_eq!(chosen(&environment, false, "a").as_deref(), Some("plain"));
        assert_eq!(chosen(&environment, true, "a").as_deref(), Some("secure"));
        assert_eq!(chosen(&environment[2..], true, "a").as_deref(), Some("all"));
        for host in ["example.com", "a.example.com", "10.9.8.7"] {
            assert_eq!(chosen(&environment, true, host), None, "{host}");
        }
        assert_eq!(chosen(&[], true, "a"), None);
    }

    #[test]
    fn empty_variables_are_ignored_and_upper_case_has_precedence() {
        let both = [("HTTP_PROXY", "upper"), ("http_proxy", "lower")];
        assert_eq!(chosen(&both, false, "a").as_deref(), Some("upper"));
        let empty = [("HTTP_PROXY", " "), ("http_proxy", "lower")];
        assert_eq!(chosen(&empty, false, "a").as_deref(), Some("lower"));
    }

    #[test]
    fn cgi_programs_ignore_the_environment() {
        assert_eq!(
            chosen(&[("HTTP_PROXY", "a"), ("REQUEST_METHOD", "GET")], false, "b"),
            None
        );
    }

    #[test]
    fn an_invalid_variable_is_named_and_not_shown() {
        let variable = |name: &str| (name == "ALL_PROXY").then(|| "ftp://u:secret@a".to_owned());
        let error = Proxies::from_environment(variable).unwrap_err();
        assert!(
            error.is_builder() && error.to_string().contains("ALL_PROXY"),
            "{error}"
        );
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}
