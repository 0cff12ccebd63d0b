//! Selects the diagnostics that concern some of many operations, for the derive, which generates a single operation.

use std::collections::{HashMap, HashSet};

use super::graph::Graph;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{Definition, Document, OperationDefinition};

/// The definitions that some operations consist of: the operations themselves and the fragments that they need.
///
/// Definitions that are part of no operation, such as unused fragments, concern the first operation of their file or, in a file
/// without operations, the first operation of all. Their diagnostics are therefore reported once, even if every operation is
/// generated separately.
#[derive(Debug)]
pub struct Concern {
    own: HashSet<Span>,
    /// The definitions that belong to other operations.
    others: HashSet<Span>,
    /// The files whose first operation is one of the selected operations.
    files: HashSet<SourceId>,
    /// Whether the documents contain all selected operations and every fragment that they need.
    is_complete: bool,
}

impl Concern {
    /// Selects the operations with these names from all `documents`.
    pub fn new(schema: &Schema, documents: &[Document<'_>], operations: &[String]) -> Self {
        let index = Index::new(schema, documents);
        let graph = Graph::new(&index);
        let is_named = |operation: &OperationDefinition<'_>, wanted: &String| {
            operation.name.is_some_and(|name| name.text == wanted)
        };
        let is_wanted =
            |operation: &OperationDefinition<'_>| operations.iter().any(|it| is_named(operation, it));

        let mut own = HashSet::new();
        let mut others = HashSet::new();
        let mut needed = vec![false; index.fragments.len()];
        let mut used = vec![false; index.fragments.len()];
        let mut is_complete = operations
            .iter()
            .all(|wanted| index.operations.iter().any(|it| is_named(it, wanted)));
        let mut first_is_wanted: HashMap<SourceId, bool> = HashMap::new();
        for (operation, edges) in index.operations.iter().zip(&graph.operations) {
            let wanted = is_wanted(operation);
            first_is_wanted.entry(operation.span.source).or_insert(wanted);
            if wanted {
                own.insert(operation.span);
                let fragments = graph.reach(edges, &mut needed);
                let mut spreads = fragments.iter().flat_map(|&it| &graph.fragments[it]).chain(edges);
                is_complete &= spreads.all(|edge| edge.target.is_some());
            } else {
                others.insert(operation.span);
                graph.reach(edges, &mut used);
            }
        }
        for fragment in &index.fragments {
            // The last fragment with a name counts, but each of them concerns the operations that use the name.
            let place = index.fragment(fragment.name.text);
            let is = |marks: &[bool]| place.is_some_and(|place| marks[place]);
            if is(&needed) {
                own.insert(fragment.span);
            } else if is(&used) {
                others.insert(fragment.span);
            }
        }
        let first = index.operations.first().is_some_and(|it| is_wanted(it));
        let files = documents.iter().map(|document| document.source);
        Self {
            own,
            others,
            files: files
                .filter(|file| *first_is_wanted.get(file).unwrap_or(&first))
                .collect(),
            is_complete,
        }
    }

    /// Returns whether a diagnostic concerns the operations.
    pub fn includes(&self, diagnostic: &Diagnostic) -> bool {
        let Some(first) = diagnostic.primary.first() else {
            return true;
        };
        is_in(&self.own, diagnostic)
            || self.files.contains(&first.span.source) && !is_in(&self.others, diagnostic)
    }

    /// Returns whether a syntax error concerns the operations. If an operation or a fragment is missing, it may be in the
    /// damaged part.
    pub fn includes_syntax_error(&self, diagnostic: &Diagnostic) -> bool {
        self.includes(diagnostic) || !self.is_complete && !is_in(&self.others, diagnostic)
    }

    /// Removes every definition that the operations do not need.
    pub fn restrict(&self, documents: &mut [Document<'_>]) {
        for document in documents {
            document.definitions.retain(|definition| match definition {
                Definition::Operation(operation) => self.own.contains(&operation.span),
                Definition::Fragment(fragment) => self.own.contains(&fragment.span),
                Definition::Schema(_) | Definition::Type(_) | Definition::Directive(_) => false,
            });
        }
    }
}

/// Returns whether a diagnostic has a location in one of the definitions.
fn is_in(definitions: &HashSet<Span>, diagnostic: &Diagnostic) -> bool {
    let mut labels = diagnostic.primary.iter();
    labels.any(|label| definitions.iter().any(|it| it.contains(label.span)))
}
