//! Interprets the rules about nulls: computes the value that an operation's types decode from a response. The value is the text
//! that `Debug` prints for it, without the names of structs.

use std::cell::Cell;

use gql_codegen::check::typed::{FragmentId, Selection, Typed};
use gql_codegen::schema::{TypeId, TypeRef};
use gql_runtime::codegen::Json;

use crate::handling::Handling;
use crate::policy::Policy;
use crate::selected::{Entry, Set, entries, lone_fragment, narrows};
use crate::settle::ERROR;

/// A null where it is a decoding error.
pub(crate) struct Undecodable;

/// A value, or `None` for a null that goes on to the object around it.
type Outcome = Result<Option<String>, Undecodable>;

pub(crate) struct Interpreter<'t> {
    pub(crate) typed: &'t Typed<'t>,
    /// The handling of errors by the configuration.
    pub(crate) configured: Handling,
    /// The errors in place of values, in the form of `Debug`.
    pub(crate) errors: Vec<String>,
    /// The number of nulls of required fields.
    pub(crate) required: Cell<usize>,
    /// The number of omitted items.
    pub(crate) dropped: Cell<usize>,
}

impl<'t> Interpreter<'t> {
    /// Returns the data of the only operation.
    pub(crate) fn data(&self, data: &Json) -> Outcome {
        if data.is_null() {
            return Ok(None);
        }
        let operation = &self.typed.operations()[0];
        let set = Set {
            set: &operation.selections,
            conditional: false,
            default: Handling::default(&operation.client, self.configured),
        };
        self.object(&[set], operation.root, data)
    }

    fn object(&self, sets: &[Set<'t>], parent: TypeId, json: &Json) -> Outcome {
        let schema = self.typed.schema();
        let name = json["__typename"].as_str();
        // An object of a concrete type may have an alias, but no other name.
        let object = match schema.ty(parent).is_abstract() {
            true => name.and_then(|name| schema.find(name)),
            false => Some(parent),
        };
        let entries = entries(self.typed, sets, parent, object);
        let content = match lone_fragment(&entries) {
            Some(fragment) => self.fragment(fragment, json)?,
            None => self.members(&entries, json)?,
        };
        let narrowing = |object: Option<TypeId>| {
            sets.iter()
                .any(|set| narrows(self.typed, set.set, parent, object))
        };
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

    /// Returns the set of a fragment, which has the default of the fragment.
    fn set_of(&self, id: FragmentId) -> Set<'t> {
        let fragment = self.typed.fragment(id);
        Set {
            set: &fragment.selections,
            conditional: false,
            default: Handling::default(&fragment.client, self.configured),
        }
    }

    fn fragment(&self, id: FragmentId, json: &Json) -> Outcome {
        self.object(&[self.set_of(id)], self.typed.fragment(id).condition, json)
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
        let fragment = self.typed.fragment(id);
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
        if conditional || self.can_be_null(&[self.set_of(id)], fragment.condition) {
            return Ok(Some(option(value)));
        }
        Ok(value)
    }

    fn field(&self, entry: &Entry<'t>, json: &Json) -> Outcome {
        let policy = Policy::of(self.typed.schema(), entry);
        let sent = json.get(entry.key);
        // The directive concerns the value in the response, also if the field may be excluded.
        if (policy.throws || policy.is_semantically_non_null(0)) && sent.is_some_and(Json::is_null) {
            return Err(Undecodable);
        }
        let value = self.value(&policy, policy.ty(), 0, &entry.inner_sets(), &json[entry.key])?;
        if policy.required && value.is_none() && sent.is_some_and(Json::is_null) {
            self.required.set(self.required.get() + 1);
        }
        if !entry.conditional {
            return Ok(value);
        }
        // The member is an `Option`, but never one of another.
        let is_option = !policy.is_non_null(policy.ty(), 0) && !policy.is_result(policy.ty(), 0);
        Ok(Some(match value {
            _ if sent.is_none() => option(None),
            Some(value) if is_option => value,
            value => option(value),
        }))
    }

    /// Returns a value at a level of a field.
    fn value(
        &self,
        policy: &Policy<'_, 't>,
        ty: TypeRef,
        level: u32,
        sets: &[Set<'t>],
        json: &Json,
    ) -> Outcome {
        if let Some(index) = json[ERROR].as_u64() {
            return Ok(Some(self.errors[index as usize].clone()));
        }
        let drops = level > 0 && policy.drops(level);
        if level > 0 && json.is_null() && policy.is_semantically_non_null(level) {
            return Err(Undecodable);
        }
        let is_required = drops || level == 0 && policy.required;
        let nullable = !policy.is_non_null(ty, level) && !is_required;
        let value = match (ty.item(), json) {
            (_, Json::Null) => None,
            (Some(item), Json::Array(values)) => {
                let drops = policy.drops(level + 1) && !item.is_non_null();
                let mut texts = Vec::new();
                let mut is_null = false;
                for value in values {
                    match self.value(policy, item, level + 1, sets, value)? {
                        Some(text) => texts.push(text),
                        None if drops => self.dropped.set(self.dropped.get() + 1),
                        None => is_null = true,
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
        let value = if nullable { Some(option(value)) } else { value };
        Ok(match policy.is_result(ty, level) {
            true => value.map(|value| format!("Ok({value})")),
            false => value,
        })
    }

    /// Returns whether a null can leave an object of these sets.
    fn can_be_null(&self, sets: &[Set<'t>], parent: TypeId) -> bool {
        let schema = self.typed.schema();
        let possible = schema.possible_types(parent).iter().map(|it| Some(*it));
        possible.chain([None]).any(|object| {
            let entries = entries(self.typed, sets, parent, object);
            if let Some(fragment) = lone_fragment(&entries) {
                let condition = self.typed.fragment(fragment).condition;
                return self.can_be_null(&[self.set_of(fragment)], condition);
            }
            entries
                .iter()
                .filter(|entry| entry.fragment.is_none() && !entry.conditional)
                .any(|entry| {
                    let policy = Policy::of(schema, entry);
                    (policy.required && !policy.throws)
                        || self.passes_on(&policy, policy.ty(), 0, &entry.inner_sets())
                })
        })
    }

    /// Returns whether a null in a value at a level of a field goes on to the object around the field.
    fn passes_on(&self, policy: &Policy<'_, 't>, ty: TypeRef, level: u32, sets: &[Set<'t>]) -> bool {
        if !(policy.is_non_null(ty, level) || level == 0 && policy.required) {
            return false;
        }
        match ty.item() {
            Some(item) if policy.drops(level + 1) && !item.is_non_null() => false,
            Some(item) => self.passes_on(policy, item, level + 1, sets),
            None => !sets.is_empty() && self.can_be_null(sets, ty.named),
        }
    }
}

fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
