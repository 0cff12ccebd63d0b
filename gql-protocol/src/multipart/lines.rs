//! The lines of a multipart body: delimiters, and the headers of parts.

use memchr::memmem;

use crate::Error;
use crate::media_type::MediaType;

/// The result of [`begins`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Yes,
    No,
    /// More bytes are needed to decide.
    Incomplete,
}

/// Returns the position of the first delimiter at the beginning of a line, searching from `from`.
pub(super) fn find_delimiter(text: &[u8], delimiter: &memmem::Finder<'_>, from: usize) -> Option<usize> {
    let is_at = |start| {
        text.get(start..)
            .is_some_and(|rest| rest.starts_with(delimiter.needle()))
    };
    if from == 0 && is_at(0) {
        return Some(0);
    }
    // Most JSON is a single line, so that searching for its end is faster than searching for the delimiter.
    let before = from.saturating_sub(1);
    let line = before + memchr::memchr(b'\n', text.get(before..)?)? + 1;
    if is_at(line) {
        return Some(line);
    }
    delimiter
        .find_iter(text.get(line..)?)
        .map(|found| line + found)
        .find(|&start| text.get(start - 1) == Some(&b'\n'))
}

/// Returns whether `text` begins with `prefix`, or may do so once more bytes arrive.
pub(super) fn begins(text: &[u8], prefix: &[u8]) -> Begins {
    let common = text.len().min(prefix.len());
    match (text[..common] == prefix[..common], common == prefix.len()) {
        (false, _) => Begins::No,
        (true, true) => Begins::Yes,
        (true, false) => Begins::Incomplete,
    }
}

/// Checks a header. Only a media type that is not JSON is an error.
pub(super) fn check_header(line: &[u8]) -> Result<(), Error> {
    let Some(colon) = memchr::memchr(b':', line) else {
        return Ok(());
    };
    if !line[..colon].trim_ascii().eq_ignore_ascii_case(b"content-type") {
        return Ok(());
    }
    let media_type = line[colon + 1..].trim_ascii();
    if media_type.eq_ignore_ascii_case(b"application/json") {
        return Ok(());
    }
    let media_type = MediaType::parse(media_type);
    if media_type.is_json() || media_type.essence().is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "a part of the response is {}, not JSON",
        media_type.essence()
    )))
}
