//! The syntax of patterns: wildcards, braces and literals.
//!
//! `*` and `?` match within a folder, `**` matches any number of folders, `[…]` matches one character of a class, and `{a,b}`
//! matches one of its alternatives. `[*]` matches a literal `*`.

use std::path::{Component, Path, PathBuf};

/// Characters with a special meaning.
const SPECIAL: [char; 6] = ['*', '?', '[', ']', '{', '}'];

/// Expands the braces of a pattern: `a.{b,c}` becomes `a.b` and `a.c`. A pattern without braces is its only alternative.
///
/// Braces can be nested. A `{` without a matching `}` is an ordinary character, as are braces in a class (`[{]`).
pub fn alternatives(pattern: &str) -> Vec<String> {
    let Some((head, inside, tail)) = braces(pattern) else {
        return vec![pattern.to_owned()];
    };
    let mut all = Vec::new();
    for choice in inside {
        all.extend(alternatives(&format!("{head}{choice}{tail}")));
    }
    all
}

/// Splits a pattern at its first braces: the text before them, their alternatives, and the text after them.
fn braces(pattern: &str) -> Option<(&str, Vec<&str>, &str)> {
    let mut open: Vec<usize> = Vec::new();
    let mut commas = Vec::new();
    let mut in_class = false;
    for (at, character) in pattern.char_indices() {
        match character {
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = pattern.get(at..).is_some_and(|rest| rest.contains(']')),
            '{' => open.push(at),
            ',' if open.len() == 1 => commas.push(at),
            '}' => {
                let Some(start) = open.pop() else { continue };
                if !open.is_empty() {
                    continue;
                }
                let mut choices = Vec::new();
                let mut from = start + 1;
                for end in commas.into_iter().chain([at]) {
                    choices.push(pattern.get(from..end)?);
                    from = end + 1;
                }
                return Some((pattern.get(..start)?, choices, pattern.get(at + 1..)?));
            }
            _ => {}
        }
    }
    None
}

/// Makes a pattern that is relative to `folder` relative to the base of `folder`. Special characters in the name of the folder
/// are escaped; a leading `!` stays at the start.
pub fn rebase(folder: &Path, pattern: &str) -> String {
    let (not, pattern) = match pattern.strip_prefix('!') {
        Some(pattern) => ("!", pattern),
        None => ("", pattern),
    };
    format!("{not}{}", clean(&join(folder, pattern)).to_string_lossy())
}

/// Joins a pattern to a folder, escaping special characters in the name of the folder.
pub(super) fn join(folder: &Path, pattern: &str) -> PathBuf {
    PathBuf::from(escape(folder)).join(pattern)
}

/// Returns a pattern that only matches this path.
pub(super) fn escape(path: &Path) -> String {
    let mut escaped = String::new();
    for character in path.to_string_lossy().chars() {
        if SPECIAL.contains(&character) {
            escaped.extend(['[', character, ']']);
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Returns the path that a pattern matches if it contains no wildcards.
pub(super) fn literal(pattern: &Path) -> Option<PathBuf> {
    pattern.components().map(literal_part).collect()
}

/// Returns the folder that contains all matches of a pattern: its components before the first wildcard.
pub(super) fn fixed_part(pattern: &Path) -> PathBuf {
    pattern.components().map_while(literal_part).collect()
}

/// Returns a component without wildcards, unescaped.
fn literal_part(part: Component<'_>) -> Option<PathBuf> {
    let Component::Normal(name) = part else {
        return Some(part.as_os_str().into());
    };
    let Some(mut rest) = name.to_str() else {
        return Some(name.into());
    };
    let mut plain = String::new();
    while let Some(at) = rest.find(['*', '?', '[']) {
        let (head, tail) = rest.split_at(at);
        let mut characters = tail.chars();
        let class = (characters.next(), characters.next(), characters.next());
        let (Some('['), Some(only), Some(']')) = class else {
            return None;
        };
        plain.push_str(head);
        plain.push(only);
        rest = characters.as_str();
    }
    plain.push_str(rest);
    Some(plain.into())
}

/// Removes `.` and `..` from a path without accessing the file system. A leading `..` is kept.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(cleaned.components().next_back(), Some(Component::Normal(_))) =>
            {
                cleaned.pop();
            }
            _ => cleaned.push(part),
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_alternatives() {
        let cases: [(&str, &[&str]); 9] = [
            ("a/*.graphql", &["a/*.graphql"]),
            ("*.{graphql,gql}", &["*.graphql", "*.gql"]),
            ("{a,b}/{c,d}", &["a/c", "a/d", "b/c", "b/d"]),
            ("{a,b{c,d}}.gql", &["a.gql", "bc.gql", "bd.gql"]),
            ("*.{graphql}", &["*.graphql"]),
            ("a{,b}", &["a", "ab"]),
            ("{a,b", &["{a,b"]),
            ("a}b", &["a}b"]),
            ("[{]a,b[}]/*", &["[{]a,b[}]/*"]),
        ];
        for (pattern, expected) in cases {
            assert_eq!(alternatives(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn a_folder_in_front_is_meant_literally() {
        let folder = Path::new("[2024] {port}/x*");
        let pattern = rebase(folder, "../graphql/*.graphql");
        assert_eq!(pattern, "[[]2024[]] [{]port[}]/graphql/*.graphql");
        assert_eq!(
            fixed_part(Path::new(&pattern)),
            Path::new("[2024] {port}/graphql")
        );
        assert_eq!(alternatives(&pattern), [pattern.as_str()]);
        let plain = rebase(folder, "./schema.graphql");
        let path = Path::new("[2024] {port}/x*/schema.graphql");
        assert_eq!(literal(Path::new(&plain)).as_deref(), Some(path));
        assert_eq!(rebase(Path::new(".."), "!a/../b*"), "!../b*");
        assert_eq!(rebase(Path::new(""), "a[1].graphql"), "a[1].graphql");
    }

    #[test]
    fn wildcards_are_not_literal() {
        for pattern in ["a/*", "a?", "[ab]", "[!a]", "[a", "**/a"] {
            assert_eq!(literal(Path::new(pattern)), None, "{pattern}");
        }
    }
}
