//! The modules of a crate name each other in one direction only: no module reaches itself by way of others.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::File;
use crate::names::names;
use crate::rules::{is_test, module};

/// The modules at the root of a crate, each with those that it names.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// The modules of the crate whose sources are below `root`, such as `gql-runtime/src`, that are on a cycle: `a, b: a -> b -> a`.
pub(crate) fn cycles(root: &str, files: &[File]) -> Vec<String> {
    let graph = graph(root, files);
    let mut found = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for start in graph.keys() {
        if let Some(path) = path_back(&graph, start)
            && !path.iter().any(|module| known.contains(module))
        {
            known.extend(&path);
            found.push(format!("{root}: {} -> {start}", path.join(" -> ")));
        }
    }
    found
}

/// A shortest path from a module to one that names it.
fn path_back<'g>(graph: &'g Graph, start: &'g str) -> Option<Vec<&'g str>> {
    let mut paths = vec![vec![start]];
    let mut seen = BTreeSet::from([start]);
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            for next in path
                .last()
                .and_then(|module| graph.get(*module))
                .into_iter()
                .flatten()
            {
                if next == start {
                    return Some(path);
                }
                if seen.insert(next) {
                    longer.push([&path[..], &[next]].concat());
                }
            }
        }
        paths = longer;
    }
    None
}

/// An item that the crate's root re-exports counts as its module's.
fn graph(root: &str, files: &[File]) -> Graph {
    let files: Vec<_> = files
        .iter()
        .filter(|file| file.path.starts_with(&format!("{root}/")) && !is_test(&file.path))
        .collect();
    let mut graph = Graph::new();
    for file in &files {
        if let Some(name) = module(&file.path).first() {
            graph.entry((*name).to_owned()).or_default();
        }
    }
    let exports = |file: &&File| module(&file.path).is_empty();
    let exported: BTreeMap<String, String> = files
        .iter()
        .copied()
        .filter(exports)
        .flat_map(|file| names(&[], &file.text))
        .filter_map(|name| match &name.path[..] {
            [from, .., item] if graph.contains_key(from) => Some((item.clone(), from.clone())),
            _ => None,
        })
        .collect();
    for file in &files {
        let path = module(&file.path);
        let Some(from) = path.first() else { continue };
        for name in names(&path, &file.text) {
            let [krate, item, ..] = &name.path[..] else {
                continue;
            };
            let target = if graph.contains_key(item) {
                Some(item)
            } else {
                exported.get(item)
            };
            if krate == "crate"
                && let Some(target) = target.filter(|target| target != from).cloned()
                && let Some(named) = graph.get_mut(*from)
            {
                named.insert(target);
            }
        }
    }
    graph
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planted(texts: &[(&str, &str)]) -> Vec<String> {
        let file = |(path, text): &(&str, &str)| File {
            path: format!("a/src/{path}"),
            text: (*text).to_owned(),
        };
        cycles("a/src", &texts.iter().map(file).collect::<Vec<_>>())
    }

    #[test]
    fn planted_cycles_are_found() {
        for (texts, cycle) in [
            (
                &[("b.rs", "use crate::c::C;"), ("c.rs", "use crate::b::B;")][..],
                "a/src: b -> c -> b",
            ),
            (
                &[
                    ("lib.rs", "mod b; mod c; pub use c::inner::C;"),
                    ("b/mod.rs", "use crate::C;"),
                    ("c/inner.rs", "fn f() { crate::d::d() }"),
                    ("d.rs", "use super::b;"),
                ],
                "a/src: b -> c -> d -> b",
            ),
        ] {
            assert_eq!(planted(texts), [cycle]);
        }
    }

    #[test]
    fn a_line_of_modules_is_none() {
        let line = [
            ("lib.rs", "mod b; mod c; pub use b::B;"),
            (
                "b.rs",
                "use crate::c::C; use super::b; #[cfg(test)] mod tests { use crate::B; }",
            ),
            ("c.rs", "#[cfg(test)] mod tests { use crate::b; }"),
            ("c/tests.rs", "use crate::b;"),
        ];
        assert!(planted(&line).is_empty());
    }
}
