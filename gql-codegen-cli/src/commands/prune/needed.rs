//! The elements that a schema must keep to be valid, and for the operations to be valid against it.

use std::collections::HashSet;

use gql_codegen::schema::{Composite, FieldDef, InputValue, Schema, TypeDef, TypeId, TypeKind};
use gql_codegen::syntax::ast::OperationType;

use crate::usage::Usage;

/// Schema elements by their coordinates.
pub(super) struct Needed {
    elements: HashSet<String>,
}

impl Needed {
    pub(super) fn new(schema: &Schema, usage: &Usage) -> Self {
        let mut search = Search {
            schema,
            usage,
            elements: HashSet::new(),
            open: Vec::new(),
        };
        // A schema requires a query type.
        search.types(schema.root(OperationType::Query));
        let used = schema.types.iter().filter(|ty| usage.has(&ty.name));
        search.types(used.map(|ty| ty.id));
        search.types(usage.picked());
        for directive in &schema.directives {
            let coordinate = format!("@{}", directive.name);
            if usage.has(&coordinate) {
                search.arguments(&coordinate, &directive.arguments, true, &[]);
                search.elements.insert(coordinate);
            }
        }
        search.run();
        Self {
            elements: search.elements,
        }
    }

    pub(super) fn has(&self, coordinate: &str) -> bool {
        self.elements.contains(coordinate)
    }
}

struct Search<'a> {
    schema: &'a Schema,
    usage: &'a Usage,
    elements: HashSet<String>,
    /// Needed types whose members have not been visited.
    open: Vec<TypeId>,
}

impl Search<'_> {
    fn types(&mut self, ids: impl IntoIterator<Item = TypeId>) {
        for id in ids {
            if self.elements.insert(self.schema.ty(id).name.to_string()) {
                self.open.push(id);
            }
        }
    }

    fn run(&mut self) {
        while let Some(id) = self.open.pop() {
            let ty = self.schema.ty(id);
            match &ty.kind {
                TypeKind::Scalar { .. } | TypeKind::Enum { .. } => {}
                TypeKind::Object(composite) | TypeKind::Interface(composite) => self.fields(ty, composite),
                TypeKind::Union { members } => {
                    // A union requires at least one member.
                    if !members
                        .iter()
                        .any(|&member| self.usage.has(&self.schema.ty(member).name))
                    {
                        self.types(members.first().copied());
                    }
                }
                TypeKind::InputObject { fields, .. } => self.types(fields.iter().map(|field| field.ty.named)),
            }
        }
    }

    /// Keeps the used fields of the type and of its interfaces.
    fn fields(&mut self, ty: &TypeDef, composite: &Composite) {
        let interfaces: Vec<&str> = composite
            .interfaces
            .iter()
            .map(|&id| &*self.schema.ty(id).name)
            .filter(|name| self.usage.has(name))
            .collect();
        let owners: Vec<&str> = interfaces.iter().copied().chain([&*ty.name]).collect();
        let usage = self.usage;
        let is_used = |field: &FieldDef| {
            owners
                .iter()
                .any(|owner| usage.has(&format!("{owner}.{}", field.name)))
        };
        let mut needed: Vec<&FieldDef> = composite.fields.iter().filter(|field| is_used(field)).collect();
        if needed.is_empty() {
            // A type requires at least one field. The field of an interface is required in the types that implement it.
            needed.extend(self.cheapest(composite));
        }
        for field in needed {
            let coordinate = format!("{}.{}", ty.name, field.name);
            self.arguments(
                &coordinate,
                &field.arguments,
                false,
                &owners
                    .iter()
                    .map(|owner| format!("{owner}.{}", field.name))
                    .collect::<Vec<_>>(),
            );
            self.types([field.ty.named]);
            self.elements.insert(coordinate);
        }
    }

    /// Returns a field that requires few other elements: a leaf without arguments, if there is one.
    fn cheapest<'f>(&self, composite: &'f Composite) -> Option<&'f FieldDef> {
        let is_cheap =
            |field: &&FieldDef| field.arguments.is_empty() && self.schema.ty(field.ty.named).is_leaf();
        composite
            .fields
            .iter()
            .find(is_cheap)
            .or_else(|| composite.fields.first())
    }

    /// Keeps the arguments that are provided at one of these coordinates, and the required ones.
    fn arguments(&mut self, coordinate: &str, arguments: &[InputValue], all: bool, given_at: &[String]) {
        for argument in arguments {
            let given = |at: &String| self.usage.has(&format!("{at}({}:)", argument.name));
            if all || argument.is_required() || given_at.iter().any(given) {
                self.elements.insert(format!("{coordinate}({}:)", argument.name));
                self.types([argument.ty.named]);
            }
        }
    }
}
