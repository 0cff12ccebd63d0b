//! Paths that a page of the root names and that are not there, and parts of a crate that the map leaves out.

use std::path::Path;
use std::{fs, io};

use crate::Page;

/// The paths between backticks that lead nowhere: those with a `/` from the root, and in a section whose heading is a folder, the
/// first column of its table from there.
pub(crate) fn missing(page: &Page, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let mut missing = Vec::new();
    for (folder, number, line) in lines(&page.text) {
        let first_column = line.strip_prefix("| ").and_then(|line| line.split(" |").next());
        let parts = folder
            .zip(first_column)
            .map(|(folder, column)| (folder, words(column)));
        for (folder, word) in parts
            .iter()
            .flat_map(|(folder, words)| words.iter().map(move |word| (folder, word)))
        {
            if !is_there(&format!("{folder}/{word}")) && !is_there(&format!("{folder}/{word}.rs")) {
                missing.push(format!("{}:{number}: no {word} in {folder}", page.path));
            }
        }
        let paths = words(line)
            .into_iter()
            .filter(|word| is_path(word) && !is_there(word));
        missing.extend(paths.map(|word| format!("{}:{number}: no {word}", page.path)));
    }
    missing
}

/// The modules of the folders that are headings of the map, and that their tables do not name.
///
/// # Errors
/// If such a folder cannot be read.
pub(crate) fn unmapped(map: &str, root: &Path) -> io::Result<Vec<String>> {
    let mut unmapped = Vec::new();
    let folders = map.lines().filter_map(|line| line.strip_prefix("### "));
    for folder in folders {
        let named: Vec<_> = lines(map)
            .filter(|(of, _, line)| *of == Some(folder) && line.starts_with("| "))
            .flat_map(|(_, _, line)| words(line.split(" |").next().unwrap_or_default()))
            .collect();
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            let module = path
                .file_stem()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if module != "lib" && !named.contains(&module) {
                unmapped.push(format!("ARCHITECTURE.md does not document {folder}/{module}"));
            }
        }
    }
    Ok(unmapped)
}

/// Each line with its number and the folder that its section is about.
fn lines(text: &str) -> impl Iterator<Item = (Option<&str>, usize, &str)> {
    let mut folder = None;
    text.lines().zip(1..).map(move |(line, number)| {
        if line.starts_with('#') {
            folder = line.strip_prefix("### ").filter(|heading| heading.contains('/'));
        }
        (folder, number, line)
    })
}

/// Returns the code spans of a line.
fn words(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Returns whether it is a path of this repository, not a command, a media type or a place of Rust.
fn is_path(word: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '.' | '-' | '_');
    let first = word.split('/').next().unwrap_or_default();
    let at_root =
        ["docs", "examples", "schemas", "tests", ".ci"].contains(&first) || first.starts_with("gql-");
    word.contains('/') && at_root && word.chars().all(plain)
}

#[test]
fn what_is_not_there_is_found() {
    let text = "### a/src\n\n| `one` `two` | `tests/x` |\n\n## Else\n\n`.ci/run`, `text/plain`, `tests/y`\n";
    let page = Page {
        path: "MAP.md".to_owned(),
        text: text.to_owned(),
    };
    let found = missing(&page, |path| {
        ["a/src/one.rs", ".ci/run", "tests/x"].contains(&path)
    });
    assert_eq!(found, ["MAP.md:3: no two in a/src", "MAP.md:7: no tests/y"]);
}
