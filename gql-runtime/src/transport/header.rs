//! Headers that a program gives, and its credentials as one.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::{HeaderName, HeaderValue};

use crate::Error;

/// A header of whatever becomes one.
///
/// # Errors
/// If it does not ([`Error::is_builder`]).
pub(super) fn of<N, V>(name: N, value: V) -> Result<(HeaderName, HeaderValue), Error>
where
    N: TryInto<HeaderName, Error: Into<http::Error>>,
    V: TryInto<HeaderValue, Error: Into<http::Error>>,
{
    let not_a_header = |source| Error::builder(format!("not a header: {source}")).with_source(source);
    let name = name.try_into().map_err(|source| not_a_header(source.into()))?;
    let value = value.try_into().map_err(|source| not_a_header(source.into()))?;
    Ok((name, value))
}

/// The value of `Authorization` for a token. <https://www.rfc-editor.org/rfc/rfc6750>
pub(super) fn bearer(token: impl fmt::Display) -> Credentials {
    Credentials(format!("Bearer {token}"))
}

/// The value of `Authorization` for a name and a password. <https://www.rfc-editor.org/rfc/rfc7617>
pub(super) fn basic(user: impl fmt::Display, password: impl fmt::Display) -> Credentials {
    let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
    Credentials(format!("Basic {encoded}"))
}

/// The value of a header that nobody is to see.
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
