//! Separates valid operations from invalid ones, for commands that can continue without the latter.

use std::collections::BTreeSet;

use gql_codegen::check::{Typed, check};
use gql_codegen::diagnostic::{Diagnostic, Severity};
use gql_codegen::project::Project;
use gql_codegen::source::{Sources, Span};
use gql_codegen::syntax::ast::{Definition, Document, FragmentDefinition, OperationDefinition, SelectionSet};

use super::{levels, parse, retain_errors, schema, texts};
use crate::failure::Failure;
use crate::spreads::spreads;
use crate::terminal::Terminal;

/// An invalid operation.
#[derive(Debug)]
pub(crate) struct Invalid {
    /// The name; `None` if the operation is anonymous.
    pub(crate) name: Option<String>,
    /// The first diagnostic about the operation or a fragment that it spreads.
    pub(crate) diagnostic: Diagnostic,
}

/// Passes a project's valid operations to `then`, along with the invalid ones in the order of the texts.
///
/// # Errors
/// Returns an error if a text has syntax errors.
pub(crate) fn valid<T>(
    project: &Project,
    terminal: &Terminal,
    then: impl FnOnce(&Typed<'_>, &Sources, &[Invalid]) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let loaded = texts(project, terminal)?;
    let schema = schema(&loaded, terminal);
    let (mut documents, sources, mut diagnostics) = parse(&loaded, &schema);
    retain_errors(&mut diagnostics);
    if !diagnostics.is_empty() {
        return Err(Failure::Unable(diagnostics, sources));
    }
    let levels = levels(project)?;
    let mut invalid = Vec::new();
    loop {
        let (typed, mut found) = check(&schema.schema, &documents, &levels);
        if let Some(typed) = typed {
            invalid.sort_by_key(|(span, _): &(Span, Invalid)| (span.source.0, span.start));
            let invalid: Vec<_> = invalid.into_iter().map(|(_, invalid)| invalid).collect();
            return then(&typed, &sources, &invalid);
        }
        retain_errors(&mut found);
        let before = count(&documents);
        for diagnostic in found.iter() {
            invalid.extend(take(&mut documents, diagnostic));
        }
        // The diagnostic concerns no operation and no fragment, so that removing definitions does not help.
        if count(&documents) == before {
            return Err(Failure::Unable(found, sources));
        }
    }
}

fn count(documents: &[Document<'_>]) -> usize {
    documents.iter().map(|document| document.definitions.len()).sum()
}

/// Removes the operations that a diagnostic is about. If it is about fragments only, removes them and everything that spreads
/// them.
fn take(documents: &mut [Document<'_>], diagnostic: &Diagnostic) -> Vec<(Span, Invalid)> {
    let is_at_fault = |span: Span| diagnostic.primary.iter().any(|label| span.contains(label.span));
    let operations: Vec<Span> = operations(documents)
        .map(|operation| operation.span)
        .filter(|span| is_at_fault(*span))
        .collect();
    let fragments = if operations.is_empty() {
        spreading(documents, is_at_fault)
    } else {
        BTreeSet::new()
    };
    let mut taken = Vec::new();
    for document in documents {
        document.definitions.retain(|definition| match definition {
            Definition::Operation(operation) => {
                let goes =
                    operations.contains(&operation.span) || has_one(&operation.selection_set, &fragments);
                if goes {
                    let mut diagnostic = diagnostic.clone();
                    diagnostic.severity = Severity::Error;
                    let name = operation.name.map(|name| name.text.to_owned());
                    taken.push((operation.span, Invalid { name, diagnostic }));
                }
                !goes
            }
            Definition::Fragment(fragment) => !fragments.contains(fragment.name.text),
            // The rule for executable definitions reports these.
            Definition::Schema(schema) => !is_at_fault(schema.span),
            Definition::Type(ty) => !is_at_fault(ty.span),
            Definition::Directive(directive) => !is_at_fault(directive.span),
        });
    }
    taken
}

fn operations<'d, 'a>(documents: &'d [Document<'a>]) -> impl Iterator<Item = &'d OperationDefinition<'a>> {
    definitions(documents).filter_map(|definition| match definition {
        Definition::Operation(operation) => Some(operation),
        _ => None,
    })
}

fn fragments<'d, 'a>(documents: &'d [Document<'a>]) -> impl Iterator<Item = &'d FragmentDefinition<'a>> {
    definitions(documents).filter_map(|definition| match definition {
        Definition::Fragment(fragment) => Some(fragment),
        _ => None,
    })
}

fn definitions<'d, 'a>(documents: &'d [Document<'a>]) -> impl Iterator<Item = &'d Definition<'a>> {
    documents.iter().flat_map(|document| &document.definitions)
}

/// Returns the names of the fragments at fault, and of all fragments that spread one of them.
fn spreading(documents: &[Document<'_>], is_at_fault: impl Fn(Span) -> bool) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    loop {
        let more: BTreeSet<String> = fragments(documents)
            .filter(|fragment| is_at_fault(fragment.span) || has_one(&fragment.selection_set, &names))
            .map(|fragment| fragment.name.text.to_owned())
            .collect();
        if more.len() == names.len() {
            return names;
        }
        names = more;
    }
}

/// Returns whether a selection set spreads one of these fragments.
fn has_one(set: &SelectionSet<'_>, fragments: &BTreeSet<String>) -> bool {
    spreads(set).into_iter().any(|name| fragments.contains(name))
}
