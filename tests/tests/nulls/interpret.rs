//! An interpreter of the rules about nulls: it returns the value that an operation's types decode from a response, in the form
//! of `Debug` without the names of structs.

use gql_codegen::check::client::drop_nulls::DROP_NULLS;
use gql_codegen::check::client::required::REQUIRED;
use gql_codegen::check::typed::{Field, FragmentId, Selection, SelectionSet, Typed};
use gql_codegen::schema::{TypeId, TypeRef};
use gql_codegen::syntax::ast::Directive;
use gql_runtime::codegen::Json;

use crate::configured;

/// A null in a field whose null is an error.
pub(crate) struct Throw;

/// A value, or `None` for a null that goes on to the object around it.
type Outcome = Result<Option<String>, Throw>;

pub(crate) struct Interpreter<'t>(pub(crate) &'t Typed<'t>);

/// A selection set on an object, and whether a directive may exclude it.
#[derive(Clone, Copy)]
struct Set<'t> {
    set: &'t SelectionSet<'t>,
    conditional: bool,
}

/// Selections with one response key, or spreads of one fragment.
struct Entry<'t> {
    key: &'t str,
    fields: Vec<(&'t Field<'t>, bool)>,
    fragment: Option<FragmentId>,
    conditional: bool,
}

/// The treatment of the nulls of a field.
struct Policy {
    required: bool,
    throws: bool,
    /// The levels whose null items are dropped; `None` in it for all levels.
    dropped: Vec<Option<i64>>,
}

impl Policy {
    fn drops(&self, level: i64) -> bool {
        self.dropped.contains(&None) || self.dropped.contains(&Some(level))
    }
}

impl<'t> Interpreter<'t> {
    /// Returns the data of the only operation.
    pub(crate) fn data(&self, data: &Json) -> Outcome {
        let operation = &self.0.operations()[0];
        let set = Set {
            set: &operation.selections,
            conditional: false,
        };
        self.object(&[set], operation.root, data)
    }

