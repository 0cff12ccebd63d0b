//! The tokens of Rust, as far as they are needed to find string literals in their modules.
//! <https://doc.rust-lang.org/reference/tokens.html>

use std::ops::Range;

use super::literal;

/// A token and its range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RustToken {
    pub(super) kind: RustTokenKind,
    pub(super) range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RustTokenKind {
    /// An identifier or a keyword.
    Word,
    /// A character of punctuation that is not a delimiter.
    Punctuation(u8),
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// A literal of the type `&str`.
    String,
    /// Another literal, or a lifetime.
    Other,
}

/// Splits a text into tokens, without comments. Tokens end where a literal or a comment has no end.
pub(super) fn tokens(text: &str) -> Vec<RustToken> {
    let mut tokens = Vec::new();
    let mut at = start(text);
    while let Some((kind, end)) = token(text, at) {
        if let Some(kind) = kind {
            let range = at..end;
            tokens.push(RustToken { kind, range });
        }
        at = end;
    }
    tokens
}

/// Returns the offset of the first token: after a byte order mark and a shebang.
fn start(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = text.get(mark..).unwrap_or_default();
    match rest.starts_with("#!") && !rest.starts_with("#![") {
        true => mark + rest.find('\n').unwrap_or(rest.len()),
        false => mark,
    }
}

/// Returns the token at an offset, without a kind for white space and comments, and the offset after it.
fn token(text: &str, at: usize) -> Option<(Option<RustTokenKind>, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if first.is_whitespace() {
        return Some((None, at + first.len_utf8()));
    }
    if rest.starts_with("//") {
        return Some((None, at + rest.find('\n').unwrap_or(rest.len())));
    }
    if rest.starts_with("/*") {
        return Some((None, at + block_comment(rest)?));
    }
    if let Some((prefix, kind)) = string_prefix(rest) {
        let end = literal::end(text, at + prefix)?;
        return Some((Some(kind), end));
    }
    let (kind, length) = match first {
        '\'' => (RustTokenKind::Other, quote(rest)?),
        '(' | '[' | '{' => (RustTokenKind::Open(first as u8), 1),
        ')' | ']' | '}' => (RustTokenKind::Close(first as u8), 1),
        _ if first.is_ascii_digit() => (RustTokenKind::Other, word(rest)),
        _ if is_in_word(first) => (RustTokenKind::Word, raw_word(rest)),
        // Others than ASCII are no punctuation of Rust.
        _ => (
            RustTokenKind::Punctuation(u8::try_from(first).unwrap_or(b'?')),
            first.len_utf8(),
        ),
    };
    Some((Some(kind), at + length))
}

/// Returns the length of a block comment. Block comments can be nested.
fn block_comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth.checked_sub(1)?, at + 2);
        } else {
            at += rest.chars().next()?.len_utf8();
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Returns the length of what stands before the `r` or the quote of a string literal, and the kind of the literal; `None` if
/// this is no string literal.
fn string_prefix(text: &str) -> Option<(usize, RustTokenKind)> {
    let (length, kind) = match text.as_bytes().first()? {
        b'b' | b'c' => (1, RustTokenKind::Other),
        _ => (0, RustTokenKind::String),
    };
    literal::quoting(text, length).map(|_| (length, kind))
}

/// Returns the length of a character literal or a lifetime.
fn quote(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    let (_, first) = characters.next()?;
    let (second_at, second) = characters.next().unwrap_or((text.len(), ' '));
    if first == '\\' {
        // The escaped character itself may be a quote.
        let after = second_at + second.len_utf8();
        let end = text.get(after..)?.find('\'')?;
        return Some(after + end + 1);
    }
    match second {
        '\'' => Some(second_at + 1),
        _ => Some(1 + word(text.get(1..)?)),
    }
}

/// Returns the length of an identifier, which may be raw: `r#type`.
fn raw_word(text: &str) -> usize {
    match text.strip_prefix("r#").map(word) {
        Some(length) if length > 0 => 2 + length,
        _ => word(text),
    }
}

/// Returns the length of the letters, digits and underscores that a text starts with.
fn word(text: &str) -> usize {
    text.find(|character| !is_in_word(character))
        .unwrap_or(text.len())
}

fn is_in_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| &text[token.range]).collect()
    }

    #[test]
    fn comments_and_literals_hide_what_is_in_them() {
        let cases: [(&str, &[&str]); 11] = [
            ("a // b \"\n c", &["a", "c"]),
            ("a /* b /* c */ \" */ d", &["a", "d"]),
            ("/// \"\nmod a {}", &["mod", "a", "{", "}"]),
            (r##"r#"a " b"# c"##, &[r##"r#"a " b"#"##, "c"]),
            (r#"b"\"" br"\" c"\" "" d"#, &[r#"b"\"""#, r#"br"\""#, r#"c"\" ""#]),
            (
                r#"'"' '\'' '\u{22}' "x""#,
                &["'\"'", r"'\''", r"'\u{22}'", "\"x\""],
            ),
            ("&'a str 'static 'ü", &["&", "'a", "str", "'static", "'ü"]),
            ("r#type r#\"a\"# 1.5e3", &["r#type", "r#\"a\"#", "1", ".", "5e3"]),
            ("#!/usr/bin/env x \"\na", &["a"]),
            ("\u{feff}#![a]", &["#", "!", "[", "a", "]"]),
            ("a /* b", &["a"]),
        ];
        for (text, expected) in cases {
            assert_eq!(texts(text), expected, "{text}");
        }
    }
}
