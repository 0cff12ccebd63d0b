//! Formats JSON on one line for programs, or indented and colored for people. Members keep the order of the server.

use anstyle::Style;

use crate::style::{BOLD, GOOD, PLACE, WARNING};

/// Removes the whitespace between tokens. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
pub(super) fn one_line(json: &[u8]) -> String {
    let mut line = Vec::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for &byte in json {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            continue;
        } else {
            in_string = byte == b'"';
        }
        line.push(byte);
    }
    String::from_utf8_lossy(&line).into_owned()
}

/// Indents by two spaces and colors names, strings, numbers and keywords. Numbers keep their digits.
pub(super) fn pretty(json: &[u8]) -> String {
    let line = one_line(json);
    let mut out = String::with_capacity(line.len() * 2);
    let mut depth = 0_usize;
    let mut rest = line.as_str();
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(token_length(rest, first));
        rest = after;
        match first {
            '{' | '[' if rest.starts_with(['}', ']']) => {
                let (close, after) = rest.split_at(1);
                rest = after;
                out.push(first);
                out.push_str(close);
            }
            '{' | '[' => {
                depth += 1;
                out.push(first);
                new_line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(first);
            }
            ',' => {
                out.push(',');
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' if rest.starts_with(':') => styled(&mut out, BOLD, token),
            '"' => styled(&mut out, GOOD, token),
            '-' | '0'..='9' => styled(&mut out, PLACE, token),
            _ => styled(&mut out, WARNING, token),
        }
    }
    out
}

/// Returns the length in bytes of the token at the start of a text without whitespace.
fn token_length(text: &str, first: char) -> usize {
    match first {
        '"' => {
            let mut escaped = false;
            let end = text.char_indices().skip(1).find(|&(_, char)| {
                let ends = char == '"' && !escaped;
                escaped = char == '\\' && !escaped;
                ends
            });
            end.map_or(text.len(), |(at, _)| at + 1)
        }
        '{' | '}' | '[' | ']' | ',' | ':' => 1,
        _ => text
            .find(['{', '}', '[', ']', ',', ':', '"'])
            .unwrap_or(text.len()),
    }
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Writes a token, escaping control characters so that a server cannot manipulate the terminal.
fn styled(out: &mut String, style: Style, token: &str) {
    out.push_str(&style.render().to_string());
    for char in token.chars() {
        match char.is_control() {
            true => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            false => out.push(char),
        }
    }
    out.push_str(&style.render_reset().to_string());
}

#[cfg(test)]
mod tests {
    use super::{one_line, pretty};

    #[test]
    fn only_space_between_tokens_goes() {
        let json = b"{ \"a b\" :\n [1, \"\\\" \\\\\" , \"x y\"] }";
        assert_eq!(one_line(json), r#"{"a b":[1,"\" \\","x y"]}"#);
    }

    #[test]
    fn pretty_text_is_the_same_value() {
        let json = r#"{"a":{"b":[1.50,-2e9,{}],"c":[],"d":"x:\\\"{,"},"e":null,"f":true,"g":"\u009b1m"}"#;
        let text = pretty(json.replace("\\u009b", "\u{9b}").as_bytes());
        assert!(!text.contains('\u{9b}'), "{text:?}");
        let plain = anstream::adapter::strip_str(&text).to_string();
        let expected = "{\n  \"a\": {\n    \"b\": [\n      1.50,\n      -2e9,\n      {}\n    ],\n    \"c\": [],\n    \"d\": \"x:\\\\\\\"{,\"\n  },\n  \"e\": null,\n  \"f\": true,\n  \"g\": \"\\u009b1m\"\n}";
        assert_eq!(plain, expected);
        assert!(text.contains("\u{1b}[1m\"a\"\u{1b}[0m: {"), "{text:?}");
    }

    #[test]
    fn what_is_no_json_is_printed_all_the_same() {
        for text in ["", "\"open", "}]", "{\"a\":", "é", "nul"] {
            let _ = pretty(text.as_bytes());
        }
    }
}
