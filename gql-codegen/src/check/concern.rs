//! What concerns some operations of many: the derive generates one operation, and reports what is wrong with that one.

use std::collections::{HashMap, HashSet};

use super::graph::Graph;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{Definition, Document, OperationDefinition};

/// The definitions that some operations consist of: their own, and the fragments that they need.
///
/// What is part of no operation, such as a fragment that nothing uses, concerns the first operation of its file; in a file
/// without operations, the first of all. So what is wrong there is reported once, however many operations are generated one
/// by one.
#[derive(Debug)]
pub struct Concern {
    own: HashSet<Span>,
    /// The definitions of the other operations.
    others: HashSet<Span>,
    /// The files whose first operation is one of these.
    files: HashSet<SourceId>,
    /// Whether all of the operations are in the documents, with every fragment that they need.
    is_complete: bool,
}

impl Concern {
    /// What concerns the operations of these names, in all `documents` together.
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
            // Of several with one name the last one counts, and each of them concerns those who use the name.
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

    /// Whether a diagnostic concerns the operations.
    pub fn includes(&self, diagnostic: &Diagnostic) -> bool {
        let Some(first) = diagnostic.primary.first() else {
            return true;
        };
        is_in(&self.own, diagnostic)
            || self.files.contains(&first.span.source) && !is_in(&self.others, diagnostic)
    }

    /// Whether a syntax error concerns the operations. Where one of them is missing, or a fragment that they need, it may be
    /// what is damaged.
    pub fn includes_syntax_error(&self, diagnostic: &Diagnostic) -> bool {
        self.includes(diagnostic) || !self.is_complete && !is_in(&self.others, diagnostic)
    }

    /// Takes out every definition that the operations do not need.
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

/// Whether a diagnostic points into one of the definitions.
fn is_in(definitions: &HashSet<Span>, diagnostic: &Diagnostic) -> bool {
    let mut labels = diagnostic.primary.iter();
    labels.any(|label| definitions.iter().any(|it| it.contains(label.span)))
}
