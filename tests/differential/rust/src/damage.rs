//! One token of a text lost, doubled, moved or replaced.

use crate::random::Random;

/// The characters and words that the grammar is sensitive to.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "$",
    "@",
    "!",
    "|",
    "&",
    "=",
    ":",
    "-1",
    "0",
    "1.5",
    "1e3",
    "\"s\"",
    "\"\"\"b\"\"\"",
    "on",
    "extend",
    "type",
    "schema",
    "query",
    "fragment",
    "implements",
    "repeatable",
    "true",
    "null",
    "name",
    "@deprecated",
    "99999999999999999999",
    "01",
    ".",
    "\"",
    "# comment\n",
    "\u{feff}",
    "\\",
];

/// The text as it is damaged: its tokens, with a space between any two.
pub fn apart(text: &str) -> String {
    tokens(text).join(" ")
}

/// The text with one token changed.
pub fn damage(text: &str, random: &mut Random) -> String {
    let mut tokens = tokens(text);
    let at = random.below(tokens.len());
    match random.below(5) {
        0 => drop(tokens.remove(at)),
        1 => tokens.insert(at, tokens[at]),
        2 => {
            let other = (at + 1).min(tokens.len() - 1);
            tokens.swap(at, other);
        }
        3 => tokens[at] = PIECES[random.below(PIECES.len())],
        _ => tokens.insert(at, PIECES[random.below(PIECES.len())]),
    }
    tokens.join(" ")
}

/// The tokens of a good text, without what is ignored. Never empty.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => {
                rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
                continue;
            }
            '"' if rest.starts_with("\"\"\"") => rest[3..].find("\"\"\"").map_or(rest.len(), |end| end + 6),
            '"' => string(rest),
            '.' => 3.min(rest.len()),
            _ => match rest.find(|it: char| !(it.is_alphanumeric() || "_-+.".contains(it))) {
                Some(0) => first.len_utf8(),
                Some(length) => length,
                None => rest.len(),
            },
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start_matches([' ', '\n', '\t', '\r', ',']);
    }
    if tokens.is_empty() {
        tokens.push("{");
    }
    tokens
}

/// Returns the length of the string at the start.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            '"' if !escaped => return place + 1,
            _ => escaped = character == '\\' && !escaped,
        }
    }
    text.len()
}
