//! From the trees of one or many documents to a [`Schema`]: definitions and extensions merged in any order.
//!
//! Real schemas break rules, and a client has to live with them, so nothing stops here: the first of two
//! definitions counts, a name that is nowhere defined stands for a scalar, what cannot be is left out.
//! The schema's validation is what reports all that.

use super::collect::Builder;
use super::define::description;
use super::federation::Hidden;
use super::relate::relate;
use super::roots::roots;
use super::{Schema, TypeDef, builtin};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::validate::TYPE_SYSTEM;
use crate::source::{Sources, Span};
use crate::syntax::ast::{Definition, Document};

/// Builds the schema that the type system definitions of all `documents` make together.
///
/// `sources` are the texts that the documents were parsed from. Operations and fragments are passed over.
/// Only what leaves nothing to work with is reported here, as errors.
pub fn build(sources: Sources, documents: &[Document<'_>], diagnostics: &mut Diagnostics) -> Schema {
    let documents: Vec<&Document<'_>> = documents.iter().collect();
    build_without(&Hidden::of(&documents), sources, &documents, diagnostics)
}

/// The same with all that is in a supergraph.
pub(super) fn build_whole(sources: Sources, documents: &[&Document<'_>]) -> Schema {
    build_without(&Hidden::nothing(), sources, documents, &mut Diagnostics::new())
}

fn build_without<'a>(
    hidden: &Hidden<'a>,
    mut sources: Sources,
    documents: &[&Document<'a>],
    diagnostics: &mut Diagnostics,
) -> Schema {
    let built_in = sources.add("<built-in>", builtin::TEXT);
    let built_ins = crate::syntax::parse(built_in, builtin::TEXT, diagnostics);
    let mut builder = Builder::collect(documents, &built_ins, hidden, diagnostics);
    // Behind a syntax error that is no news.
    if builder.types_of_documents == 0 && !builder.diagnostics.has_errors() {
        let span = Span::new(
            documents.first().map_or(built_in, |document| document.source),
            0,
            0,
        );
        builder.diagnostics.push(Diagnostic::error(
            &TYPE_SYSTEM,
            "The schema defines no types.",
            span,
        ));
    }
    let mut types: Vec<TypeDef> = (0..builder.nodes.len()).map(|at| builder.type_def(at)).collect();
    let directives = builder.directives(documents.iter().copied().chain([&built_ins]));
    let meta_fields = builder.meta_fields(&built_ins);
    builder.add_undefined(&mut types);
    relate(&mut types);
    let mut schema = Schema {
        sources,
        types,
        by_name: builder.names,
        directives,
        roots: [None; 3],
        description: None,
        meta_fields,
        inaccessible: hidden.inaccessible(documents),
    };
    schema.roots = roots(&schema, documents);
    schema.description = documents
        .iter()
        .flat_map(|document| &document.definitions)
        .find_map(|definition| match definition {
            Definition::Schema(schema) => description(&schema.description),
            _ => None,
        });
    schema
}
