//! The pages as pages: their links lead somewhere, the index has them all, and every option and error is documented.

mod documented;
mod links;
mod markdown;
mod options;
mod places;
mod recipes;
mod records;
mod settings;
mod shown;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A page and its text.
pub(crate) struct Page {
    /// From the root of the workspace, with `/` between the parts.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The root of the workspace: cargo says at run time where the package is.
pub(crate) fn root() -> io::Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?;
    Path::new(&package).join("..").canonicalize()
}

/// Every Markdown file of the repository.
pub(crate) fn pages() -> io::Result<Vec<Page>> {
    let root = root()?;
    let (mut pages, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let is_built = matches!(name, "target" | "node_modules");
            if path.is_dir() && !is_built && (!name.starts_with('.') || name == ".github") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let from_root = path.strip_prefix(&root).map_err(io::Error::other)?;
                pages.push(Page {
                    path: from_root.to_string_lossy().replace('\\', "/"),
                    text: fs::read_to_string(&path)?,
                });
            }
        }
    }
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(pages)
}

fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn links_lead_somewhere() -> Result<(), Box<dyn Error>> {
    let pages = pages()?;
    let root = root()?;
    let breaches: Vec<_> = pages
        .iter()
        .flat_map(|page| links::dead(page, &pages, &root))
        .collect();
    assert_none(&breaches);
    Ok(())
}

/// The book and the README of a published crate are read without the rest of the repository.
#[test]
fn published_pages_have_absolute_links() -> Result<(), Box<dyn Error>> {
    let breaches: Vec<_> = pages()?
        .iter()
        .flat_map(|page| match page.path.split_once('/') {
            Some(("docs", _)) => links::leaving(page, "docs/"),
            Some((krate, "README.md")) if krate.starts_with("gql-") => links::leaving(page, &page.path),
            _ => Vec::new(),
        })
        .collect();
    assert_none(&breaches);
    Ok(())
}

/// `docs/SUMMARY.md` makes the chapters of the book, `docs/README.md` leads to them on a forge.
#[test]
fn every_page_is_in_the_book() -> Result<(), Box<dyn Error>> {
    let pages = pages()?;
    let mut missing = Vec::new();
    for index in ["docs/SUMMARY.md", "docs/README.md"] {
        let page = pages.iter().find(|page| page.path == index).ok_or(index)?;
        let mut linked: Vec<_> = markdown::links(&page.text)
            .into_iter()
            .map(|link| format!("docs/{}", link.target))
            .collect();
        linked.push(index.to_owned());
        let is_book = index.ends_with("SUMMARY.md");
        let wanted = pages.iter().filter(|page| {
            let has_index = ["docs/decisions/", "docs/recipes/"].iter().any(|folder| {
                page.path
                    .strip_prefix(folder)
                    .is_some_and(|page| page != "README.md")
            });
            page.path.starts_with("docs/") && page.path != "docs/SUMMARY.md" && (is_book || !has_index)
        });
        let lost = wanted.filter(|page| !linked.contains(&page.path));
        missing.extend(lost.map(|page| format!("{index} does not lead to {}", page.path)));
    }
    assert_none(&missing);
    Ok(())
}

#[test]
fn decisions_are_records() -> Result<(), Box<dyn Error>> {
    let pages = pages()?;
    assert_none(&records::breaches(&pages));
    assert_none(&records::stale(&pages)?);
    Ok(())
}

/// Words that users search for, one a line. A page that says it in other words is not found.
#[test]
fn search_finds_common_terms() -> Result<(), Box<dyn Error>> {
    let book: String = pages()?
        .into_iter()
        .filter(|page| page.path.starts_with("docs/") && !page.path.starts_with("docs/decisions/"))
        .map(|page| page.text.to_lowercase())
        .collect();
    let terms = include_str!("search_terms.txt").lines();
    let missing: Vec<_> = terms
        .filter(|term| !book.contains(term))
        .map(|term| format!("no page of the book has the term {term:?}"))
        .collect();
    assert_none(&missing);
    Ok(())
}

#[test]
fn recipes_show_their_files() -> Result<(), Box<dyn Error>> {
    assert_none(&recipes::breaches()?);
    Ok(())
}

/// A forge shows the lines that rustdoc hides.
#[test]
fn code_is_shown_whole() -> Result<(), Box<dyn Error>> {
    let breaches: Vec<_> = pages()?
        .iter()
        .flat_map(|page| {
            let hidden = markdown::code(&page.text).filter(|line| line.language.starts_with("rust"));
            let hidden = hidden.filter(|line| line.text == "#" || line.text.trim_start().starts_with("# "));
            hidden
                .map(|line| format!("{}:{}: a hidden line", page.path, line.number))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_none(&breaches);
    Ok(())
}

#[test]
fn graphql_files_are_shown_as_they_are() -> Result<(), Box<dyn Error>> {
    let root = root()?;
    for page in pages()?.iter().filter(|page| is_of_the_guide(page)) {
        assert_none(&shown::stale(page, &root)?);
    }
    Ok(())
}

/// Recipes have folders of their own.
fn is_of_the_guide(page: &Page) -> bool {
    page.path == "README.md"
        || ["docs/guide/", "docs/migrating/"]
            .iter()
            .any(|folder| page.path.starts_with(folder))
}

#[test]
fn every_option_is_documented() -> Result<(), Box<dyn Error>> {
    assert_none(&documented::missing(&pages()?, &root()?)?);
    Ok(())
}

#[test]
fn the_map_shows_what_is_there() -> Result<(), Box<dyn Error>> {
    let pages = pages()?;
    let root = root()?;
    let is_there = |path: &str| root.join(path).exists();
    let mut breaches: Vec<_> = pages
        .iter()
        .filter(|page| !page.path.contains('/'))
        .flat_map(|page| places::missing(page, is_there))
        .collect();
    let map = pages
        .iter()
        .find(|page| page.path == "ARCHITECTURE.md")
        .ok_or("no map")?;
    breaches.extend(places::unmapped(&map.text, &root)?);
    assert_none(&breaches);
    Ok(())
}
