//! Headers from values of a program, and the header of credentials.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::{HeaderName, HeaderValue};

use crate::Error;

/// Converts a name and a value into a header.
///
/// # Errors
/// Returns an error if one of them is invalid ([`Error::is_builder`]).
pub(super) fn parse<N, V>(name: N, value: V) -> Result<(HeaderName, HeaderValue), Error>
where
    N: TryInto<HeaderName, Error: Into<http::Error>>,
    V: TryInto<HeaderValue, Error: Into<http::Error>>,
{
    let not_a_header = |source| Error::builder(format!("not a header: {source}")).with_source(source);
    let name = name.try_into().map_err(|source| not_a_header(source.into()))?;
    let value = value.try_into().map_err(|source| not_a_header(source.into()))?;
    Ok((name, value))
}

/// Returns the value of `Authorization` for a token. <https://www.rfc-editor.org/rfc/rfc6750>
pub(super) fn bearer(token: impl fmt::Display) -> Credentials {
    Credentials(format!("Bearer {token}"))
}

/// Returns the value of `Authorization` for a username and a password. <https://www.rfc-editor.org/rfc/rfc7617>
pub(super) fn basic(user: impl fmt::Display, password: impl fmt::Display) -> Credentials {
    let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
    Credentials(format!("Basic {encoded}"))
}

/// A header value with credentials, which is marked as sensitive.
pub(super) struct Credentials(String);

impl TryFrom<Credentials> for HeaderValue {
    type Error = http::Error;

    fn try_from(Credentials(text): Credentials) -> Result<Self, http::Error> {
        let mut value = Self::try_from(text)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_of_rfc_7617() {
        for (user, password, expected) in [
            ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("test", "123\u{a3}", "Basic dGVzdDoxMjPCow=="),
            ("", "", "Basic Og=="),
            ("f", "", "Basic Zjo="),
            ("fo", "", "Basic Zm86"),
        ] {
            let value = HeaderValue::try_from(basic(user, password)).unwrap();
            assert_eq!(value, expected);
            assert!(value.is_sensitive());
        }
    }
}
