//! From the trees of one or many documents to a [`Schema`]: definitions and extensions merged in any order.
//!
//! Real schemas break rules, and a client has to live with them, so nothing stops here: the first of two
//! definitions counts, a name that is nowhere defined stands for a scalar, what cannot be is left out.
//! The schema's validation is what reports all that.

use super::names::{NameIndex, Ordered};
use super::roots::roots;
use super::{
    Composite, Description, DirectiveDef, EnumValue, FieldDef, InputValue, Schema, TypeDef, TypeId, TypeKind,
    TypeRef, builtin,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast::{
    Definition, Directive, DirectiveDefinition, Document, EnumValueDefinition, FieldDefinition,
    InputValueDefinition, Name, StringValue, Type, TypeDefinition, TypeDefinitionKind, Value,
};

/// Builds the schema that the type system definitions of all `documents` make together.
///
/// `sources` are the texts that the documents were parsed from. Operations and fragments are passed over.
/// Only what leaves nothing to work with is reported here, as errors.
pub fn build(mut sources: Sources, documents: &[Document<'_>], diagnostics: &mut Diagnostics) -> Schema {
    let built_in = sources.add("<built-in>", builtin::TEXT);
    let built_ins = crate::syntax::parse(built_in, builtin::TEXT, diagnostics);
    let mut builder = Builder::collect(documents, &built_ins, diagnostics);
    // Behind a syntax error that is no news.
    if builder.types_of_documents == 0 && !builder.diagnostics.has_errors() {
        let span = Span::new(
            documents.first().map_or(built_in, |document| document.source),
            0,
            0,
        );
        builder.diagnostics.push(Diagnostic::error(
            "TypeSystem",
            "The schema defines no types.",
            span,
        ));
    }
    let mut types: Vec<TypeDef> = (0..builder.nodes.len()).map(|at| builder.type_def(at)).collect();
    let directives = builder.directives(documents.iter().chain([&built_ins]));
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

/// The definitions by type, and the names that are known so far.
struct Builder<'d, 'a> {
    names: NameIndex,
    /// The definition of each type; of one that is only extended, its first extension.
    nodes: Vec<&'d TypeDefinition<'a>>,
    /// The extensions in the order of the types that they extend.
    extensions: Vec<(TypeId, &'d TypeDefinition<'a>)>,
    /// Names in use without a definition; their ids follow those of `nodes`.
    undefined: Vec<&'a str>,
    types_of_documents: usize,
    built_in: SourceId,
    diagnostics: &'d mut Diagnostics,
}

impl<'d, 'a> Builder<'d, 'a> {
    /// Gives every type its id: those of the documents first, then those that are only extended, then the built-in ones.
    fn collect(
        documents: &'d [Document<'a>],
        built_ins: &'d Document<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let definitions: usize = documents
            .iter()
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
            diagnostics,
        };
        let mut extensions = Vec::new();
        for node in documents.iter().flat_map(types_of) {
            if node.extend {
                extensions.push(node);
            } else {
                builder.define(node);
            }
        }
        for node in extensions {
            // Parts of a federated schema extend types that other parts define.
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

    fn find(&self, name: &str) -> Option<TypeId> {
        self.names.locate(name, |id| {
            let id = id.0 as usize;
            match self.nodes.get(id) {
                Some(node) => node.name.text == name,
                None => self.undefined.get(id - self.nodes.len()) == Some(&name),
            }
        })
    }

    /// The type of that name; a scalar to be, where there is none.
    fn find_or_assume(&mut self, name: &'a str) -> TypeId {
        self.find(name).unwrap_or_else(|| {
            let id = TypeId((self.nodes.len() + self.undefined.len()) as u32);
            self.names.insert(name, id);
            self.undefined.push(name);
            id
        })
    }

    /// The extensions of a type that are of the same kind as its definition.
    fn extensions(&self, id: TypeId) -> impl Iterator<Item = &'d TypeDefinition<'a>> + use<'d, 'a> {
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

    fn type_def(&mut self, at: usize) -> TypeDef {
        let id = TypeId(at as u32);
        let node = self.nodes[at];
        let mut kind = self.kind(node);
        for extension in self.extensions(id) {
            let more = self.kind(extension);
            merge(&mut kind, more);
        }
        match &mut kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => {
                composite.index = Ordered::keep_first(&mut composite.fields);
            }
            TypeKind::Enum { values } => {
                Ordered::keep_first(values);
            }
            TypeKind::InputObject { fields, .. } => {
                Ordered::keep_first(fields);
            }
            TypeKind::Scalar { .. } | TypeKind::Union { .. } => {}
        }
        TypeDef {
            id,
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            kind,
        }
    }

    /// What one definition or extension says of its type.
    fn kind(&mut self, node: &'d TypeDefinition<'a>) -> TypeKind {
        match &node.kind {
            TypeDefinitionKind::Scalar => TypeKind::Scalar {
                specified_by: string_argument(&node.directives, "specifiedBy", "url"),
            },
            TypeDefinitionKind::Object { implements, fields } => {
                TypeKind::Object(self.composite(implements, fields))
            }
            TypeDefinitionKind::Interface { implements, fields } => {
                TypeKind::Interface(self.composite(implements, fields))
            }
            TypeDefinitionKind::Union { members } => TypeKind::Union {
                members: self.known(members),
            },
            TypeDefinitionKind::Enum { values } => TypeKind::Enum {
                values: values.iter().map(|value| self.enum_value(value)).collect(),
            },
            TypeDefinitionKind::InputObject { fields } => TypeKind::InputObject {
                fields: self.input_values(fields),
                one_of: node
                    .directives
                    .iter()
                    .any(|directive| directive.name.text == "oneOf"),
            },
        }
    }

    fn composite(&mut self, implements: &'d [Name<'a>], fields: &'d [FieldDefinition<'a>]) -> Composite {
        Composite {
            interfaces: self.known(implements),
            fields: fields.iter().map(|field| self.field(field)).collect(),
            ..Composite::default()
        }
    }

    /// The types of those names, as far as there are such.
    fn known(&self, names: &[Name<'_>]) -> Vec<TypeId> {
        names.iter().filter_map(|name| self.find(name.text)).collect()
    }

    fn field(&mut self, node: &'d FieldDefinition<'a>) -> FieldDef {
        let mut arguments = self.input_values(&node.arguments);
        Ordered::keep_first(&mut arguments);
        FieldDef {
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            arguments,
            ty: self.type_ref(&node.ty),
            deprecated: deprecated(&node.directives),
        }
    }

    fn input_values(&mut self, nodes: &'d [InputValueDefinition<'a>]) -> Vec<InputValue> {
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            values.push(InputValue {
                name: node.name.text.into(),
                span: self.span(node.name),
                description: description(&node.description),
                ty: self.type_ref(&node.ty),
                default: node.default.as_ref().map(Value::span),
                deprecated: deprecated(&node.directives),
            });
        }
        values
    }

    fn enum_value(&self, node: &EnumValueDefinition<'_>) -> EnumValue {
        EnumValue {
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            deprecated: deprecated(&node.directives),
        }
    }

    fn type_ref(&mut self, ty: &'d Type<'a>) -> TypeRef {
        let named = self.find_or_assume(ty.name().text);
        TypeRef::of(ty, named).unwrap_or_else(|| {
            let message = format!(
                "The type of \"{}\" has more than {} list and non-null wrappers.",
                ty.name().text,
                TypeRef::MAX_WRAPPERS
            );
            self.diagnostics
                .push(Diagnostic::error("TypeSystem", message, ty.span()));
            TypeRef::named(named)
        })
    }

    /// The first directive of each name.
    fn directives(&mut self, documents: impl Iterator<Item = &'d Document<'a>>) -> Vec<DirectiveDef> {
        let mut directives: Vec<DirectiveDef> = Vec::new();
        for definition in documents.flat_map(|document| &document.definitions) {
            if let Definition::Directive(node) = definition
                && !directives
                    .iter()
                    .any(|directive| *directive.name == *node.name.text)
            {
                directives.push(self.directive(node));
            }
        }
        directives
    }

    fn directive(&mut self, node: &'d DirectiveDefinition<'a>) -> DirectiveDef {
        let mut arguments = self.input_values(&node.arguments);
        Ordered::keep_first(&mut arguments);
        DirectiveDef {
            name: node.name.text.into(),
            span: self.span(node.name),
            description: description(&node.description),
            arguments,
            repeatable: node.repeatable,
            locations: node
                .locations
                .iter()
                .map(|location| location.text.into())
                .collect(),
        }
    }

    fn meta_fields(&mut self, built_ins: &'d Document<'a>) -> Vec<FieldDef> {
        types_of(built_ins)
            .filter(|node| node.name.text == builtin::META)
            .filter_map(|node| match &node.kind {
                TypeDefinitionKind::Object { fields, .. } => Some(fields),
                _ => None,
            })
            .flatten()
            .map(|field| self.field(field))
            .collect()
    }

    /// Scalars for the names without a definition.
    fn add_undefined(&self, types: &mut Vec<TypeDef>) {
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

    fn span(&self, name: Name<'_>) -> Option<Span> {
        (name.span.source != self.built_in).then_some(name.span)
    }
}

/// `@deprecated`, with the reason that its definition gives by default.
/// <https://spec.graphql.org/September2025/#sec--deprecated>
fn deprecated(directives: &[Directive<'_>]) -> Option<String> {
    directives
        .iter()
        .any(|directive| directive.name.text == "deprecated")
        .then(|| {
            string_argument(directives, "deprecated", "reason")
                .unwrap_or_else(|| builtin::NO_REASON.to_owned())
        })
}

/// The type definitions and extensions of a document.
fn types_of<'d, 'a>(document: &'d Document<'a>) -> impl Iterator<Item = &'d TypeDefinition<'a>> {
    document
        .definitions
        .iter()
        .filter_map(|definition| match definition {
            Definition::Type(node) => Some(node),
            _ => None,
        })
}

/// Adds what an extension says.
fn merge(kind: &mut TypeKind, more: TypeKind) {
    match (kind, more) {
        (TypeKind::Scalar { specified_by }, TypeKind::Scalar { specified_by: more }) => {
            *specified_by = more.or(specified_by.take());
        }
        (TypeKind::Object(composite), TypeKind::Object(more))
        | (TypeKind::Interface(composite), TypeKind::Interface(more)) => {
            composite.interfaces.extend(more.interfaces);
            composite.fields.extend(more.fields);
        }
        (TypeKind::Union { members }, TypeKind::Union { members: more }) => members.extend(more),
        (TypeKind::Enum { values }, TypeKind::Enum { values: more }) => values.extend(more),
        (
            TypeKind::InputObject { fields, one_of },
            TypeKind::InputObject {
                fields: more,
                one_of: also,
            },
        ) => {
            fields.extend(more);
            *one_of |= also;
        }
        _ => {}
    }
}

/// Leaves interfaces and members that can be such, each once, and tells interfaces who implements them.
fn relate(types: &mut [TypeDef]) {
    let is_object: Vec<bool> = types
        .iter()
        .map(|ty| matches!(ty.kind, TypeKind::Object(_)))
        .collect();
    let is_interface: Vec<bool> = types
        .iter()
        .map(|ty| matches!(ty.kind, TypeKind::Interface(_)))
        .collect();
    let mut implementations = Vec::new();
    for ty in types.iter_mut() {
        let id = ty.id;
        match &mut ty.kind {
            TypeKind::Object(composite) => {
                keep_once(&mut composite.interfaces, |of| is_interface[of.0 as usize]);
                implementations.extend(composite.interfaces.iter().map(|&interface| (interface, id)));
            }
            TypeKind::Interface(composite) => {
                keep_once(&mut composite.interfaces, |of| {
                    is_interface[of.0 as usize] && of != id
                });
            }
            TypeKind::Union { members } => keep_once(members, |of| is_object[of.0 as usize]),
            _ => {}
        }
    }
    for (interface, object) in implementations {
        if let TypeKind::Interface(composite) = &mut types[interface.0 as usize].kind {
            composite.implementors.push(object);
        }
    }
}

fn keep_once(ids: &mut Vec<TypeId>, keep: impl Fn(TypeId) -> bool) {
    let mut at = 0;
    while at < ids.len() {
        if keep(ids[at]) && !ids[..at].contains(&ids[at]) {
            at += 1;
        } else {
            ids.remove(at);
        }
    }
}

/// What a string argument of a directive says.
fn string_argument(directives: &[Directive<'_>], directive: &str, argument: &str) -> Option<String> {
    let directive = directives.iter().find(|node| node.name.text == directive)?;
    let argument = directive
        .arguments
        .iter()
        .find(|node| node.name.text == argument)?;
    match &argument.value {
        Value::String(string) => Some(string.value().into_owned()),
        _ => None,
    }
}

/// Where a description's text stands.
fn description(string: &Option<StringValue<'_>>) -> Option<Description> {
    let string = string.as_ref()?;
    let quotes = if string.block { 3 } else { 1 };
    let span = string.span;
    Some(Description {
        raw: Span::new(span.source, span.start + quotes, span.end.saturating_sub(quotes)),
        block: string.block,
    })
}
