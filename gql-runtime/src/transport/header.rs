//! Headers that a program gives, and its credentials as one.

use std::fmt;

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
    let encoded = base64(format!("{user}:{password}").as_bytes());
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

/// <https://www.rfc-editor.org/rfc/rfc4648#section-4>
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0u32, |group, byte| group << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = (group >> (18 - 6 * place)) & 63;
            out.push(if place <= chunk.len() {
                char::from(ALPHABET[sextet as usize])
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_of_rfc_4648() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ] {
            assert_eq!(super::base64(text.as_bytes()), expected);
        }
    }
}
