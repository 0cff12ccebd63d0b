//! The shape that each file must have by itself.

/// A hand-written file may have so many lines: what is longer holds more than one idea.
const LONGEST: usize = 600;

/// Begin paths that are some machine's own; written in two pieces, as this file is read too.
const MACHINE: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("/tm", "p/"),
    ("C:", "\\"),
];

/// The first line of a generated file.
const GENERATED: &str = "// @generated";

/// The breaches in one Rust file.
pub(crate) fn breaches(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.starts_with(GENERATED) {
        return found;
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        found.push(format!("{path}: {lines} lines, {LONGEST} are allowed"));
    }
    let opening = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//! "))
        .unwrap_or_default();
    if opening.trim().is_empty() || opening.contains("placeholder") {
        found.push(format!("{path}:1: does not open with `//! what it is for`"));
    }
    found
}

/// The lines that hold an absolute path of some machine.
pub(crate) fn machine_paths(path: &str, text: &str) -> Vec<String> {
    let is_told = |line: &str| {
        MACHINE
            .iter()
            .any(|(one, other)| names_machine(line, &format!("{one}{other}")))
    };
    let lines = text.lines().zip(1..).filter(|(line, _)| is_told(line));
    lines
        .map(|(line, number)| format!("{path}:{number}: {}", line.trim()))
        .collect()
}

/// Returns whether the path starts in this line: behind a letter or a dot it is a part of a longer path or of a URL.
fn names_machine(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        !line[..at].ends_with(|before: char| {
            before.is_alphanumeric() || matches!(before, '.' | '/' | '_' | '-' | '}' | ')')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_silent_files_are_found() {
        assert!(breaches("a.rs", "//! Says what it is for.\n").is_empty());
        assert_eq!(breaches("a.rs", "use a;\n//! Too late.\n").len(), 1);
        assert_eq!(breaches("a.rs", "//!\n").len(), 1);
        assert!(breaches("a.rs", &format!("{GENERATED}\n{}", "\n".repeat(LONGEST))).is_empty());
        assert_eq!(
            breaches("a.rs", &format!("//! Long.\n{}", "\n".repeat(LONGEST))).len(),
            1
        );
    }

    #[test]
    fn machine_paths_are_found() {
        for (one, other) in MACHINE {
            assert_eq!(
                machine_paths("a.md", &format!("fine\nsee {one}{other}x")).len(),
                1
            );
        }
        assert!(machine_paths("a.md", "https://example.org/wo\u{72}k/ and ../ho\u{6d}e/").is_empty());
    }
}
