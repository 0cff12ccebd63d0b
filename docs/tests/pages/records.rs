//! The decision records: their names, sections, and the lists that have them all.
//! `UPDATE=1 cargo test -p gql-guide --test pages` writes the lists anew.

use std::{env, fs, io};

use crate::{Page, root};

const FOLDER: &str = "docs/decisions/";
const SECTIONS: [&str; 4] = ["## Context", "## Decision", "## Alternatives", "## Consequences"];

/// The records among the pages, in the order of their numbers.
fn records(pages: &[Page]) -> impl Iterator<Item = (&str, &Page)> {
    pages.iter().filter_map(|page| {
        let name = page.path.strip_prefix(FOLDER)?;
        (name != "README.md").then_some((name, page))
    })
}

/// The heading of a record, without its number.
fn title(page: &Page) -> &str {
    let heading = page.text.lines().next().unwrap_or_default();
    heading.split_once(": ").map_or("", |(_, title)| title)
}

/// The breaches of the form of a record.
pub(crate) fn breaches(pages: &[Page]) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut last = "";
    for (name, page) in records(pages) {
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            breaches.push(format!("{}: the name does not start with four digits", page.path));
        }
        if number == last {
            breaches.push(format!("{}: the number is taken", page.path));
        }
        last = number;
        if !page.text.starts_with(&format!("# {number}: ")) {
            breaches.push(format!("{}: the heading is not `# {number}: Title`", page.path));
        }
        let sections: Vec<_> = page.text.lines().filter(|line| line.starts_with("## ")).collect();
        if sections != SECTIONS {
            breaches.push(format!("{}: the sections are not {SECTIONS:?}", page.path));
        }
    }
    breaches
}

/// Each list of records: the file, the line after which it starts, and its lines.
fn lists(pages: &[Page]) -> [(&'static str, &'static str, String); 2] {
    let lines = |line: fn(&str, &str, &str) -> String| {
        let lines = records(pages)
            .map(|(name, page)| line(name.split('-').next().unwrap_or_default(), name, title(page)));
        lines.collect::<String>()
    };
    [
        (
            "docs/decisions/README.md",
            "| --- | --- |\n",
            lines(|number, name, title| format!("| [{number}]({name}) | {title} |\n")),
        ),
        (
            "docs/SUMMARY.md",
            "- [Decisions](decisions/README.md)\n",
            lines(|number, name, title| format!("  - [{number}: {title}](decisions/{name})\n")),
        ),
    ]
}

/// The lists that are not as they are to be.
pub(crate) fn stale(pages: &[Page]) -> io::Result<Vec<String>> {
    let mut stale = Vec::new();
    for (file, start, list) in lists(pages) {
        let path = root()?.join(file);
        let text = fs::read_to_string(&path)?;
        let Some((before, after)) = text.split_once(start) else {
            stale.push(format!("{file}: there is no line {start:?}"));
            continue;
        };
        let old: String = after
            .split_inclusive('\n')
            .take_while(|line| line.contains("](") && line.contains("-"))
            .filter(|line| line.starts_with("| [") || line.starts_with("  - ["))
            .collect();
        if old == list {
            continue;
        }
        if env::var_os("UPDATE").is_some() {
            let rest = &after[old.len()..];
            fs::write(&path, format!("{before}{start}{list}{rest}"))?;
        } else {
            stale.push(format!(
                "{file} does not list the decisions: run the tests with UPDATE=1"
            ));
        }
    }
    Ok(stale)
}

#[test]
fn breaches_are_found() {
    let page = |name: &str, text: &str| Page {
        path: format!("{FOLDER}{name}"),
        text: text.to_owned(),
    };
    let good = "# 0001: A\n\n## Context\n\n## Decision\n\n## Alternatives\n\n## Consequences\n";
    assert_eq!(breaches(&[page("0001-a.md", good)]), [""; 0]);
    assert_eq!(
        breaches(&[page("0001-a.md", good), page("0001-b.md", good)]).len(),
        1
    );
    assert_eq!(breaches(&[page("0002-a.md", good)]).len(), 1);
    assert_eq!(breaches(&[page("a.md", "# A\n")]).len(), 3);
}
