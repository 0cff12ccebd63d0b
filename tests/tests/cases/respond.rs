//! A server that answers at random: executes a document against a schema.
//! <https://spec.graphql.org/September2025/#sec-Executing-Operations>

use std::collections::HashMap;
use std::fmt::Write as _;

use gql_codegen::schema::{FieldDef, Schema, TypeId, TypeKind, TypeRef};
use gql_codegen::syntax::ast::{
    Definition, Directive, Document, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
    Value,
};

/// Random numbers from a seed: SplitMix64. <https://doi.org/10.1145/2714064.2660195>
pub(crate) struct Choice(u64);

impl Choice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `end`; 0 if that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// One of these.
    pub(crate) fn of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// An object's type.
#[derive(Clone, Copy)]
enum Of {
    Object(TypeId),
    /// One that the schema does not have, where one of this type is expected.
    Unknown(TypeId),
}

/// Fields by response key, each with the type that it is looked up in.
type Fields<'a> = Vec<(&'a str, Vec<(&'a Field<'a>, TypeId)>)>;

pub(crate) struct Responder<'a> {
    schema: &'a Schema,
    operation: &'a OperationDefinition<'a>,
    fragments: HashMap<&'a str, &'a FragmentDefinition<'a>>,
    pub(crate) choice: Choice,
    /// The values of the variables in conditions.
    conditions: HashMap<&'a str, bool>,
    /// Whether keys come in any order, others among them.
    reorders: bool,
    text: String,
}

impl<'a> Responder<'a> {
    /// The answers to a document of one operation.
    pub(crate) fn new(schema: &'a Schema, document: &'a Document<'a>, seed: u64) -> Self {
        let mut fragments = HashMap::new();
        let mut operation = None;
        for definition in &document.definitions {
            match definition {
                Definition::Operation(found) => operation = Some(found),
                Definition::Fragment(found) => drop(fragments.insert(found.name.text, found)),
                _ => {}
            }
        }
        let mut choice = Choice(seed);
        let reorders = choice.once_in(2);
        Self {
            schema,
            operation: operation.expect("an operation"),
            fragments,
            choice,
            conditions: HashMap::new(),
            reorders,
            text: String::new(),
        }
    }

    /// The text of a response.
    pub(crate) fn response(&mut self) -> String {
        let root = self.schema.root(self.operation.operation).expect("a root type");
        self.text.push_str("{\"data\":");
        self.object(Of::Object(root), &[(&self.operation.selection_set, root)], 0);
        self.text.push('}');
        std::mem::take(&mut self.text)
    }

