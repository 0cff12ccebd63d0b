//! The part of an endpoint where this crate makes connections: their options, and HTTP by reqwest.

#[cfg(feature = "websocket")]
mod address;
#[cfg(all(feature = "cookies", feature = "__endpoint", feature = "websocket"))]
mod cookies;
mod credentials;
#[cfg(feature = "__endpoint")]
pub(super) mod http_options;
mod options;
#[cfg(feature = "__endpoint")]
mod redirect;
#[cfg(feature = "__tls")]
mod tls;
#[cfg(not(feature = "__endpoint"))]
mod url;

#[cfg(feature = "__endpoint")]
use http::header::ACCEPT_ENCODING;
use http::header::USER_AGENT;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue};

use super::Target;
#[cfg(feature = "__endpoint")]
use super::decompress;
use crate::Error;

pub(super) use options::ConnectionOptions;
pub(in crate::transport) use options::Route;
#[cfg(feature = "__endpoint")]
pub(super) use redirect::target as redirect;
#[cfg(feature = "__endpoint")]
pub(crate) use reqwest::Url;
#[cfg(not(feature = "__endpoint"))]
pub(crate) use url::Url;

/// Adds the headers that every request and connection has, unless the program sets them.
pub(super) fn add_default_headers(headers: &mut HeaderMap) {
    let agent = HeaderValue::from_static(concat!("gql-runtime/", env!("CARGO_PKG_VERSION")));
    headers.entry(USER_AGENT).or_insert(agent);
}

/// Adds the content codings that a response may have: this one, or those that are decompressed here.
#[cfg(feature = "__endpoint")]
pub(super) fn accept_encoding(headers: &mut HeaderMap, coding: Option<&HeaderValue>) {
    if let Some(coding) = coding {
        headers.insert(ACCEPT_ENCODING, coding.clone());
    } else if let Some(accepted) = decompress::ACCEPTED {
        headers.entry(ACCEPT_ENCODING).or_insert(accepted);
    }
}

impl Target {
    /// Checks the options of TLS.
    ///
    /// # Errors
    /// Returns an error if TLS is needed and its options are invalid ([`Error::is_builder`]).
    pub(super) fn check(&self) -> Result<(), Error> {
        #[cfg(feature = "__tls")]
        self.check_tls()?;
        Ok(())
    }
}

/// Without the feature `cookies`, connections that reqwest does not make have none.
#[cfg(all(not(all(feature = "cookies", feature = "__endpoint")), feature = "websocket"))]
impl Target {
    pub(in crate::transport) fn add_cookies(&self, _: &super::Address, _: &mut HeaderMap) {}

    pub(in crate::transport) fn keep_cookies(&self, _: &super::Address, _: &HeaderMap) {}
}

/// Removes the username and the password from a URL, and returns them as the value of `Authorization`, as the URI of an
/// HTTP request does not have them. <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
#[cfg(feature = "__endpoint")]
pub(super) fn take_credentials(url: &mut Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let value = credentials::header(url.username(), url.password().unwrap_or_default());
    // Neither call fails for a URL with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    value
}

/// Returns `None`, as the credentials were removed from the URL.
#[cfg(feature = "__endpoint")]
pub(super) fn credentials_in(_: &Authority) -> Option<HeaderValue> {
    None
}

/// Returns the username and the password as the value of `Authorization`.
#[cfg(not(feature = "__endpoint"))]
pub(super) fn credentials_in(authority: &Authority) -> Option<HeaderValue> {
    let (credentials, _) = authority.as_str().rsplit_once('@')?;
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    credentials::header(user, password)
}

/// Returns `None`, as the credentials stay in the text: see [`credentials_in`].
#[cfg(not(feature = "__endpoint"))]
pub(super) fn take_credentials(_: &mut Url) -> Option<HeaderValue> {
    None
}
