//! Recipes: a page shows every file of its project, as it is.
//! `UPDATE=1 cargo test -p gql-guide --test pages` writes the blocks of the pages anew.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::root;

const FOLDER: &str = "docs/recipes";

/// A fenced block whose line of text before it ends with the name of a file.
struct Block<'t> {
    file: &'t str,
    /// Where its code is in the page.
    start: usize,
    code: &'t str,
}

/// The blocks of a page that show a file.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut file, mut fence) = (Vec::new(), None, None);
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let text = line.trim_end();
        match fence {
            None if text.starts_with("```") => fence = Some(at + line.len()),
            None if text.is_empty() => {}
            None => file = text.strip_suffix('`').and_then(|text| text.rsplit('`').next()),
            Some(start) if text == "```" => {
                blocks.extend(file.take().map(|file| Block {
                    file,
                    start,
                    code: &page[start..at],
                }));
                fence = None;
            }
            Some(_) => {}
        }
        at += line.len();
    }
    blocks
}

/// The page with the blocks as `read` has their files.
fn updated(page: &str, read: impl Fn(&str) -> io::Result<String>) -> io::Result<String> {
    let (mut text, mut at) = (String::new(), 0);
    for block in blocks(page) {
        text.push_str(&page[at..block.start]);
        text.push_str(&read(block.file)?);
        at = block.start + block.code.len();
    }
    text.push_str(&page[at..]);
    Ok(text)
}

/// The files of a recipe, relative to it, but for its page.
fn files(recipe: &Path) -> io::Result<Vec<String>> {
    let (mut files, mut folders) = (Vec::new(), vec![recipe.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let from_recipe = path.strip_prefix(recipe).map_err(io::Error::other)?;
            files.push(from_recipe.to_string_lossy().replace('\\', "/"));
        }
    }
    files.retain(|file| file != "README.md");
    Ok(files)
}

/// Returns the faults of the pages of the recipes.
pub(crate) fn breaches() -> io::Result<Vec<String>> {
    let mut breaches = Vec::new();
    let entries: Vec<PathBuf> = fs::read_dir(root()?.join(FOLDER))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    let workspace = fs::read_to_string(root()?.join(FOLDER).join("Cargo.toml"))?;
    for recipe in entries
        .iter()
        .filter(|path| path.is_dir() && !path.ends_with("target"))
    {
        let name = recipe
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if recipe.join("Cargo.toml").exists() && !workspace.contains(&format!("    \"{name}\",\n")) {
            breaches.push(format!("{FOLDER}/Cargo.toml does not name {name}"));
        }
        let path = recipe.join("README.md");
        let page = fs::read_to_string(&path)?;
        let shown: Vec<_> = blocks(&page).into_iter().map(|block| block.file).collect();
        let hidden = files(recipe)?
            .into_iter()
            .filter(|file| !shown.contains(&file.as_str()));
        breaches.extend(hidden.map(|file| format!("{FOLDER}/{name}/README.md does not show {file}")));
        let expected = updated(&page, |file| fs::read_to_string(recipe.join(file)))?;
        if page == expected {
            continue;
        }
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, expected)?;
        } else {
            breaches.push(format!(
                "{FOLDER}/{name}/README.md does not show its files as they are: run the tests with UPDATE=1"
            ));
        }
    }
    Ok(breaches)
}

#[test]
fn blocks_are_found_and_replaced() {
    let page =
        "# A\n\n```sh\ncargo run\n```\n\nThe program: `src/main.rs`\n\n```rust\nold\n```\n\nThe end.\n";
    let found = blocks(page);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].file, found[0].code), ("src/main.rs", "old\n"));
    let text = updated(page, |file| Ok(format!("new {file}\n"))).expect("it reads nothing");
    assert_eq!(text, page.replace("old\n", "new src/main.rs\n"));
}
