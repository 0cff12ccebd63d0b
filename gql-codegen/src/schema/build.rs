//! Builds a [`Schema`] from one or more documents, merging definitions and extensions in any order.
//!
//! Published schemas violate rules, and clients must still work with them, so the build continues after mistakes: the first of
//! two definitions counts, an undefined name is treated as a scalar, and invalid parts are omitted. The validation of the
//! schema reports them.

use super::collect::SchemaBuilder;
use super::define::description;
use super::federation::{Features, Hidden};
use super::relate::relate;
use super::roots::roots;
use super::semantic::SemanticNames;
use super::{Schema, TypeDef, builtin};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::validate::TYPE_SYSTEM;
use crate::source::{Sources, Span};
use crate::syntax::ast::{Definition, Document};

/// Builds the schema from the type system definitions in all `documents`.
///
/// `sources` are the texts of the documents. Operations and fragments are ignored. Only problems that leave no usable schema
/// are reported here, as errors.
pub fn build(sources: Sources, documents: &[Document<'_>], diagnostics: &mut Diagnostics) -> Schema {
    let documents: Vec<&Document<'_>> = documents.iter().collect();
    build_without(&Hidden::of(&documents), sources, &documents, diagnostics)
}

/// Builds the schema with all elements of a supergraph, including inaccessible ones.
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
    let mut builder = SchemaBuilder::collect(documents, &built_ins, hidden, diagnostics);
    // After a syntax error, a missing type is not reported again.
    if builder.types_of_documents == 0 && !builder.diagnostics.has_errors() {
        let span = Span::new(
            documents.first().map_or(built_in, |document| document.source),
            0,
            0,
        );
        builder.diagnostics.push(Diagnostic::error(
            &TYPE_SYSTEM,
            "the schema defines no types",
            span,
        ));
    }
    let mut types: Vec<TypeDef> = (0..builder.nodes.len()).map(|at| builder.type_def(at)).collect();
    let semantic = SemanticNames::of(&Features::of(documents.iter().copied()));
    semantic.mark(&mut types, documents, |name| builder.find(name));
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
        catch_by_default: semantic.catch_by_default(documents),
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
