//! Links that lead nowhere: to no file, or to no heading; and links that work in the repository alone, on pages that are read elsewhere.

use std::fs;
use std::path::Path;

use crate::{Page, markdown};

/// The addresses of this repository's files.
const REPOSITORY: &str = "https://github.com/gql-toolkit/gql-toolkit/";

/// The dead links of a page. Links to other hosts are not followed.
pub(crate) fn dead(page: &Page, pages: &[Page], root: &Path) -> Vec<String> {
    let mut dead = Vec::new();
    for link in markdown::links(&page.text) {
        let Some((target, anchor)) = target(page, link.target) else {
            continue;
        };
        let to = pages.iter().find(|page| page.path == target);
        let is_there = to.is_some() || root.join(&target).exists();
        let has_anchor = match (anchor, to) {
            ("", _) => true,
            (anchor, Some(to)) => markdown::anchors(&to.text)
                .iter()
                .any(|heading| heading == anchor),
            // A line of a source file.
            (anchor, None) => {
                let number = anchor.strip_prefix('L').and_then(|line| line.parse().ok());
                let lines = fs::read_to_string(root.join(&target)).map(|text| text.lines().count());
                number.is_some_and(|number: usize| lines.is_ok_and(|lines| number <= lines))
            }
        };
        if !is_there || !has_anchor {
            dead.push(format!(
                "{}:{}: {} leads nowhere",
                page.path, link.line, link.target
            ));
        }
    }
    dead
}

/// The relative links of a page that leave `folder`, for pages that are published without the rest of the repository.
pub(crate) fn leaving(page: &Page, folder: &str) -> Vec<String> {
    let links = markdown::links(&page.text).into_iter();
    let leaving = links.filter(|link| {
        !is_absolute(link.target)
            && target(page, link.target).is_some_and(|(target, _)| !target.starts_with(folder))
    });
    leaving
        .map(|link| {
            format!(
                "{}:{}: {} works in the repository only: start it with {REPOSITORY}blob/main/",
                page.path, link.line, link.target
            )
        })
        .collect()
}

fn is_absolute(link: &str) -> bool {
    link.contains("://") || link.starts_with("mailto:")
}

/// The path from the root and the anchor to which a link leads; none if it leaves the repository.
fn target<'l>(page: &Page, link: &'l str) -> Option<(String, &'l str)> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    if let Some(rest) = path.strip_prefix(REPOSITORY) {
        let file = rest
            .strip_prefix("blob/main/")
            .or_else(|| rest.strip_prefix("tree/main/"))?;
        return Some((file.trim_end_matches('/').to_owned(), anchor));
    }
    (!is_absolute(path)).then(|| (resolve(&page.path, path), anchor))
}

/// The path from the root that `link` on `page` means.
fn resolve(page: &str, link: &str) -> String {
    if link.is_empty() {
        return page.to_owned();
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn dead_links_are_found() {
    let page = |path: &str, text: &str| Page {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let pages = [
        page(
            "docs/a.md",
            "# One\n[b](guide/b.md#two) [one](#one) [out](https://example.com) \
             [b](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/guide/b.md#two)",
        ),
        page(
            "docs/guide/b.md",
            "# Two\n[a](../a.md) [no](c.md) [no](#three) [no](../a.md#two) \
             [no](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/c.md)",
        ),
    ];
    let nowhere = Path::new("no such folder");
    assert_eq!(dead(&pages[0], &pages, nowhere), [""; 0]);
    assert_eq!(dead(&pages[1], &pages, nowhere).len(), 4);
    assert_eq!(leaving(&pages[1], "docs/"), [""; 0]);
    assert_eq!(leaving(&pages[1], "docs/guide/").len(), 2);
}
