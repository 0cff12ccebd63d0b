//! Enums, input objects and variables.

use std::collections::HashSet;

use super::choose::Chosen;
use super::docs;
use super::names::{self, Names};
use super::views::wrap;
use super::{Lowering, Place};
use crate::config::{Normalization, Nullable};
use crate::ir::{Enum, EnumValue, Input, InputField, Item, OneOf, Type};
use crate::schema::{InputValue, TypeId, TypeKind};

/// How far input objects are declared within each other. Those that lie deeper come last: schemas may be deeper than
/// the stack.
const MAX_NESTING: usize = 32;

impl<'a> Lowering<'a, '_> {
    /// Declares an enum and gives its name.
    pub(super) fn declare_enum(&mut self, id: TypeId) -> String {
        if let Some(name) = self.declare_extern(id) {
            return name;
        }
        let ty = self.typed.schema().ty(id);
        let TypeKind::Enum { values } = &ty.kind else {
            return "String".into();
        };
        let name = self.name(id);
        let mut taken = Names::new();
        let values: Vec<_> = values
            .iter()
            .map(|value| EnumValue {
                about: self.about(value.description, value.deprecated.as_ref()),
                value: value.name.to_string(),
                variant: taken.give(&names::upper(&value.name, self.config.normalization)),
            })
            .collect();
        let other = taken.give_first(&["Other", "Unknown", "Unrecognized", "Other"]);
        let mut derives = self.config.response_derives.clone();
        for derive in &self.config.variables_derives {
            if !derives.contains(derive) && derive != "Default" {
                derives.push(derive.clone());
            }
        }
        let about = self.about(ty.description, None);
        self.shared.items.push(Item::Enum(Enum {
            about,
            name: name.clone(),
            derives,
            values,
            other,
        }));
        name
    }

    fn name(&mut self, id: TypeId) -> String {
        let name = names::upper(&self.typed.schema().ty(id).name, self.config.normalization);
        let name = self.shared.names.give(&name);
        self.declared.insert(id, name.clone());
        name
    }

    fn declare_extern(&mut self, id: TypeId) -> Option<String> {
        let target = self
            .config
            .extern_types
            .get(&*self.typed.schema().ty(id).name)?
            .clone();
        let name = self.name(id);
        self.shared.items.push(Item::Use {
            name: name.clone(),
            target,
        });
        Some(name)
    }

    /// Declares an input object, with all that it needs, and gives its name.
    fn declare_input(&mut self, id: TypeId) -> String {
        if let Some(name) = self.declared.get(&id) {
            return name.clone();
        }
        if let Some(name) = self.declare_extern(id) {
            return name;
        }
        let name = self.name(id);
        if self.nesting == MAX_NESTING {
            self.deeper.push((id, name.clone()));
        } else {
            self.nesting += 1;
            self.input_object(id, name.clone());
            self.nesting -= 1;
        }
        name
    }

    /// The item of an input object, behind it those of what it needs.
    fn input_object(&mut self, id: TypeId, name: String) {
        let typed = self.typed;
        let ty = typed.schema().ty(id);
        let TypeKind::InputObject { fields, one_of } = &ty.kind else {
            return;
        };
        // In front of the types that it needs, as the schema's reader finds them.
        let place = self.shared.items.len();
        let mut taken = Names::new();
        let mut variables = Names::within(&self.unit_structs);
        let mut lowered = Vec::new();
        for field in fields {
            let wanted = match one_of {
                // Variants are Rust's own, whatever the names of the schema's types are.
                true => names::upper(&field.name, Normalization::Rust),
                false => names::snake(&field.name),
            };
            let rust = taken.give(&wanted);
            let variable = variables.give(&rust);
            let lower = self.input_field(id, &ty.name, field, rust, *one_of);
            lowered.push(InputField { variable, ..lower });
        }
        let about = self.about(ty.description, None);
        let derives = self.config.variables_derives.clone();
        let item = if *one_of {
            Item::OneOf(OneOf {
                about,
                name,
                derives,
                variants: lowered,
            })
        } else {
            let default = lowered
                .iter()
                .all(|field| field.ty.is_optional() || matches!(field.ty, Type::Input(_)));
            Item::Input(Input {
                about,
                name,
                derives,
                fields: lowered,
                default,
            })
        };
        self.shared.items.insert(place, item);
    }

    fn input_field(
        &mut self,
        owner: TypeId,
        owner_name: &str,
        field: &InputValue,
        name: String,
        one_of: bool,
    ) -> InputField {
        let coordinate = format!("{owner_name}.{}", field.name);
        let about = self.about(field.description, field.deprecated.as_ref());
        let ty = if one_of {
            field.ty.non_null().unwrap_or(field.ty)
        } else {
            field.ty
        };
        let boxed = !ty.is_list() && self.reaches(ty.named, owner);
        let base = Type::Path(self.input(ty.named, &coordinate, Place::Shared));
        let base = if boxed { Type::Box(Box::new(base)) } else { base };
        let overrides = &self.config.nullable_overrides;
        let nullable = overrides.get(&coordinate).or(overrides.get(owner_name)).copied();
        let (ty, skip) = self.optional(wrap(base, ty), field.default.is_some(), nullable);
        InputField {
            about,
            key: field.name.to_string(),
            variable: name.clone(),
            name,
            ty,
            skip: skip && !one_of,
        }
    }

    /// The Rust name of an input type at a coordinate, from within `place`.
    fn input(&mut self, id: TypeId, coordinate: &str, place: Place) -> String {
        if matches!(self.typed.schema().ty(id).kind, TypeKind::InputObject { .. }) {
            let name = self.declare_input(id);
            self.path(place, Place::Shared, &name)
        } else {
            self.leaf(id, coordinate, place)
        }
    }

    /// A type that may be left out, and whether it is when it has no value.
    fn optional(&self, ty: Type, has_default: bool, nullable: Option<Nullable>) -> (Type, bool) {
        match ty {
            // Non-null with a default: may be left out, never null. <https://spec.graphql.org/September2025/#sec-Required-Arguments>
            ty if !ty.is_optional() => {
                if has_default {
                    (ty.optional(), true)
                } else {
                    (ty, false)
                }
            }
            Type::Option(inner) if nullable.unwrap_or(self.config.nullable) == Nullable::Input => {
                (Type::Input(inner), true)
            }
            ty => (ty, self.config.skip_none),
        }
    }

    /// Whether an input object holds another without a list between them: then one of them goes on the heap.
    fn reaches(&self, from: TypeId, to: TypeId) -> bool {
        let mut seen = HashSet::from([from]);
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            if id == to {
                return true;
            }
            if let TypeKind::InputObject { fields, .. } = &self.typed.schema().ty(id).kind {
                let held = fields.iter().filter(|field| !field.ty.is_list());
                open.extend(held.map(|field| field.ty.named).filter(|&id| seen.insert(id)));
            }
        }
        false
    }

    /// The variables of an operation. <https://spec.graphql.org/September2025/#sec-Language.Variables>
    pub(super) fn variables(
        &mut self,
        Chosen {
            name: owner,
            operation,
        }: Chosen<'a>,
    ) -> Input {
        let place = self.inner();
        let mut taken = Names::new();
        let mut fields = Vec::new();
        for variable in &operation.variables {
            let (variable, ty) = (variable.node, variable.ty);
            let key = variable.name.text.to_owned();
            let name = taken.give(&names::snake(&key));
            let coordinate = format!("{owner}.${key}");
            let nullable = self.config.nullable_overrides.get(&coordinate).copied();
            let base = Type::Path(self.input(ty.named, &coordinate, place));
            let (ty, skip) = self.optional(wrap(base, ty), variable.default.is_some(), nullable);
            let about = crate::ir::About {
                docs: variable
                    .description
                    .map(|description| docs::rustdoc(&description.value())),
                deprecated: None,
            };
            fields.push(InputField {
                about,
                key,
                variable: name.clone(),
                name,
                ty,
                skip,
            });
        }
        while let Some((id, name)) = self.deeper.pop() {
            self.input_object(id, name);
        }
        let default = fields
            .iter()
            .all(|field| field.ty.is_optional() || matches!(field.ty, Type::Input(_)));
        let about = crate::ir::About {
            docs: Some("What the operation takes.".into()),
            deprecated: None,
        };
        Input {
            about,
            name: "Variables".into(),
            derives: self.config.variables_derives.clone(),
            fields,
            default,
        }
    }
}
