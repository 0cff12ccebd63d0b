//! What a string literal means. <https://spec.graphql.org/September2025/#sec-String-Value>

use std::borrow::Cow;

/// The meaning of the text between the quotes.
pub(crate) fn value(raw: &str, block: bool) -> Cow<'_, str> {
    let _ = block;
    Cow::Borrowed(raw)
}
