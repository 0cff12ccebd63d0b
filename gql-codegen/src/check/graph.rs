//! The graph of fragments that spread each other, searched without recursion, because chains of fragments may be long.

use super::index::Index;
use crate::syntax::ast::{FragmentSpread, Selection, SelectionSet};

/// A spread, and the index of its fragment in [`Index::fragments`], if it exists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge<'a> {
    pub(super) spread: &'a FragmentSpread<'a>,
    pub(super) target: Option<usize>,
}

/// The spreads of every operation and fragment.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    pub(super) operations: Vec<Vec<Edge<'a>>>,
    pub(super) fragments: Vec<Vec<Edge<'a>>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(index: &Index<'a>) -> Self {
        let operations = index
            .operations
            .iter()
            .map(|it| spreads(index, &it.selection_set));
        let fragments = index.fragments.iter().map(|it| spreads(index, &it.selection_set));
        Self {
            operations: operations.collect(),
            fragments: fragments.collect(),
        }
    }

    /// Marks the fragments that are reachable over `edges`, and returns those that were not marked before.
    pub(super) fn reach(&self, edges: &[Edge<'a>], seen: &mut [bool]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut next = 0;
        let mut edges = edges;
        loop {
            for target in edges.iter().filter_map(|edge| edge.target) {
                if !std::mem::replace(&mut seen[target], true) {
                    found.push(target);
                }
            }
            let Some(&fragment) = found.get(next) else {
                return found;
            };
            next += 1;
            edges = &self.fragments[fragment];
        }
    }

    /// Sorts the fragments so that each precedes the fragments that it spreads, except in cycles.
    pub(super) fn topological(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut seen = vec![false; self.fragments.len()];
        for root in 0..self.fragments.len() {
            if std::mem::replace(&mut seen[root], true) {
                continue;
            }
            let mut open = vec![(root, self.fragments[root].iter())];
            while let Some((fragment, edges)) = open.last_mut() {
                match edges.next() {
                    None => {
                        order.push(*fragment);
                        open.pop();
                    }
                    Some(edge) => {
                        if let Some(target) = edge.target
                            && !std::mem::replace(&mut seen[target], true)
                        {
                            open.push((target, self.fragments[target].iter()));
                        }
                    }
                }
            }
        }
        order.reverse();
        order
    }
}

/// Returns every spread in a selection set: its own first, then those of nested selection sets, the last set first. This is the
/// order of graphql-js, on which the reported cycles depend.
fn spreads<'a>(index: &Index<'a>, selections: &'a SelectionSet<'a>) -> Vec<Edge<'a>> {
    let mut found = Vec::new();
    let mut open = vec![selections];
    while let Some(set) = open.pop() {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => open.extend(&field.selection_set),
                Selection::InlineFragment(inline) => open.push(&inline.selection_set),
                Selection::FragmentSpread(spread) => found.push(Edge {
                    spread,
                    target: index.fragment(spread.name.text),
                }),
            }
        }
    }
    found
}
