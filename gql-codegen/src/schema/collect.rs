//! Assigns an id to every type name before anything refers to it.

use super::federation::Hidden;
use super::names::NameIndex;
use super::{TypeDef, TypeId, TypeKind, builtin};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use crate::syntax::ast::{Definition, Document, TypeDefinition, TypeDefinitionKind};

/// The definitions by type, and the names that are known so far.
pub(super) struct SchemaBuilder<'d, 'a> {
    pub(super) names: NameIndex,
    /// The definition of each type or, if a type is only extended, its first extension.
    pub(super) nodes: Vec<&'d TypeDefinition<'a>>,
    /// The extensions, in the order of the types that they extend.
    extensions: Vec<(TypeId, &'d TypeDefinition<'a>)>,
    /// Names that are used without a definition. Their ids follow those of `nodes`.
    undefined: Vec<&'a str>,
    /// The number of `nodes` defined in the documents. The others are built in.
    pub(super) types_of_documents: usize,
    pub(super) built_in: SourceId,
    pub(super) hidden: &'d Hidden<'a>,
    pub(super) diagnostics: &'d mut Diagnostics,
}

impl<'d, 'a> SchemaBuilder<'d, 'a> {
    /// Assigns ids: first to types in the documents, then to types that are only extended, then to built-in types.
    pub(super) fn collect(
        documents: &[&'d Document<'a>],
        built_ins: &'d Document<'a>,
        hidden: &'d Hidden<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let definitions: usize = documents
            .iter()
            .copied()
            .chain([built_ins])
            .map(|document| document.definitions.len())
            .sum();
        let mut builder = Self {
            names: NameIndex::with_capacity(definitions),
            nodes: Vec::with_capacity(definitions),
            extensions: Vec::new(),
            undefined: Vec::new(),
            types_of_documents: 0,
            built_in: built_ins.source,
            hidden,
            diagnostics,
        };
        let mut extensions = Vec::new();
        let of_documents = documents.iter().copied().flat_map(types_of);
        for node in of_documents.filter(|node| !is_given(node) && !hidden.has_type(node.name.text)) {
            if node.extend {
                extensions.push(node);
            } else {
                builder.define(node);
            }
        }
        for node in extensions {
            // The parts of a federated schema extend types that other parts define.
            match builder.find(node.name.text) {
                Some(id) => builder.extensions.push((id, node)),
                None if builtin::is_type(node.name.text) => {}
                None => builder.define(node),
            }
        }
        builder.types_of_documents = builder.nodes.len();
        for node in types_of(built_ins) {
            if node.name.text != builtin::META {
                builder.define(node);
            }
        }
        builder.extensions.sort_by_key(|&(id, _)| id);
        builder
    }

    fn define(&mut self, node: &'d TypeDefinition<'a>) {
        if self.find(node.name.text).is_none() {
            self.names.insert(node.name.text, TypeId(self.nodes.len() as u32));
            self.nodes.push(node);
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<TypeId> {
        self.names.locate(name, |id| {
            let id = id.0 as usize;
            match self.nodes.get(id) {
                Some(node) => node.name.text == name,
                None => self.undefined.get(id - self.nodes.len()) == Some(&name),
            }
        })
    }

    /// Returns the type with this name, which is assumed to be a scalar if it is not defined.
    pub(super) fn find_or_assume(&mut self, name: &'a str) -> TypeId {
        self.find(name).unwrap_or_else(|| {
            let id = TypeId((self.nodes.len() + self.undefined.len()) as u32);
            self.names.insert(name, id);
            self.undefined.push(name);
            id
        })
    }

    /// Returns the extensions of a type that have the same kind as its definition.
    pub(super) fn extensions(
        &self,
        id: TypeId,
    ) -> impl Iterator<Item = &'d TypeDefinition<'a>> + use<'d, 'a> {
        let node = self.nodes[id.0 as usize];
        let start = self.extensions.partition_point(|&(of, _)| of < id);
        let count = self.extensions[start..]
            .iter()
            .take_while(|&&(of, _)| of == id)
            .count();
        let of_type: Vec<_> = self.extensions[start..start + count]
            .iter()
            .map(|&(_, node)| node)
            .collect();
        of_type.into_iter().filter(move |extension| {
            std::mem::discriminant(&extension.kind) == std::mem::discriminant(&node.kind)
        })
    }

    /// Adds scalars for the undefined names.
    pub(super) fn add_undefined(&self, types: &mut Vec<TypeDef>) {
        for &name in &self.undefined {
            types.push(TypeDef {
                id: TypeId(types.len() as u32),
                name: name.into(),
                span: None,
                description: None,
                kind: TypeKind::Scalar { specified_by: None },
            });
        }
    }
}

/// Returns whether the specification determines the type: an introspection type, or a built-in scalar that a document defines
/// as something else. A document may repeat the definition, as some servers print it, without effect.
/// <https://spec.graphql.org/September2025/#sec-Schema-Introspection>,
/// <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
fn is_given(node: &TypeDefinition<'_>) -> bool {
    let is_scalar = matches!(node.kind, TypeDefinitionKind::Scalar);
    builtin::INTROSPECTION.contains(&node.name.text)
        || builtin::SCALARS.contains(&node.name.text) && !is_scalar
}

/// Returns the type definitions and extensions of a document.
pub(super) fn types_of<'d, 'a>(document: &'d Document<'a>) -> impl Iterator<Item = &'d TypeDefinition<'a>> {
    document
        .definitions
        .iter()
        .filter_map(|definition| match definition {
            Definition::Type(node) => Some(node),
            _ => None,
        })
}
