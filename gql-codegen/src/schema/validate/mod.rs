//! Validates schemas: rules for type system documents, and for the resulting types.
//! <https://spec.graphql.org/September2025/#sec-Type-System>
//!
//! All diagnostics are warnings or notes, because servers in production violate these rules, and operations can be valid
//! nevertheless.

pub(crate) mod arguments;
mod default_cycles;
mod defaults;
mod directive_cycles;
pub(crate) mod directives;
mod input_cycles;
mod interfaces;
mod places;
pub(crate) mod root_types;
pub(crate) mod semantic;
pub(crate) mod type_names;
pub(crate) mod types;
pub(crate) mod unique_names;

use std::collections::HashMap;

use super::build::build_whole;
use super::collect::types_of;
use super::federation::Features;
use super::{Schema, TypeDef, TypeId};
use crate::diagnostic::{Diagnostic, Diagnostics, Label, Severity};
use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;
use crate::syntax::ast::{Definition, Document, FieldDefinition, TypeDefinition, TypeDefinitionKind};

/// The rule `TypeSystem`.
pub static TYPE_SYSTEM: Rule = Rule {
    name: "TypeSystem",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Schema"),
    explanation: "A type or directive of the schema is invalid: no fields, a missing field of an interface, an \
        input without a finite value, a default value of the wrong type, one root type for two kinds of operations, \
        a directive that refers to itself. \
        This is a warning, because the schema belongs to the server.",
    example: None,
};

/// Reports every rule that the documents, and the `schema` built from them, violate.
pub fn validate(documents: &[Document<'_>], schema: &Schema, diagnostics: &mut Diagnostics) {
    validate_extension(&[], documents, schema, diagnostics);
}

/// Validates `documents` that extend `existing` ones. The rules for documents only report violations in `documents`, and a
/// repeated definition is reported as already existing.
///
/// `schema` must be built from all of them.
pub fn validate_extension(
    existing: &[Document<'_>],
    documents: &[Document<'_>],
    schema: &Schema,
    diagnostics: &mut Diagnostics,
) {
    // Directives link specifications whether the elements are served or not.
    let all: Vec<&Document<'_>> = existing.iter().chain(documents).collect();
    let features = Features::of(all.iter().copied());
    let whole = features
        .is_supergraph()
        .then(|| build_whole(schema.sources.clone(), &all));
    let schema = whole.as_ref().unwrap_or(schema);
    let mut rules = Rules::new(existing, documents, schema, features, diagnostics);
    root_types::check_documents(&mut rules);
    unique_names::check(&mut rules);
    type_names::check(&mut rules);
    directives::check(&mut rules);
    arguments::check(&mut rules);
    semantic::check(&mut rules);

    root_types::check_types(&mut rules);
    directives::check_definitions(&mut rules);
    directive_cycles::check(&mut rules);
    types::check(&mut rules);
    interfaces::check(&mut rules);
    input_cycles::check(&mut rules);
    defaults::check(&mut rules);
    default_cycles::check(&mut rules);
}

/// The input of the rules, and their diagnostics.
struct Rules<'r, 'a> {
    schema: &'r Schema,
    existing: &'r [Document<'a>],
    documents: &'r [Document<'a>],
    /// The federation specifications that the documents link.
    features: Features,
    /// The definitions and extensions of each type, definitions first.
    nodes: HashMap<&'a str, Vec<&'r TypeDefinition<'a>>>,
    diagnostics: &'r mut Diagnostics,
}

impl<'r, 'a> Rules<'r, 'a> {
    fn new(
        existing: &'r [Document<'a>],
        documents: &'r [Document<'a>],
        schema: &'r Schema,
        features: Features,
        diagnostics: &'r mut Diagnostics,
    ) -> Self {
        let mut nodes: HashMap<&str, Vec<&TypeDefinition<'_>>> = HashMap::with_capacity(schema.types.len());
        for node in existing.iter().chain(documents).flat_map(types_of) {
            nodes.entry(node.name.text).or_default().push(node);
        }
        for of_name in nodes.values_mut().filter(|of_name| of_name.len() > 1) {
            of_name.sort_by_key(|node| node.extend);
        }
        Self {
            schema,
            existing,
            documents,
            features,
            nodes,
            diagnostics,
        }
    }

    /// Iterates over the definitions, with whether they are in an existing document.
    fn definitions(&self) -> impl Iterator<Item = (&'r Definition<'a>, bool)> + use<'r, 'a> {
        let of = |existing| {
            move |document: &'r Document<'a>| document.definitions.iter().map(move |node| (node, existing))
        };
        self.existing
            .iter()
            .flat_map(of(true))
            .chain(self.documents.iter().flat_map(of(false)))
    }

    /// Returns the definition of a type, if it is not only extended.
    fn definition(&self, name: &str) -> Option<&'r TypeDefinition<'a>> {
        self.nodes
            .get(name)
            .and_then(|nodes| nodes.first().copied())
            .filter(|node| !node.extend)
    }

    /// Returns the definition of a type and the extensions that were merged into it.
    fn nodes(&self, ty: &TypeDef) -> Vec<&'r TypeDefinition<'a>> {
        let Some((first, rest)) = self.nodes.get(&*ty.name).and_then(|nodes| nodes.split_first()) else {
            return Vec::new();
        };
        let same_kind = rest.iter().filter(|node| {
            node.extend && std::mem::discriminant(&node.kind) == std::mem::discriminant(&first.kind)
        });
        [first].into_iter().chain(same_kind).copied().collect()
    }

    /// Returns the node of a field in the schema.
    fn field_node(&self, id: TypeId, name: &str) -> Option<&'r FieldDefinition<'a>> {
        let span = self.schema.field(id, name)?.span?;
        self.nodes(self.schema.ty(id))
            .into_iter()
            .flat_map(fields)
            .find(|field| field.name.span == span)
    }

    fn warn(&mut self, rule: &'static Rule, message: String, spans: impl IntoIterator<Item = Span>) {
        self.report(Severity::Warning, rule, message, spans);
    }

    /// Reports a violation that is common and does not affect operations.
    fn note(&mut self, rule: &'static Rule, message: String, spans: impl IntoIterator<Item = Span>) {
        self.report(Severity::Note, rule, message, spans);
    }

    fn report(
        &mut self,
        severity: Severity,
        rule: &'static Rule,
        message: String,
        spans: impl IntoIterator<Item = Span>,
    ) {
        let mut diagnostic = Diagnostic::unlocated(rule, severity, message);
        let labels = spans.into_iter().map(|span| Label::new(span, ""));
        diagnostic.primary = labels.collect();
        self.diagnostics.push(diagnostic);
    }
}

/// Returns the fields of an object or interface.
fn fields<'r, 'a>(node: &'r TypeDefinition<'a>) -> &'r [FieldDefinition<'a>] {
    match &node.kind {
        TypeDefinitionKind::Object { fields, .. } | TypeDefinitionKind::Interface { fields, .. } => fields,
        _ => &[],
    }
}

/// Returns the span from the first keyword of a type definition to its name.
fn head(node: &TypeDefinition<'_>) -> Span {
    Span::new(node.span.source, node.span.start, node.name.span.end)
}
