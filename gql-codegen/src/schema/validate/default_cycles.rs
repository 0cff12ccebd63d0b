//! Checks that no default value of an input field depends on itself.
//! <https://spec.graphql.org/September2025/#InputObjectDefaultValueHasCycle()>

use std::collections::{HashMap, HashSet};

use super::{Rules, TYPE_SYSTEM};
use crate::schema::{InputValue, Schema, TypeId, TypeKind};
use crate::source::Span;
use crate::syntax::ast::{TypeDefinitionKind, Value};

/// The maximum depth to which default values are followed. Deeper ones are not checked.
const MAX_DEPTH: usize = 500;

/// An input field, identified by the span of its default value.
type Field = Span;

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let mut values = HashMap::new();
    for node in rules.nodes.values().flatten() {
        if let TypeDefinitionKind::InputObject { fields } = &node.kind {
            let defaults = fields.iter().filter_map(|field| field.default.as_ref());
            values.extend(defaults.map(|value| (value.span(), value)));
        }
    }
    if values.is_empty() {
        return;
    }
    let mut search = CycleSearch {
        schema: rules.schema,
        values,
        seen: HashSet::new(),
        way: Vec::new(),
        found: Vec::new(),
        depth: 0,
    };
    for ty in &rules.schema.types {
        search.object(ty.id, None);
    }
    for (message, places) in search.found {
        rules.warn(&TYPE_SYSTEM, message, places);
    }
}

struct CycleSearch<'s, 'a> {
    schema: &'s Schema,
    /// The default values of input fields.
    values: HashMap<Field, &'s Value<'a>>,
    seen: HashSet<Field>,
    /// The fields on the current path, and their coordinates.
    way: Vec<(Field, String)>,
    found: Vec<(String, Vec<Span>)>,
    depth: usize,
}

impl CycleSearch<'_, '_> {
    /// Follows the default values that are used for an object of this type with these fields.
    fn object(&mut self, ty: TypeId, given: Option<&Value<'_>>) {
        let schema = self.schema;
        let TypeKind::InputObject { fields, .. } = &schema.ty(ty).kind else {
            return;
        };
        for field in fields {
            let inner = field.ty.named;
            if !matches!(schema.ty(inner).kind, TypeKind::InputObject { .. }) {
                continue;
            }
            let value = match given {
                Some(Value::Object(given, _)) => given.iter().find(|it| *it.name.text == *field.name),
                _ => None,
            };
            match value {
                Some(given) => self.value(inner, &given.value),
                None => self.default_value(ty, field),
            }
        }
    }

    fn value(&mut self, ty: TypeId, value: &Value<'_>) {
        if self.depth == MAX_DEPTH {
            return;
        }
        self.depth += 1;
        match value {
            Value::List(items, _) => items.iter().for_each(|item| self.value(ty, item)),
            Value::Object(..) => self.object(ty, Some(value)),
            _ => {}
        }
        self.depth -= 1;
    }

    fn default_value(&mut self, ty: TypeId, field: &InputValue) {
        let Some((place, value)) = field
            .default
            .and_then(|place| Some((place, *self.values.get(&place)?)))
        else {
            return;
        };
        let name = format!("{}.{}", self.schema.ty(ty).name, field.name);
        if let Some(start) = self.way.iter().position(|(it, _)| *it == place) {
            let cycle = self.way.get(start..).unwrap_or_default();
            let via: Vec<&str> = cycle.iter().skip(1).map(|(_, name)| &**name).collect();
            let via = match via.is_empty() {
                true => String::new(),
                false => format!(" via the default values of: {}", via.join(", ")),
            };
            let message = format!(
                "Invalid circular reference. The default value of Input Object field {name} references itself{via}."
            );
            let places = cycle.iter().map(|(place, _)| *place).collect();
            self.found.push((message, places));
        } else if self.seen.insert(place) {
            self.way.push((place, name));
            self.value(field.ty.named, value);
            self.way.pop();
        }
    }
}
