//! JSON text that is looked at without a parser.

/// Skips white space at the beginning. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
#[inline]
pub(crate) fn trim_start(mut text: &[u8]) -> &[u8] {
    // Most servers write none.
    while let [first @ ..=b' ', rest @ ..] = text
        && matches!(first, b' ' | b'\t' | b'\n' | b'\r')
    {
        text = rest;
    }
    text
}

/// Cuts off white space at the end.
#[inline]
pub(crate) fn trim_end(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = text {
        text = rest;
    }
    text
}
