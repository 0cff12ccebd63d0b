//! Every place of a type system document where directives stand.
//! <https://spec.graphql.org/draft/#TypeSystemDirectiveLocation>

use crate::syntax::ast::{Definition, Directive, Document, InputValueDefinition, TypeDefinitionKind};

/// A place with at least one directive.
pub(super) struct Place<'r, 'a> {
    /// Those that stand there.
    pub(super) directives: &'r [Directive<'a>],
    /// As directive definitions name it.
    pub(super) location: &'static str,
    /// Definitions and extensions of the same thing are one place to the rule that a directive stands once.
    pub(super) shared: Shared<'a>,
}

/// What a place is part of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shared<'a> {
    /// The schema, with its extensions.
    Schema,
    /// The type of that name, with its extensions.
    Type(&'a str),
    /// The directive of that name, with its extensions.
    Directive(&'a str),
    /// Itself alone.
    No,
}

/// The places of a document in the order of its text.
pub(super) fn places<'r, 'a>(document: &'r Document<'a>) -> Vec<Place<'r, 'a>> {
    let mut places = Places(Vec::new());
    for definition in &document.definitions {
        match definition {
            Definition::Schema(node) => places.add(&node.directives, "SCHEMA", Shared::Schema),
            Definition::Directive(node) => {
                places.inputs(&node.arguments, "ARGUMENT_DEFINITION");
                let shared = Shared::Directive(node.name.text);
                places.add(&node.directives, "DIRECTIVE_DEFINITION", shared);
            }
            Definition::Type(node) => {
                let location = location(&node.kind);
                places.add(&node.directives, location, Shared::Type(node.name.text));
                match &node.kind {
                    TypeDefinitionKind::Object { fields, .. }
                    | TypeDefinitionKind::Interface { fields, .. } => {
                        for field in fields {
                            places.inputs(&field.arguments, "ARGUMENT_DEFINITION");
                            places.add(&field.directives, "FIELD_DEFINITION", Shared::No);
                        }
                    }
                    TypeDefinitionKind::Enum { values } => {
                        for value in values {
                            places.add(&value.directives, "ENUM_VALUE", Shared::No);
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

struct Places<'r, 'a>(Vec<Place<'r, 'a>>);

impl<'r, 'a> Places<'r, 'a> {
    fn add(&mut self, directives: &'r [Directive<'a>], location: &'static str, shared: Shared<'a>) {
        if !directives.is_empty() {
            self.0.push(Place {
                directives,
                location,
                shared,
            });
        }
    }

    fn inputs(&mut self, inputs: &'r [InputValueDefinition<'a>], location: &'static str) {
        for input in inputs {
            self.add(&input.directives, location, Shared::No);
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
