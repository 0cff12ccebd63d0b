//! URLs as a browser parses them: without a scheme or a host, they are relative to the page.

use std::error::Error;
use std::fmt;

use http::HeaderValue;

use crate::browser;

/// An absolute URL without credentials and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Url {
    text: String,
    /// The original credentials, as the value of `Authorization`.
    credentials: Option<HeaderValue>,
}

/// The error for a text that is not a URL.
#[derive(Debug)]
pub(crate) struct NotUrl;

impl Url {
    /// Parses a URL. <https://url.spec.whatwg.org/#dom-url-url>
    ///
    /// # Errors
    /// Returns an error if it is invalid.
    pub(crate) fn parse(url: &str) -> Result<Self, NotUrl> {
        let page = browser::global().location().href().unwrap_or_default();
        let url = match web_sys::Url::new_with_base(url, &page) {
            Ok(url) => url,
            // The URL of an inline document or worker is not a base.
            Err(_) => web_sys::Url::new(url).map_err(|_| NotUrl)?,
        };
        let (user, password) = (url.username(), url.password());
        let has_credentials = !user.is_empty() || !password.is_empty();
        let credentials = has_credentials.then(|| authorization(&user, &password));
        url.set_username("");
        url.set_password("");
        url.set_hash("");
        Ok(Self {
            text: url.href(),
            credentials: credentials.flatten(),
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Removes the credentials, and returns them as the value of `Authorization`.
    pub(super) fn take_credentials(&mut self) -> Option<HeaderValue> {
        self.credentials.take()
    }

    /// Returns a serializer that appends to the query.
    #[cfg(feature = "http")]
    pub(crate) fn query_pairs_mut(&mut self) -> Pairs<'_> {
        Pairs(&mut self.text)
    }
}

/// Returns the value of `Authorization` for the percent-encoded username and password of a URL.
/// <https://www.rfc-editor.org/rfc/rfc7617>
fn authorization(user: &str, password: &str) -> Option<HeaderValue> {
    let decoded = |text: &str| {
        // It fails if the bytes are not UTF-8.
        js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
    };
    let credentials = format!("{}:{}", decoded(user), decoded(password));
    // The function takes each byte as a character.
    let bytes: String = credentials.bytes().map(char::from).collect();
    let encoded = browser::global().btoa(&bytes).ok()?;
    let mut value = HeaderValue::try_from(format!("Basic {encoded}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A serializer for the query of a URL.
#[cfg(feature = "http")]
pub(crate) struct Pairs<'a>(&'a mut String);

#[cfg(feature = "http")]
impl Pairs<'_> {
    /// Appends a name, which has no special characters, and its value.
    pub(crate) fn append_pair(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        self.0
            .push_str(&String::from(js_sys::encode_uri_component(value)));
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for NotUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the browser cannot read it")
    }
}

impl Error for NotUrl {}
