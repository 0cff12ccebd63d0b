//! Links that lead nowhere: to no file, or to no heading.

use std::path::Path;

use crate::{Page, markdown};

/// The dead links of a page; what leads to other hosts is not followed.
pub(crate) fn dead(page: &Page, pages: &[Page], root: &Path) -> Vec<String> {
    let mut dead = Vec::new();
    for link in markdown::links(&page.text) {
        if link.target.contains("://") {
            continue;
        }
        let (path, anchor) = link.target.split_once('#').unwrap_or((link.target, ""));
        let target = resolve(&page.path, path);
        let to = pages.iter().find(|page| page.path == target);
        let is_there = to.is_some() || root.join(&target).exists();
        let has_anchor = anchor.is_empty()
            || to.is_some_and(|to| {
                markdown::anchors(&to.text)
                    .iter()
                    .any(|heading| heading == anchor)
            });
        if !is_there || !has_anchor {
            dead.push(format!(
                "{}:{}: {} leads nowhere",
                page.path, link.line, link.target
            ));
        }
    }
    dead
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
            "# One\n[b](guide/b.md#two) [one](#one) [out](https://example.com)",
        ),
        page(
            "docs/guide/b.md",
            "# Two\n[a](../a.md) [no](c.md) [no](#three) [no](../a.md#two)",
        ),
    ];
    let nowhere = Path::new("no such folder");
    assert!(dead(&pages[0], &pages, nowhere).is_empty());
    assert_eq!(dead(&pages[1], &pages, nowhere).len(), 3);
}
