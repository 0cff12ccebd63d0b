//! The elements of a schema that operations use, by schema coordinate.
//! <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>

use std::collections::{BTreeMap, BTreeSet};

use gql_codegen::check::Typed;
use gql_codegen::check::typed::{Operation, Selection, SelectionSet};
use gql_codegen::schema::{InputValue, Schema, TypeId, TypeKind, TypeRef};
use gql_codegen::source::Span;
use gql_codegen::syntax::ast::{Argument, Value};

/// The name shown for anonymous operations.
pub(crate) const ANONYMOUS: &str = "(anonymous)";

/// One use of an element.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    /// The name of the operation. A use in a fragment counts for each operation that spreads the fragment.
    pub(crate) operation: String,
    pub(crate) span: Span,
}

/// The uses of schema elements by all operations.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    uses: BTreeMap<String, BTreeSet<Use>>,
    /// The places of type conditions, by the type of the enclosing selection set and the type of the condition.
    conditions: BTreeMap<(TypeId, TypeId), BTreeSet<Use>>,
    /// The object types selected from an abstract type by a type condition on another abstract type.
    picked: BTreeSet<TypeId>,
}

impl Usage {
    pub(crate) fn of(typed: &Typed<'_>) -> Self {
        let mut walk = Walk {
            typed,
            schema: typed.schema(),
            usage: Self::default(),
            operation: String::new(),
        };
        for operation in typed.operations() {
            walk.operation(operation);
        }
        walk.usage
    }

    /// Returns the uses of an element: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE` or
    /// `@directive`.
    pub(crate) fn uses(&self, coordinate: &str) -> impl Iterator<Item = &Use> {
        self.uses.get(coordinate).into_iter().flatten()
    }

    /// Returns the object types that responses distinguish although no operation names them, as `... on Comment` does within
    /// `Node`.
    pub(crate) fn picked(&self) -> impl Iterator<Item = TypeId> {
        self.picked.iter().copied()
    }

    /// Returns the type conditions: the type of the enclosing selection set, the type of the condition, and the places.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (TypeId, TypeId, &BTreeSet<Use>)> {
        self.conditions
            .iter()
            .map(|((around, of), uses)| (*around, *of, uses))
    }

    pub(crate) fn has(&self, coordinate: &str) -> bool {
        self.uses.contains_key(coordinate)
    }
}

struct Walk<'t, 'a> {
    typed: &'t Typed<'a>,
    schema: &'a Schema,
    usage: Usage,
    operation: String,
}

