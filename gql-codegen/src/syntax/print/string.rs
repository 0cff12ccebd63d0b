//! Printing of strings by their meaning. <https://spec.graphql.org/September2025/#sec-String-Value>

use std::fmt::Write;

use super::Printer;
use crate::syntax::ast::StringValue;

/// Longer values of block strings get lines of their own, apart from the quotes. In UTF-16 code units.
const LONGEST_BESIDE_QUOTES: usize = 70;

impl Printer {
    pub(super) fn string(&mut self, string: &StringValue<'_>) {
        if string.block {
            self.block_string(&string.value());
        } else {
            self.line_string(&string.value());
        }
    }

    fn line_string(&mut self, value: &str) {
        self.write("\"");
        for character in value.chars() {
            match character {
                '"' => self.write("\\\""),
                '\\' => self.write("\\\\"),
                '\u{8}' => self.write("\\b"),
                '\t' => self.write("\\t"),
                '\n' => self.write("\\n"),
                '\u{c}' => self.write("\\f"),
                '\r' => self.write("\\r"),
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
                    // Writing to a String cannot fail.
                    let _ = write!(self.text, "\\u{:04X}", u32::from(character));
                }
                other => self.text.push(other),
            }
        }
        self.write("\"");
    }

    fn block_string(&mut self, value: &str) {
        let starts_blank = |line: &str| line.is_empty() || line.starts_with([' ', '\t']);
        let lines: Vec<&str> = value.split('\n').collect();
        let multiline = lines.len() > 1;
        // Else the indentation of the other lines would be taken for the common one.
        let all_indented = multiline && lines.iter().skip(1).all(|line| starts_blank(line));
        let ends_in_quotes = value.ends_with("\"\"\"");
        // Else the last character would make an escape or a fourth quote.
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
