//! GraphQL files that a page shows: they are those of `docs/graphql`, which the page's code is compiled with.

use std::path::Path;
use std::{fs, io};

use crate::{Page, markdown};

/// The GraphQL files on a page that differ from the file of that name.
///
/// # Errors
/// If such a file cannot be read.
pub(crate) fn stale(page: &Page, root: &Path) -> io::Result<Vec<String>> {
    let mut stale = Vec::new();
    for (name, text) in files(&page.text) {
        let path = format!("docs/{name}");
        let file = fs::read_to_string(root.join(&path))
            .map_err(|error| io::Error::other(format!("{}: {path}: {error}", page.path)))?;
        if file.trim_end() != text.trim_end() {
            stale.push(format!("{}: {name} is not {path}", page.path));
        }
    }
    Ok(stale)
}

/// The names and texts of the blocks of GraphQL whose line of text before them names a file.
fn files(text: &str) -> Vec<(String, String)> {
    let (mut files, mut name, mut lines) = (Vec::new(), None, text.lines());
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            if let Some(name) = name.take().filter(|_| line == "```graphql") {
                files.push((name, block.join("\n")));
            }
        } else if !line.is_empty() {
            let mut named = markdown::code_spans(line).into_iter();
            name = named
                .find(|span| span.starts_with("graphql/") && !span.contains('*'))
                .map(str::to_owned);
        }
    }
    files
}

#[test]
fn files_are_found() {
    let text = "In `graphql/a.graphql`:\n\n```graphql\n{ a }\n```\n\n```graphql\n{ b }\n```\nNone\n```graphql\n```\n";
    assert_eq!(
        files(text),
        [("graphql/a.graphql".to_owned(), "{ a }".to_owned())]
    );
}