    fn object(&self, sets: &[Set<'t>], parent: TypeId, json: &Json) -> Outcome {
        let schema = self.0.schema();
        let name = json["__typename"].as_str();
        // An object of a concrete type may have an alias, but no other name.
        let object = match schema.ty(parent).is_abstract() {
            true => name.and_then(|name| schema.find(name)),
            false => Some(parent),
        };
        let entries = self.entries(sets, parent, object);
        let content = match entries.as_slice() {
            [
                Entry {
                    fragment: Some(fragment),
                    conditional: false,
                    ..
                },
            ] => self.fragment(*fragment, json)?,
            _ => self.members(&entries, json)?,
        };
        let narrowing = |object: Option<TypeId>| sets.iter().any(|set| self.narrows(set.set, parent, object));
        let possible = schema.possible_types(parent);
        if !schema.ty(parent).is_abstract() || !possible.iter().any(|it| narrowing(Some(*it))) {
            return Ok(content);
        }
        let variant = match object {
            Some(object) if narrowing(Some(object)) => &*schema.ty(object).name,
            _ => "Other",
        };
        let content = match entries.is_empty() {
            true => Some(format!("{:?}", name.unwrap_or_default())),
            false => content,
        };
        Ok(content.map(|content| format!("{variant}({content})")))
    }

    fn fragment(&self, id: FragmentId, json: &Json) -> Outcome {
        let fragment = self.0.fragment(id);
        let set = Set {
            set: &fragment.selections,
            conditional: false,
        };
        self.object(&[set], fragment.condition, json)
    }

    fn members(&self, entries: &[Entry<'t>], json: &Json) -> Outcome {
        let mut texts = Vec::new();
        let mut is_null = false;
        for entry in entries {
            let value = match entry.fragment {
                Some(fragment) => self.spread(fragment, entry.conditional, json)?,
                None => self.field(entry, json)?,
            };
            match value {
                Some(value) => texts.push(format!("{}: {value}", entry.key.to_lowercase())),
                None => is_null = true,
            }
        }
        Ok((!is_null).then(|| format!("{{ {} }}", texts.join(", "))))
    }

    /// The null of a fragment beside other selections stays there.
    fn spread(&self, id: FragmentId, conditional: bool, json: &Json) -> Outcome {
        let value = self.fragment(id, json)?;
        let fragment = self.0.fragment(id);
        let own = fragment
            .selections
            .selections
            .iter()
            .find_map(|selection| match selection {
                Selection::Field(field) => {
                    Some(field.node.response_key().text).filter(|key| key.starts_with("own"))
                }
                _ => None,
            });
        let value = value.filter(|_| own.is_none_or(|own| !json[own].is_null()));
        let set = Set {
            set: &fragment.selections,
            conditional: false,
        };
        if conditional || self.can_be_null(&[set], fragment.condition) {
            return Ok(Some(option(value)));
        }
        Ok(value)
    }

    fn field(&self, entry: &Entry<'t>, json: &Json) -> Outcome {
        let policy = self.policy(entry);
        let ty = entry.fields[0].0.definition.ty;
        if policy.throws && json.get(entry.key).is_some_and(Json::is_null) {
            return Err(Throw);
        }
        let is_required = policy.required && !entry.conditional;
        let ty = if entry.conditional { ty.nullable() } else { ty };
        self.value(ty, is_required, 1, &policy, &inner_sets(entry), &json[entry.key])
    }

    /// Returns a value at a position that is nullable unless the type is non-null, or `required`.
    fn value(
        &self,
        ty: TypeRef,
        required: bool,
        level: i64,
        policy: &Policy,
        sets: &[Set<'t>],
        json: &Json,
    ) -> Outcome {
        let nullable = !ty.is_non_null() && !required;
        let value = match (ty.item(), json) {
            (_, Json::Null) => None,
            (Some(item), Json::Array(values)) => {
                let drops = policy.drops(level) && !item.is_non_null();
                let mut texts = Vec::new();
                let mut is_null = false;
                for value in values {
                    match self.value(item, drops, level + 1, policy, sets, value)? {
                        Some(text) => texts.push(text),
                        None => is_null |= !drops,
                    }
                }
                (!is_null).then(|| format!("[{}]", texts.join(", ")))
            }
            _ if sets.is_empty() => Some(match json {
                Json::String(text) => format!("{text:?}"),
                other => other.to_string(),
            }),
            _ => self.object(sets, ty.named, json)?,
        };
        Ok(if nullable { Some(option(value)) } else { value })
    }

    fn policy(&self, entry: &Entry<'t>) -> Policy {
        let schema = self.0.schema();
        let mut policy = Policy {
            required: false,
            throws: false,
            dropped: Vec::new(),
        };
        for (field, _) in &entry.fields {
            let coordinate = format!("{}.{}", schema.ty(field.parent).name, field.node.name.text);
            let configured = configured::REQUIRED.iter().find(|(name, _)| *name == coordinate);
            let throws = match field.client.get(&REQUIRED) {
                Some(required) => Some(required.word("action") == Some("THROW")),
                None => configured.map(|(_, throws)| *throws),
            };
            policy.required |= throws.is_some();
            policy.throws |= throws == Some(true);
            match field.client.get(&DROP_NULLS) {
                Some(dropped) => match dropped.ints("levels") {
                    Some(levels) => policy.dropped.extend(levels.iter().copied().map(Some)),
                    None => policy.dropped.push(None),
                },
                None if configured::DROPPED.contains(&&*coordinate) => policy.dropped.push(None),
                None => {}
            }
        }
        let is_option = entry.conditional || entry.fields[0].0.definition.ty.is_non_null();
        policy.required &= !is_option;
        policy.throws &= !is_option;
        policy
    }

    /// Returns whether a null can leave an object of these sets.
    fn can_be_null(&self, sets: &[Set<'t>], parent: TypeId) -> bool {
        let schema = self.0.schema();
        let possible = schema.possible_types(parent).iter().map(|it| Some(*it));
        possible.chain([None]).any(|object| {
            let entries = self.entries(sets, parent, object);
            if let [
                Entry {
                    fragment: Some(fragment),
                    conditional: false,
                    ..
                },
            ] = entries.as_slice()
            {
                let fragment = self.0.fragment(*fragment);
                let set = Set {
                    set: &fragment.selections,
                    conditional: false,
                };
                return self.can_be_null(&[set], fragment.condition);
            }
            entries
                .iter()
                .filter(|entry| entry.fragment.is_none() && !entry.conditional)
                .any(|entry| {
                    let policy = self.policy(entry);
                    let ty = entry.fields[0].0.definition.ty;
                    (policy.required && !policy.throws)
                        || self.passes_on(ty, policy.required, 1, &policy, &inner_sets(entry))
                })
        })
    }

    fn passes_on(&self, ty: TypeRef, required: bool, level: i64, policy: &Policy, sets: &[Set<'t>]) -> bool {
        if !(ty.is_non_null() || required) {
            return false;
        }
        match ty.item() {
            Some(item) if policy.drops(level) && !item.is_non_null() => false,
            Some(item) => self.passes_on(item, false, level + 1, policy, sets),
            None => !sets.is_empty() && self.can_be_null(sets, ty.named),
        }
    }

    /// Returns whether a fragment that does not apply to every object applies to this one.
    fn narrows(&self, set: &SelectionSet<'_>, parent: TypeId, object: Option<TypeId>) -> bool {
        set.selections.iter().any(|selection| {
            let (condition, inner) = match selection {
                Selection::Field(_) => return false,
                Selection::Spread(spread) => (Some(self.0.fragment(spread.fragment).condition), None),
                Selection::Inline(inline) => (inline.condition, Some(&inline.selections)),
            };
            let narrows = condition.is_some_and(|condition| condition != parent && Some(condition) == object);
            narrows || inner.is_some_and(|inner| self.narrows(inner, parent, object))
        })
    }

    fn entries(&self, sets: &[Set<'t>], parent: TypeId, object: Option<TypeId>) -> Vec<Entry<'t>> {
        let mut entries = Vec::new();
        for set in sets {
            self.collect(*set, parent, object, &mut entries);
        }
        entries
    }

    fn collect(&self, set: Set<'t>, parent: TypeId, object: Option<TypeId>, entries: &mut Vec<Entry<'t>>) {
        let schema = self.0.schema();
        let applies = |condition: TypeId| {
            condition == parent || object.is_some_and(|object| schema.applies(condition, object))
        };
        for selection in &set.set.selections {
            let conditional = set.conditional || is_conditional(selection.directives());
            let (key, field, fragment) = match selection {
                Selection::Field(field) => (field.node.response_key().text, Some(field), None),
                Selection::Spread(spread) => {
                    let fragment = self.0.fragment(spread.fragment);
                    if !applies(fragment.condition) {
                        continue;
                    }
                    (fragment.node.name.text, None, Some(spread.fragment))
                }
                Selection::Inline(inline) => {
                    if inline.condition.is_none_or(applies) {
                        let set = &inline.selections;
                        self.collect(Set { set, conditional }, parent, object, entries);
                    }
                    continue;
                }
            };
            let known = entries
                .iter()
                .position(|it| it.key == key && it.fragment == fragment);
            let known = known.unwrap_or_else(|| {
                entries.push(Entry {
                    key,
                    fields: Vec::new(),
                    fragment,
                    conditional: true,
                });
                entries.len() - 1
            });
            entries[known].conditional &= conditional;
            entries[known]
                .fields
                .extend(field.map(|field| (field, conditional)));
        }
    }
}

/// Returns the selection sets of merged fields. Those of a field that may be excluded are conditional beside another.
fn inner_sets<'t>(entry: &Entry<'t>) -> Vec<Set<'t>> {
    let alone = entry.fields.len() == 1;
    let sets = entry.fields.iter().filter_map(|(field, conditional)| {
        Some(Set {
            set: field.selections.as_ref()?,
            conditional: *conditional && !(alone && entry.conditional),
        })
    });
    sets.collect()
}

fn is_conditional(directives: &[Directive<'_>]) -> bool {
    directives
        .iter()
        .any(|it| matches!(it.name.text, "include" | "skip"))
}

fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
