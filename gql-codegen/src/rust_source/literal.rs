//! The values of string literals of Rust, and where the file has each character of them.
//! <https://doc.rust-lang.org/reference/tokens.html#string-literals>

use std::ops::Range;
use std::sync::Arc;

use crate::source::{Embedding, EmbeddingBuilder, Host, Quoting};

/// A string literal of a Rust file.
#[derive(Debug, Clone)]
pub struct RustLiteral {
    /// The value.
    pub text: Arc<str>,
    /// The location of the value in the file.
    pub embedding: Embedding,
}

/// Reads the string literal at an offset of a file; `None` if there is none, or if it is malformed.
pub fn literal(host: &Arc<Host>, at: usize) -> Option<RustLiteral> {
    let text: &str = &host.text;
    let quoting = quoting(text, at)?;
    let content = content(text, at, quoting)?;
    let inside = text.get(content.clone())?;
    let mut builder = EmbeddingBuilder::new(quoting, content.start);
    match quoting {
        Quoting::Raw => raw(inside, content.start, &mut builder),
        Quoting::Escaped => escaped(inside, content.start, &mut builder)?,
    }
    let (text, embedding) = builder.build(host);
    Some(RustLiteral { text, embedding })
}

/// Returns the syntax of the string literal at an offset; `None` if there is none.
pub(super) fn quoting(text: &str, at: usize) -> Option<Quoting> {
    let rest = text.get(at..)?;
    if rest.starts_with('"') {
        return Some(Quoting::Escaped);
    }
    let hashes = rest.strip_prefix('r')?.trim_start_matches('#');
    hashes.starts_with('"').then_some(Quoting::Raw)
}

/// Returns the offset after the string literal at an offset; `None` if it does not end.
pub(super) fn end(text: &str, at: usize) -> Option<usize> {
    let quoting = quoting(text, at)?;
    let content = content(text, at, quoting)?;
    // A raw literal ends as it starts, but without the `r`.
    let opening = content.start - at;
    Some(content.end + opening - usize::from(quoting == Quoting::Raw))
}

/// Returns the range between the quotes of the string literal at an offset.
fn content(text: &str, at: usize, quoting: Quoting) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    match quoting {
        Quoting::Raw => {
            let start = rest.find('"')? + 1;
            let closing = format!("\"{}", "#".repeat(start - 2));
            let length = rest.get(start..)?.find(&closing)?;
            Some(at + start..at + start + length)
        }
        Quoting::Escaped => {
            let mut characters = rest.char_indices().skip(1);
            while let Some((offset, character)) = characters.next() {
                match character {
                    '"' => return Some(at + 1..at + offset),
                    '\\' => drop(characters.next()),
                    _ => {}
                }
            }
            None
        }
    }
}

/// Adds the content of a raw literal. The compiler reads CRLF as LF.
fn raw(content: &str, start: usize, builder: &mut EmbeddingBuilder) {
    let mut at = 0;
    while let Some(length) = content.get(at..).and_then(|rest| rest.find("\r\n")) {
        let end = at + length;
        builder.verbatim(content.get(at..end).unwrap_or_default(), start + at);
        builder.escape('\n', start + end..start + end + 2);
        at = end + 2;
    }
    builder.verbatim(content.get(at..).unwrap_or_default(), start + at);
}

/// Adds the content of a literal with escapes; `None` if one of them is invalid.
fn escaped(content: &str, start: usize, builder: &mut EmbeddingBuilder) -> Option<()> {
    let mut at = 0;
    while let Some(length) = content.get(at..)?.find('\\') {
        raw(content.get(at..at + length)?, start + at, builder);
        let escape = at + length;
        let (character, length) = unescape(content.get(escape..)?)?;
        if let Some(character) = character {
            builder.escape(character, start + escape..start + escape + length);
        }
        at = escape + length;
    }
    raw(content.get(at..)?, start + at, builder);
    Some(())
}

/// Returns the character of an escape, none for an escaped line terminator, and the length of the escape.
fn unescape(text: &str) -> Option<(Option<char>, usize)> {
    let after = text.get(1..)?;
    let simple = |character| Some((Some(character), 2));
    match after.chars().next()? {
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        '0' => simple('\0'),
        it @ ('\\' | '\'' | '"') => simple(it),
        'x' => {
            let code = u8::from_str_radix(after.get(1..3)?, 16).ok()?;
            code.is_ascii().then(|| (Some(char::from(code)), 4))
        }
        'u' => {
            let digits = after.strip_prefix("u{")?;
            let length = digits.find('}')?;
            let code = u32::from_str_radix(&digits.get(..length)?.replace('_', ""), 16).ok()?;
            Some((Some(char::from_u32(code)?), "\\u{}".len() + length))
        }
        // The line terminator and all white space at the start of the next line.
        '\n' | '\r' => {
            let rest = after.trim_start_matches(['\n', '\r', '\t', ' ']);
            Some((None, text.len() - rest.len()))
        }
        _ => None,
    }
}
