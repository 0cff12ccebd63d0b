//! Prints strings by their value. <https://spec.graphql.org/September2025/#sec-String-Value>

use std::fmt::Write;

use super::{Printer, Style};
use crate::syntax::ast::StringValue;

/// The maximum length of a block string on the line of its quotes, in UTF-16 code units.
const LONGEST_BESIDE_QUOTES: usize = 70;

/// Returns a string literal with this value, as graphql-js prints it.
pub(crate) fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    quote(value, Style::Pretty, &mut text);
    text
}

/// Appends a string literal with this value. <https://spec.graphql.org/September2025/#EscapedCharacter>
fn quote(value: &str, style: Style<'_>, text: &mut String) {
    text.push('"');
    for character in value.chars() {
        let escape = match (character, style) {
            ('"', _) => "\\\"",
            ('\\', _) => "\\\\",
            ('\n', _) => "\\n",
            ('\r', _) => "\\r",
            // Servers identify compact documents by hash, so these characters keep the form that was used before.
            ('\t', Style::Pretty) => "\\t",
            ('\u{8}', Style::Pretty) => "\\b",
            ('\u{c}', Style::Pretty) => "\\f",
            (control, _) if control.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{:04X}", u32::from(control));
                continue;
            }
            (other, _) => {
                text.push(other);
                continue;
            }
        };
        text.push_str(escape);
    }
    text.push('"');
}

impl Printer<'_> {
    pub(super) fn string(&mut self, string: &StringValue<'_>) {
        match self.style {
            Style::Pretty if string.block => self.block_string(&string.value()),
            Style::Compact { .. } if !string.block => {
                self.write("\"");
                self.write(string.raw);
                self.write("\"");
            }
            // The indentation of a block string is not sent.
            style => quote(&string.value(), style, &mut self.text),
        }
    }

    fn block_string(&mut self, value: &str) {
        let starts_blank = |line: &str| line.is_empty() || line.starts_with([' ', '\t']);
        let lines: Vec<&str> = value.split('\n').collect();
        let multiline = lines.len() > 1;
        // Otherwise, the indentation of the other lines would be removed as common indentation.
        let all_indented = multiline && lines.iter().skip(1).all(|line| starts_blank(line));
        let ends_in_quotes = value.ends_with("\"\"\"");
        // Otherwise, the last character would form an escape sequence or a fourth quote.
        let ends_in_sign = value.ends_with('\\') || (value.ends_with('"') && !ends_in_quotes);
        let long = value.chars().map(char::len_utf16).sum::<usize>() > LONGEST_BESIDE_QUOTES;
        let spread = multiline || long || ends_in_sign || ends_in_quotes;
        let keep_first = !multiline && value.starts_with([' ', '\t']);
        self.write("\"\"\"");
        if all_indented || (spread && !keep_first) {
            self.new_line();
        }
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.new_line();
            }
            self.write(&line.replace("\"\"\"", "\\\"\"\""));
        }
        if spread {
            self.new_line();
        }
        self.write("\"\"\"");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::quoted;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;
    use crate::syntax::ast::Definition;
    use crate::syntax::{WireForm, compact, parse, print};

    #[test]
    fn a_style_keeps_its_escapes() {
        let text =
            "{\n  a(b: \"\"\"\n    \ttab \"quoted\" \\n\n    line\u{7f}\n  \"\"\", c: \"\\t\\u0041\\/\")\n}";
        let mut diagnostics = Diagnostics::new();
        let source = Sources::new().add(Path::new("a.graphql"), text);
        let document = parse(source, text, &mut diagnostics);
        assert!(!diagnostics.has_errors());
        let [Definition::Operation(operation)] = &document.definitions[..] else {
            panic!("one operation");
        };
        assert_eq!(
            compact(
                operation,
                [],
                WireForm {
                    type_name_first: &|_| false,
                    is_sent: &|_| true,
                },
            ),
            r#"{a(b:"\u0009tab \"quoted\" \\n\nline\u007F",c:"\t\u0041\/")}"#
        );
        assert!(print(&document).contains(r#"c: "\tA/""#), "{}", print(&document));
        assert_eq!(quoted("\t\u{8}\u{c}\u{1}\""), r#""\t\b\f\u0001\"""#);
    }
}
