//! The response path of a position in JSON text. It is only computed after decoding failed.

use std::fmt::Write as _;
use std::ops::Range;

use gql_protocol::json::{Scanner, Token};

/// The maximum number of levels to search. gql-json decodes 127, so no failure is deeper.
const MAX_DEPTH: usize = 130;

/// The path of the whole text.
pub(super) const WHOLE: &str = "the response";

/// Returns the path of the value at `offset`: the innermost value that contains the byte before it, or ends with that
/// byte.
pub(super) fn at(text: &str, offset: Option<usize>) -> String {
    let Some(offset) = offset else {
        return "data".to_owned();
    };
    let mut out = String::new();
    for level in &path_to(text.as_bytes(), offset) {
        match &level.segment {
            Some(Segment::Key(range)) => {
                let key = text.get(range.clone()).unwrap_or_default();
                let _ = write!(out, "{}{key}", if out.is_empty() { "" } else { "." });
            }
            Some(Segment::Index(index)) => {
                let _ = write!(out, "[{index}]");
            }
            None => {}
        }
    }
    if out.is_empty() { WHOLE.to_owned() } else { out }
}

/// An object or a list that contains the position, directly or in one of its values.
struct Level {
    is_object: bool,
    /// The member or item that is being scanned, if any.
    segment: Option<Segment>,
}

enum Segment {
    /// The range of the key, between its quotes.
    Key(Range<usize>),
    Index(usize),
}

/// Returns the levels around the innermost value that contains the byte before `offset`, or ends with that byte.
fn path_to(text: &[u8], offset: usize) -> Vec<Level> {
    let mut scanner = Scanner::default();
    let mut path: Vec<Level> = Vec::new();
    // The start of the current value, and the whitespace before it.
    let mut value = 0;
    while let Ok(Some(token)) = scanner.next(text) {
        match token {
            Token::String(key) if path.last().is_some_and(Level::needs_key) => {
                if let Some(level) = path.last_mut() {
                    level.segment = Some(Segment::Key(key));
                }
            }
            Token::String(_) => {}
            Token::Colon(place) => value = place + 1,
            Token::Open(place) if place > offset => return up_to_last(path),
            Token::Open(place) => {
                // An object or a list is not read if something else was expected, so the error is before it.
                if place == offset || path.len() == MAX_DEPTH {
                    return path;
                }
                let is_object = text.get(place) == Some(&b'{');
                let segment = (!is_object).then_some(Segment::Index(0));
                path.push(Level { is_object, segment });
                value = place + 1;
            }
            Token::Comma(place) | Token::Close(place) => {
                let text = text.get(value..place).unwrap_or_default();
                let end = value + text.trim_ascii_end().len();
                let start = place - text.trim_ascii_start().len();
                if start < offset && offset <= end {
                    return path;
                }
                let is_close = matches!(token, Token::Close(_));
                if offset < end || is_close && offset <= place + 1 {
                    return up_to_last(path);
                }
                if is_close {
                    path.pop();
                } else if let Some(level) = path.last_mut() {
                    level.next();
                }
                value = place + 1;
            }
        }
    }
    path
}

/// Removes the member or item of the last level.
fn up_to_last(mut path: Vec<Level>) -> Vec<Level> {
    if let Some(level) = path.last_mut() {
        level.segment = None;
    }
    path
}

impl Level {
    fn needs_key(&self) -> bool {
        self.is_object && self.segment.is_none()
    }

    /// Moves to the next member or item.
    fn next(&mut self) {
        self.segment = match &self.segment {
            Some(Segment::Index(index)) => Some(Segment::Index(index + 1)),
            _ => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes between values belong to the object or list around them.
    #[test]
    fn the_innermost_value_that_contains_the_byte_before() {
        let text = "{\"a\": [1, {\"b\" : \"x\\\"}\"}\n, []], \"c\":{}}";
        let paths: Vec<_> = (0..=text.len()).map(|offset| at(text, Some(offset))).collect();
        let mut runs: Vec<(&str, usize)> = Vec::new();
        for path in &paths {
            match runs.last_mut() {
                Some((last, count)) if last == path => *count += 1,
                _ => runs.push((path, 1)),
            }
        }
        let whole = "the response";
        assert_eq!(
            runs,
            [
                (whole, 6),
                ("a", 2),
                ("a[0]", 1),
                ("a", 1),
                ("a[1]", 8),
                ("a[1].b", 6),
                ("a[1]", 1),
                ("a", 2),
                ("a[2]", 3),
                ("a", 1),
                (whole, 5),
                ("c", 3),
                (whole, 1),
            ]
        );
    }

    #[test]
    fn deep_and_invalid_text() {
        let deep = "[".repeat(100_000);
        assert_eq!(at(&deep, Some(90_000)), "[0]".repeat(MAX_DEPTH));
        for text in ["", "}", "]]", ":,", "{\"a\"", "{,}", "\"", "{\"a\":1}}}"] {
            for offset in 0..=text.len() + 1 {
                at(text, Some(offset));
            }
        }
        assert_eq!(at("{}", None), "data");
    }
}