impl<'a> Walk<'_, 'a> {
    fn operation(&mut self, operation: &Operation<'_>) {
        let node = operation.node;
        self.operation = node
            .name
            .map_or_else(|| ANONYMOUS.into(), |name| name.text.to_owned());
        let start = node.name.map_or(node.span, |name| name.span);
        for variable in &operation.variables {
            self.input(variable.ty.named, variable.node.ty.name().span);
            if let Some(value) = &variable.node.default {
                self.value(value, variable.ty);
            }
        }
        self.named(operation.root, start);
        self.selections(&operation.selections);
        for &id in &operation.fragments {
            let fragment = self.typed.fragment(id);
            self.named(fragment.condition, fragment.node.type_condition.span);
            self.selections(&fragment.selections);
        }
    }

    /// Collects the uses in a selection set. Spreads are not followed, because each fragment is visited separately.
    fn selections(&mut self, set: &SelectionSet<'_>) {
        for selection in &set.selections {
            for directive in selection.directives() {
                self.note(format!("@{}", directive.name.text), directive.span);
                let definition = self.schema.directive(directive.name.text);
                let arguments = definition.map_or(&[][..], |definition| &definition.arguments);
                self.arguments(
                    &format!("@{}", directive.name.text),
                    &directive.arguments,
                    arguments,
                );
            }
            match selection {
                Selection::Spread(spread) => {
                    let condition = self.typed.fragment(spread.fragment).condition;
                    self.pick(condition, set.parent, spread.node.name.span);
                }
                Selection::Inline(inline) => {
                    if let (Some(condition), Some(name)) = (inline.condition, inline.node.type_condition) {
                        self.named(condition, name.span);
                        self.pick(condition, set.parent, name.span);
                    }
                    self.selections(&inline.selections);
                }
                Selection::Field(field) => {
                    let (node, definition) = (field.node, field.definition);
                    let coordinate = format!("{}.{}", self.schema.ty(field.parent).name, node.name.text);
                    self.arguments(&coordinate, &node.arguments, &definition.arguments);
                    self.note(coordinate, node.name.span);
                    self.named(definition.ty.named, node.name.span);
                    if let Some(set) = &field.selections {
                        self.selections(set);
                    }
                }
            }
        }
    }

    fn pick(&mut self, condition: TypeId, parent: TypeId, span: Span) {
        let operation = self.operation.clone();
        let places = self.usage.conditions.entry((parent, condition)).or_default();
        places.insert(Use { operation, span });
        let is_abstract = |id: TypeId| self.schema.ty(id).is_abstract();
        if condition != parent && is_abstract(condition) && is_abstract(parent) {
            let possible = self.schema.possible_types(condition).iter().copied();
            let picked = possible.filter(|&object| self.schema.applies(parent, object));
            self.usage.picked.extend(picked);
        }
    }

    fn arguments(&mut self, of: &str, given: &[Argument<'_>], defined: &[InputValue]) {
        for argument in given {
            self.note(format!("{of}({}:)", argument.name.text), argument.name.span);
            if let Some(definition) = defined.iter().find(|input| *input.name == *argument.name.text) {
                self.named(definition.ty.named, argument.name.span);
                self.value(&argument.value, definition.ty);
            }
        }
    }

    /// Collects the uses in a literal value. The types of variables are collected where the variables are defined.
    fn value(&mut self, value: &Value<'_>, ty: TypeRef) {
        let named = self.schema.ty(ty.named);
        match value {
            Value::Enum(name) => self.note(format!("{}.{}", named.name, name.text), name.span),
            Value::List(values, _) => {
                for value in values {
                    self.value(value, ty.item().unwrap_or(ty));
                }
            }
            Value::Object(fields, _) => {
                let TypeKind::InputObject { fields: defined, .. } = &named.kind else {
                    return;
                };
                for field in fields {
                    self.note(format!("{}.{}", named.name, field.name.text), field.name.span);
                    if let Some(definition) = defined.iter().find(|input| *input.name == *field.name.text) {
                        self.named(definition.ty.named, field.name.span);
                        self.value(&field.value, definition.ty);
                    }
                }
            }
            _ => {}
        }
    }

    /// Collects an input type of a variable, with everything that its values may contain.
    fn input(&mut self, first: TypeId, span: Span) {
        let mut open = vec![first];
        let mut seen = BTreeSet::from([first]);
        while let Some(id) = open.pop() {
            self.named(id, span);
            let ty = self.schema.ty(id);
            match &ty.kind {
                TypeKind::InputObject { fields, .. } => {
                    for field in fields {
                        self.note(format!("{}.{}", ty.name, field.name), span);
                        if seen.insert(field.ty.named) {
                            open.push(field.ty.named);
                        }
                    }
                }
                TypeKind::Enum { values } => {
                    for value in values {
                        self.note(format!("{}.{}", ty.name, value.name), span);
                    }
                }
                _ => {}
            }
        }
    }

    fn named(&mut self, id: TypeId, span: Span) {
        self.note(self.schema.ty(id).name.to_string(), span);
    }

    fn note(&mut self, coordinate: String, span: Span) {
        let operation = self.operation.clone();
        self.usage
            .uses
            .entry(coordinate)
            .or_default()
            .insert(Use { operation, span });
    }
}
