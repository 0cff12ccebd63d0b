//! Checks Rust syntax in configurations without a parser, so that the macros do not have to compile one.

/// The syntax of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Any text.
    Any,
    /// The path of an item: `crate::scalars`.
    Path,
    /// The paths of one or more derives, separated by commas.
    Derives,
    /// A type: `chrono::DateTime<chrono::Utc>`.
    Type,
    /// A visibility: empty, `pub` or `pub(…)`.
    Visibility,
}

impl Syntax {
    /// Describes the syntax; `None` if every text is valid.
    pub(super) fn describes(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Path => Some("the path of a module or crate"),
            Self::Derives => Some("the path of a derive"),
            Self::Type => Some("a Rust type"),
            Self::Visibility => Some("a Rust visibility"),
        }
    }

    /// Returns whether a text matches the syntax.
    ///
    /// Only the brackets, characters and words of a type are checked. The compiler reports other errors.
    pub(super) fn accepts(self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Path | Self::Derives => is_path(text),
            Self::Type => is_type(text),
            Self::Visibility => {
                let text = text.trim();
                let within = text.strip_prefix("pub").map(str::trim);
                text.is_empty()
                    || within.is_some_and(|within| {
                        let path = within.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
                        within.is_empty()
                            || path.is_some_and(|path| is_path(path.trim().trim_start_matches("in ")))
                    })
            }
        }
    }
}

fn is_path(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("::").unwrap_or(text);
    text.split("::").all(|segment| is_identifier(segment.trim()))
}

fn is_identifier(text: &str) -> bool {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let mut characters = text.chars();
    let is_start = |first: char| first == '_' || first.is_alphabetic();
    characters.next().is_some_and(is_start) && characters.all(|it| it == '_' || it.is_alphanumeric())
}

/// Keywords that can precede another word in a type.
const BEFORE: &[&str] = &[
    "as", "const", "dyn", "extern", "fn", "for", "impl", "mut", "unsafe",
];

fn is_type(text: &str) -> bool {
    let mut open = Vec::new();
    // The current word, and the previous one if only whitespace separates them.
    let (mut word, mut last) = (String::new(), String::new());
    let mut before = ' ';
    let mut is_empty = true;
    for character in text.chars().chain([' ']) {
        let is_in_word = character == '_' || character.is_alphanumeric() || (character == '#' && word == "r");
        if is_in_word || (character == '\'' && word.is_empty()) {
            word.push(character);
        } else {
            if !word.is_empty() {
                let may_follow = last.is_empty() || last.starts_with('\'') || BEFORE.contains(&last.as_str());
                if !may_follow && word != "as" {
                    return false;
                }
                last = std::mem::take(&mut word);
            }
            match character {
                '<' | '(' | '[' => open.push(character),
                '>' if before == '-' => {}
                '>' | ')' | ']' => {
                    let pair = (open.pop(), character);
                    if !matches!(pair, (Some('<'), '>') | (Some('('), ')') | (Some('['), ']')) {
                        return false;
                    }
                }
                ':' | ',' | ';' | '+' | '=' | '&' | '*' | '!' | '-' | '?' => {}
                _ if character.is_whitespace() => {}
                _ => return false,
            }
            if !character.is_whitespace() {
                last.clear();
            }
        }
        is_empty &= character.is_whitespace();
        before = character;
    }
    open.is_empty() && !is_empty
}

#[cfg(test)]
mod tests {
    use super::Syntax;

    #[test]
    fn rust_is_told_from_other_texts() {
        let cases: [(Syntax, &[&str], &[&str]); 4] = [
            (
                Syntax::Path,
                &["a", "::a::b", "crate :: r#type", "Größe"],
                &["", "a b", "a:b", "a::", "1a", "a-b", "a<b>"],
            ),
            (
                Syntax::Derives,
                &["Eq", "serde::Serialize"],
                &["not a path", "Eq;"],
            ),
            (
                Syntax::Type,
                &[
                    "String",
                    "chrono::DateTime<chrono::Utc>",
                    "Vec<(u8, [i32; 4])>",
                    "&'static str",
                    "Box<dyn Fn(&'a u8) -> Option<u8> + Send>",
                    "<A as B>::C",
                    "()",
                    "r#type",
                    "!",
                    "a :: b",
                ],
                &[
                    "",
                    " ",
                    "not a type",
                    "Vec<u8",
                    "Vec u8>",
                    "a.b",
                    "a\"",
                    "(u8]",
                    "a)",
                    "Date Time<Utc>",
                ],
            ),
            (
                Syntax::Visibility,
                &["", "pub", "pub(crate)", "pub (crate)", "pub(in crate::a)"],
                &["public", "pub crate", "pub()", "crate"],
            ),
        ];
        for (syntax, right, wrong) in cases {
            for text in right {
                assert!(syntax.accepts(text), "{syntax:?}: {text}");
            }
            for text in wrong {
                assert!(!syntax.accepts(text), "{syntax:?}: {text}");
            }
        }
    }
}