    fn object(&mut self, of: Of, sets: &[(&'a SelectionSet<'a>, TypeId)], depth: usize) {
        let mut fields = Fields::new();
        for (set, parent) in sets {
            self.collect(of, set, *parent, &mut fields);
        }
        if self.reorders {
            for index in (1..fields.len()).rev() {
                let other = self.choice.below(index + 1);
                fields.swap(index, other);
            }
        }
        self.text.push('{');
        for (index, (key, nodes)) in fields.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            if self.reorders && self.choice.once_in(4) {
                self.text.push_str("\"_x_other\":[{\"a\":null},\"\\u00e9\"],");
            }
            let _ = write!(self.text, "\"{key}\":");
            let Some((field, parent)) = nodes.first() else {
                continue;
            };
            if field.name.text == "__typename" {
                let name = match of {
                    Of::Object(object) => &self.schema.ty(object).name,
                    Of::Unknown(_) => "Newer",
                };
                let _ = write!(self.text, "\"{name}\"");
                continue;
            }
            let definition = self.definition(*parent, field);
            let sets: Vec<_> = nodes
                .iter()
                .filter_map(|(field, parent)| {
                    Some((
                        field.selection_set.as_ref()?,
                        self.definition(*parent, field).ty.named,
                    ))
                })
                .collect();
            self.value((definition, 0), definition.ty, &sets, depth + 1);
        }
        self.text.push('}');
    }

    fn definition(&self, parent: TypeId, field: &Field<'_>) -> &'a FieldDef {
        let schema = self.schema;
        let name = field.name.text;
        let known = schema.field(parent, name).or(schema.meta_field(parent, name));
        known.expect("a field of the schema")
    }

    /// <https://spec.graphql.org/September2025/#CollectFields()>
    fn collect(&mut self, of: Of, set: &'a SelectionSet<'a>, parent: TypeId, fields: &mut Fields<'a>) {
        for selection in &set.selections {
            if !self.is_included(selection.directives()) {
                continue;
            }
            let (condition, inner) = match selection {
                Selection::Field(field) => {
                    let key = field.response_key().text;
                    match fields.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, nodes)) => nodes.push((field, parent)),
                        None => fields.push((key, vec![(field, parent)])),
                    }
                    continue;
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.fragments[spread.name.text];
                    (
                        self.schema.find(fragment.type_condition.text),
                        &fragment.selection_set,
                    )
                }
                Selection::InlineFragment(inline) => (
                    inline.type_condition.and_then(|name| self.schema.find(name.text)),
                    &inline.selection_set,
                ),
            };
            if condition.is_none_or(|condition| self.applies(condition, of)) {
                self.collect(of, inner, condition.unwrap_or(parent), fields);
            }
        }
    }

    fn applies(&self, condition: TypeId, of: Of) -> bool {
        match of {
            Of::Object(object) => self.schema.applies(condition, object),
            Of::Unknown(within) => {
                let composite = self.schema.ty(within).composite();
                condition == within || composite.is_some_and(|it| it.interfaces.contains(&condition))
            }
        }
    }

    fn is_included(&mut self, directives: &'a [Directive<'a>]) -> bool {
        directives.iter().all(|directive| {
            let wanted = match directive.name.text {
                "include" => true,
                "skip" => false,
                _ => return true,
            };
            let value = match directive.arguments.first().map(|argument| &argument.value) {
                Some(Value::Variable(name)) => {
                    let choice = &mut self.choice;
                    *self
                        .conditions
                        .entry(name.text)
                        .or_insert_with(|| choice.once_in(2))
                }
                Some(Value::Boolean(value, _)) => *value,
                _ => true,
            };
            value == wanted
        })
    }

    /// Writes a value at a level of a field; level 1 are the items of its list.
    fn value(
        &mut self,
        (definition, level): (&FieldDef, u32),
        ty: TypeRef,
        sets: &[(&'a SelectionSet<'a>, TypeId)],
        depth: usize,
    ) {
        // Such a position is null only if there is an error. <https://specs.apollo.dev/nullability/v0.4>
        let is_semantically_non_null = definition.semantic_non_null.contains(level);
        let is_nullable = !ty.is_non_null() && !is_semantically_non_null;
        if is_nullable && (depth > 12 || self.choice.once_in(5)) {
            self.text.push_str("null");
            return;
        }
        if let Some(item) = ty.item() {
            self.text.push('[');
            let length = if depth > 12 { 0 } else { self.choice.below(4) };
            for index in 0..length {
                if index > 0 {
                    self.text.push(',');
                }
                self.value((definition, level + 1), item, sets, depth + 1);
            }
            self.text.push(']');
            return;
        }
        let schema = self.schema;
        match &schema.ty(ty.named).kind {
            TypeKind::Scalar { .. } => self.scalar(&schema.ty(ty.named).name),
            TypeKind::Enum { values } => {
                let name = match self.choice.once_in(6) {
                    true => "NEWER",
                    false => &self.choice.of(values).name,
                };
                let _ = write!(self.text, "\"{name}\"");
            }
            TypeKind::Object(_) => self.object(Of::Object(ty.named), sets, depth),
            _ => {
                let of = match schema.possible_types(ty.named) {
                    [] => Of::Unknown(ty.named),
                    _ if self.choice.once_in(6) => Of::Unknown(ty.named),
                    types => Of::Object(*self.choice.of(types)),
                };
                self.object(of, sets, depth);
            }
        }
    }

    fn scalar(&mut self, name: &str) {
        let number = self.choice.below(2000) as i64 - 1000;
        let _ = match name {
            "Int" => write!(self.text, "{number}"),
            "Float" if self.choice.once_in(2) => write!(self.text, "{number}"),
            "Float" => write!(self.text, "{number}.25"),
            "Boolean" => write!(self.text, "{}", number % 2 == 0),
            _ => write!(
                self.text,
                "\"{}\"",
                self.choice.of(&["", "a", "\\u00e9\\n", "__typename", "7"])
            ),
        };
    }
}
