//! The pages as pages: their links lead somewhere, the index has them all, and every option and error is told of.

mod links;
mod markdown;
mod options;
mod places;
mod told;

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

/// The pages of a folder, itself alone.
fn pages_in(folder: &str) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(root()?.join(folder))? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(Page {
                path: Path::new(folder).join(name).to_string_lossy().replace('\\', "/"),
                text: fs::read_to_string(&path)?,
            });
        }
    }
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(pages)
}

/// Every page: of the root, the guide, and the ways from elsewhere.
pub(crate) fn pages() -> io::Result<Vec<Page>> {
    let folders = ["", "docs", "docs/guide", "docs/migrating", "tests/interop"];
    let pages = folders.iter().map(|folder| pages_in(folder));
    Ok(pages
        .collect::<io::Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
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

#[test]
fn the_index_has_every_page() -> Result<(), Box<dyn Error>> {
    let pages = pages()?;
    let index = pages
        .iter()
        .find(|page| page.path == "docs/README.md")
        .ok_or("no index")?;
    let linked: Vec<_> = markdown::links(&index.text)
        .into_iter()
        .map(|link| format!("docs/{}", link.target))
        .collect();
    let missing: Vec<_> = pages
        .iter()
        .filter(|page| {
            page.path.starts_with("docs/") && page.path != index.path && !linked.contains(&page.path)
        })
        .map(|page| format!("docs/README.md does not lead to {}", page.path))
        .collect();
    assert_none(&missing);
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
fn every_option_is_told_of() -> Result<(), Box<dyn Error>> {
    assert_none(&told::missing(&pages()?, &root()?)?);
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
