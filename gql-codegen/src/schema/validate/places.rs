//! The locations of directives in a type system document. <https://spec.graphql.org/draft/#TypeSystemDirectiveLocation>

use crate::syntax::ast::{Definition, Directive, Document, InputValueDefinition, TypeDefinitionKind};

/// A location with at least one directive.
pub(super) struct DirectivePlace<'r, 'a> {
    /// The directives.
    pub(super) directives: &'r [Directive<'a>],
    /// The name of the location in directive definitions.
    pub(super) location: &'static str,
    /// The element that the location belongs to. A non-repeatable directive is allowed once on an element and its extensions.
    pub(super) shared: DirectiveTarget<'a>,
}

/// The element that a location belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum DirectiveTarget<'a> {
    /// The schema and its extensions.
    Schema,
    /// The type with this name and its extensions.
    Type(&'a str),
    /// The directive with this name and its extensions.
    Directive(&'a str),
    /// A separate element.
    No,
}

/// Returns the locations in a document, in the order of the text.
pub(super) fn places<'r, 'a>(document: &'r Document<'a>) -> Vec<DirectivePlace<'r, 'a>> {
    let mut places = Places(Vec::new());
    for definition in &document.definitions {
        match definition {
            Definition::Schema(node) => places.add(&node.directives, "SCHEMA", DirectiveTarget::Schema),
            Definition::Directive(node) => {
                places.inputs(&node.arguments, "ARGUMENT_DEFINITION");
                let shared = DirectiveTarget::Directive(node.name.text);
                places.add(&node.directives, "DIRECTIVE_DEFINITION", shared);
            }
            Definition::Type(node) => {
                let location = location(&node.kind);
                places.add(&node.directives, location, DirectiveTarget::Type(node.name.text));
                match &node.kind {
                    TypeDefinitionKind::Object { fields, .. }
                    | TypeDefinitionKind::Interface { fields, .. } => {
                        for field in fields {
                            places.inputs(&field.arguments, "ARGUMENT_DEFINITION");
                            places.add(&field.directives, "FIELD_DEFINITION", DirectiveTarget::No);
                        }
                    }
                    TypeDefinitionKind::Enum { values } => {
                        for value in values {
                            places.add(&value.directives, "ENUM_VALUE", DirectiveTarget::No);
                        }
                    }
                    TypeDefinitionKind::InputObject { fields } => {
                        places.inputs(fields, "INPUT_FIELD_DEFINITION");
                    }
                    TypeDefinitionKind::Scalar | TypeDefinitionKind::Union { .. } => {}
                }
            }
            Definition::Operation(_) | Definition::Fragment(_) => {}
        }
    }
    places.0
}

struct Places<'r, 'a>(Vec<DirectivePlace<'r, 'a>>);

impl<'r, 'a> Places<'r, 'a> {
    fn add(&mut self, directives: &'r [Directive<'a>], location: &'static str, shared: DirectiveTarget<'a>) {
        if !directives.is_empty() {
            self.0.push(DirectivePlace {
                directives,
                location,
                shared,
            });
        }
    }

    fn inputs(&mut self, inputs: &'r [InputValueDefinition<'a>], location: &'static str) {
        for input in inputs {
            self.add(&input.directives, location, DirectiveTarget::No);
        }
    }
}

fn location(kind: &TypeDefinitionKind<'_>) -> &'static str {
    match kind {
        TypeDefinitionKind::Scalar => "SCALAR",
        TypeDefinitionKind::Object { .. } => "OBJECT",
        TypeDefinitionKind::Interface { .. } => "INTERFACE",
        TypeDefinitionKind::Union { .. } => "UNION",
        TypeDefinitionKind::Enum { .. } => "ENUM",
        TypeDefinitionKind::InputObject { .. } => "INPUT_OBJECT",
    }
}
