//! Declares enums, input objects and variables.

use std::collections::HashSet;

use super::{Types, docs_of, rustdoc, wrap};
use crate::bug::Bug;
use crate::check::Typed;
use crate::config::{Config, Layout, Normalization, Nullable};
use crate::ir::{Docs, Enum, EnumValue, Ident, Input, InputField, Item, OneOf, Path, Type};
use crate::lower::case;
use crate::lower::choose::Chosen;
use crate::lower::coordinate::{field_coordinate, variable_coordinate};
use crate::lower::names::{Names, OperationNames};
use crate::lower::place::Module;
use crate::lower::scope::Scope;
use crate::schema::{self, InputValue, TypeDef, TypeId, TypeKind};

/// The struct of an operation's variables; in the shared layout it is the operation. <https://spec.graphql.org/September2025/#sec-Language.Variables>
pub(in crate::lower) fn variables(
    typed: &Typed<'_>,
    names: &Names,
    named: &OperationNames,
    chosen: &Chosen<'_>,
    config: &Config,
) -> Result<Input, Bug> {
    let types = Types {
        schema: typed.schema(),
        names,
        config,
    };
    let mut taken = Scope::default();
    let mut locals = Scope::within(&names.unit_structs);
    let mut setters = Scope::of_setters();
    let mut fields = Vec::new();
    for variable in &chosen.operation.variables {
        let key = variable.node.name.text.to_owned();
        let name = taken.give(&case::snake(&key));
        let coordinate = || variable_coordinate(chosen.name, variable);
        let nullable = match config.nullable_overrides.is_empty() {
            true => None,
            false => config.nullable_overrides.get(&coordinate()).copied(),
        };
        let base = Type::Path(names.ty(variable.ty.named, coordinate, Module::Shared)?);
        let has_default = variable.node.default.is_some();
        let (ty, skip) = types.optional(wrap(base, variable.ty), has_default, nullable);
        let description = variable.node.description;
        fields.push(InputField {
            docs: Docs {
                text: description.map(|description| rustdoc(&description.value())),
                deprecated: None,
            },
            key,
            variable: locals.give(name.as_str()),
            setter: may_be_left_out(&ty).then(|| setters.give(name.as_str())),
            name,
            ty,
            skip,
        });
    }
    let name = match (config.layout, &named.marker) {
        (Layout::Shared, Path::Here(name)) => name.clone(),
        // The operation is the user's struct.
        _ => Ident::new("Variables".to_owned()),
    };
    Ok(Input {
        docs: Docs::default(),
        name,
        derives: external(&config.variables_derives),
        default: fields.iter().all(|field| field.setter.is_some()),
        fields,
    })
}

/// Returns the paths of derives in the configuration.
pub(in crate::lower) fn external(derives: &[String]) -> Vec<Path> {
    derives.iter().cloned().map(Path::External).collect()
}

/// Returns whether a variable or a field of this type is optional.
fn may_be_left_out(ty: &Type) -> bool {
    ty.is_optional() || matches!(ty, Type::Input(_))
}

impl Types<'_> {
    pub(super) fn enumeration(&self, ty: &TypeDef, name: &Ident, values: &[schema::EnumValue]) -> Item {
        let mut taken = Scope::default();
        let value = |value: &schema::EnumValue| EnumValue {
            docs: docs_of(
                self.schema,
                self.config,
                value.description,
                value.deprecated.as_ref(),
            ),
            value: value.name.to_string(),
            variant: taken.give(&case::upper(&value.name, self.config.normalization)),
        };
        let values = values.iter().map(value).collect();
        let mut derives = self.config.response_derives.clone();
        for derive in &self.config.variables_derives {
            if !derives.contains(derive) && derive != "Default" {
                derives.push(derive.clone());
            }
        }
        Item::Enum(Enum {
            docs: docs_of(self.schema, self.config, ty.description, None),
            name: name.clone(),
            derives: external(&derives),
            values,
            other: taken.give_first(&["Other", "Unknown", "Unrecognized"], "Other"),
        })
    }

    pub(super) fn input_object(
        &self,
        ty: &TypeDef,
        name: &Ident,
        fields: &[InputValue],
        one_of: bool,
    ) -> Result<Item, Bug> {
        let mut taken = Scope::default();
        let mut variables = Scope::within(&self.names.unit_structs);
        let mut setters = Scope::of_setters();
        let mut lowered = Vec::new();
        for field in fields {
            let wanted = match one_of {
                // Variants always follow Rust's convention, regardless of the names of the schema's types.
                true => case::upper(&field.name, Normalization::Rust),
                false => case::snake(&field.name),
            };
            let name = taken.give(&wanted);
            let variable = variables.give(name.as_str());
            let mut lower = self.input_field(ty, field, name, variable, one_of)?;
            if may_be_left_out(&lower.ty) && !one_of {
                lower.setter = Some(setters.give(lower.name.as_str()));
            }
            lowered.push(lower);
        }
        let docs = docs_of(self.schema, self.config, ty.description, None);
        let (name, derives) = (name.clone(), external(&self.config.variables_derives));
        Ok(match one_of {
            true => Item::OneOf(OneOf {
                docs,
                name,
                derives,
                variants: lowered,
            }),
            false => Item::Input(Input {
                docs,
                name,
                derives,
                default: lowered.iter().all(|field| field.setter.is_some()),
                fields: lowered,
            }),
        })
    }

    fn input_field(
        &self,
        owner: &TypeDef,
        field: &InputValue,
        name: Ident,
        variable: Ident,
        one_of: bool,
    ) -> Result<InputField, Bug> {
        let coordinate = || field_coordinate(&owner.name, &field.name);
        let named = field.ty.named;
        let base = Type::Path(self.names.ty(named, coordinate, Module::Shared)?);
        let is_recursive = !field.ty.is_list() && self.reaches(named, owner.id);
        let base = match is_recursive {
            true => Type::Box(Box::new(base)),
            false => base,
        };
        let overrides = &self.config.nullable_overrides;
        let nullable = match overrides.is_empty() {
            true => None,
            false => overrides
                .get(&coordinate())
                .or(overrides.get(&*owner.name))
                .copied(),
        };
        let ty = match one_of {
            true => wrap(base, field.ty).required(),
            false => wrap(base, field.ty),
        };
        let (ty, skip) = self.optional(ty, field.default.is_some(), nullable);
        Ok(InputField {
            docs: docs_of(
                self.schema,
                self.config,
                field.description,
                field.deprecated.as_ref(),
            ),
            key: field.name.to_string(),
            name,
            variable,
            setter: None,
            ty,
            skip: skip && !one_of,
        })
    }

    /// Returns the type of an optional field, and whether the field is omitted if it has no value.
    fn optional(&self, ty: Type, has_default: bool, nullable: Option<Nullable>) -> (Type, bool) {
        match ty {
            // A non-null field with a default may be omitted, but must not be null.
            // <https://spec.graphql.org/September2025/#sec-Required-Arguments>
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

    /// Returns whether an input object contains another one without a list between them, in which case one of them is boxed.
    fn reaches(&self, from: TypeId, to: TypeId) -> bool {
        let mut seen = HashSet::from([from]);
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            if id == to {
                return true;
            }
            if let TypeKind::InputObject { fields, .. } = &self.schema.ty(id).kind {
                let held = fields.iter().filter(|field| !field.ty.is_list());
                open.extend(held.map(|field| field.ty.named).filter(|&id| seen.insert(id)));
            }
        }
        false
    }
}
