//! The semantic values of string literals. <https://spec.graphql.org/September2025/#sec-String-Value>

use std::borrow::Cow;

/// Returns the value of the text between the quotes. Invalid escape sequences, which the lexer reports, become U+FFFD.
pub(crate) fn value(raw: &str, block: bool) -> Cow<'_, str> {
    if block { block_value(raw) } else { line_value(raw) }
}

fn line_value(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, _)) = rest.split_once('\\') {
        value.push_str(before);
        let (character, size) = match escape(rest.as_bytes(), before.len()) {
            Ok(escaped) => escaped,
            Err(_) => (char::REPLACEMENT_CHARACTER, 1),
        };
        value.push(character);
        rest = rest.get(before.len() + size..).unwrap_or("");
    }
    value.push_str(rest);
    Cow::Owned(value)
}

/// Returns the value of a block string. <https://spec.graphql.org/September2025/#BlockStringValue()>
fn block_value(raw: &str) -> Cow<'_, str> {
    let unescaped: Cow<'_, str> = if raw.contains("\\\"\"\"") {
        Cow::Owned(raw.replace("\\\"\"\"", "\"\"\""))
    } else {
        Cow::Borrowed(raw)
    };
    if !unescaped.contains(['\n', '\r']) {
        return match is_blank(&unescaped) {
            true => Cow::Borrowed(""),
            false => unescaped,
        };
    }
    let lines: Vec<&str> = lines(&unescaped);
    let indent = lines
        .iter()
        .skip(1)
        .filter(|line| !is_blank(line))
        .map(|line| indentation(line))
        .min();
    let first = lines.iter().position(|line| !is_blank(line));
    let last = lines.iter().rposition(|line| !is_blank(line));
    let (Some(first), Some(last)) = (first, last) else {
        return Cow::Borrowed("");
    };
    let mut value = String::with_capacity(unescaped.len());
    for (index, line) in lines.iter().enumerate().take(last + 1).skip(first) {
        if index > first {
            value.push('\n');
        }
        let from = if index == 0 { 0 } else { indent.unwrap_or(0) };
        value.push_str(line.get(from..).unwrap_or(""));
    }
    Cow::Owned(value)
}

/// Splits a text at LF, CRLF and CR.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        let (line, behind) = rest.split_at(end);
        lines.push(line);
        rest = behind.strip_prefix("\r\n").unwrap_or_else(|| &behind[1..]);
    }
    lines.push(rest);
    lines
}

fn indentation(line: &str) -> usize {
    line.bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count()
}

fn is_blank(line: &str) -> bool {
    indentation(line) == line.len()
}

/// An invalid escape sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadEscape {
    /// The length shown in the message, in UTF-16 code units.
    pub(super) units: usize,
}

/// Returns the character of the escape sequence that starts at `at`, and the length of the sequence.
/// <https://spec.graphql.org/September2025/#EscapedUnicode>, <https://spec.graphql.org/September2025/#EscapedCharacter>
pub(super) fn escape(bytes: &[u8], at: usize) -> Result<(char, usize), BadEscape> {
    let character = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') if bytes.get(at + 2) == Some(&b'{') => return variable_width(bytes, at),
        Some(b'u') => return fixed_width(bytes, at),
        _ => return Err(BadEscape { units: 2 }),
    };
    Ok((character, 2))
}

/// Reads an escape sequence such as `\u{1F600}`, with at most eight digits.
fn variable_width(bytes: &[u8], at: usize) -> Result<(char, usize), BadEscape> {
    let mut point: u32 = 0;
    let mut size = 3;
    while size < 12 {
        let byte = bytes.get(at + size).copied();
        size += 1;
        if byte == Some(b'}') {
            return match char::from_u32(point) {
                Some(character) if size >= 5 => Ok((character, size)),
                _ => Err(BadEscape { units: size }),
            };
        }
        let Some(digit) = byte.and_then(|byte| char::from(byte).to_digit(16)) else {
            break;
        };
        point = (point << 4) | digit;
        if point > i32::MAX as u32 {
            break;
        }
    }
    Err(BadEscape { units: size })
}

/// Reads an escape sequence such as `\u1234`, or two of them that form a surrogate pair.
fn fixed_width(bytes: &[u8], at: usize) -> Result<(char, usize), BadEscape> {
    let bad = BadEscape { units: 6 };
    let leading = four_digits(bytes, at + 2).ok_or(bad)?;
    if let Some(character) = char::from_u32(leading) {
        return Ok((character, 6));
    }
    let is_leading = (0xd800..0xdc00).contains(&leading);
    if !is_leading || bytes.get(at + 6) != Some(&b'\\') || bytes.get(at + 7) != Some(&b'u') {
        return Err(bad);
    }
    let trailing = four_digits(bytes, at + 8)
        .filter(|code| (0xdc00..0xe000).contains(code))
        .ok_or(bad)?;
    let point = 0x10000 + ((leading - 0xd800) << 10) + (trailing - 0xdc00);
    char::from_u32(point).map(|character| (character, 12)).ok_or(bad)
}

fn four_digits(bytes: &[u8], at: usize) -> Option<u32> {
    let mut code = 0;
    for offset in 0..4 {
        let digit = char::from(*bytes.get(at + offset)?).to_digit(16)?;
        code = (code << 4) | digit;
    }
    Some(code)
}

/// Returns the start of a text, up to this number of UTF-16 code units.
pub(super) fn first_units(text: &str, units: usize) -> &str {
    let mut left = units;
    for (offset, character) in text.char_indices() {
        if left == 0 {
            return &text[..offset];
        }
        left = left.saturating_sub(character.len_utf16());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_replaced() {
        assert_eq!(value(r#"\"\\\/\b\f\n\r\t"#, false), "\"\\/\u{8}\u{c}\n\r\t");
        assert_eq!(value(r"a\u00e9b\u{1F4DA}c\uD83D\uDCDAd", false), "aéb📚c📚d");
        assert!(matches!(value("plain 日本", false), Cow::Borrowed("plain 日本")));
    }

    #[test]
    fn bad_escapes_become_replacement_characters() {
        for raw in [
            r"\q",
            r"\",
            r"\u12",
            r"\u{}",
            r"\u{110000}",
            r"\uD800",
            r"\uDC00\uD800",
        ] {
            let value = value(raw, false);
            assert!(value.starts_with('\u{fffd}'), "{raw}: {value}");
        }
    }

    #[test]
    fn block_strings_lose_common_indentation_and_blank_edges() {
        let raw = "\n    first\n\n      second\r\n    third\r   \n\t\n  ";
        assert_eq!(value(raw, true), "first\n\n  second\nthird");
        assert_eq!(
            value("  first line is kept\n    second", true),
            "  first line is kept\nsecond"
        );
        assert_eq!(value("\n  a\n    \n  b\n", true), "a\n  \nb");
        assert_eq!(value(" \n\t\n", true), "");
        assert_eq!(value("   ", true), "");
        assert_eq!(value("", true), "");
        assert_eq!(value(r#"a \""" b \n \u0041"#, true), r#"a """ b \n \u0041"#);
    }
}
