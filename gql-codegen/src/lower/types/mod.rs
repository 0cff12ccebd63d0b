//! Declares the types of the schema that operations use: scalars, enums and input objects, and references to them.

mod docs;
mod inputs;
pub(crate) mod scalars;

pub(super) use docs::{comment, rustdoc};
pub(super) use inputs::{external, variables};

use super::names::{Declaration, Names, OperationNames};
use super::place::Module;
use crate::bug::Bug;
use crate::check::Typed;
use crate::config::{Config, Deprecation};
use crate::diagnostic::Diagnostics;
use crate::ir::{Docs, Item, Path, Type};
use crate::schema::{Description, ListLevels, Schema, TypeKind, TypeRef};

/// Declares the types that an operation is the first to use in the shared module, and adds notes to `diagnostics`.
pub(super) fn declare(
    typed: &Typed<'_>,
    names: &Names,
    operation: &OperationNames,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Item>, Bug> {
    let types = Types {
        schema: typed.schema(),
        names,
        config,
    };
    let item = |declaration: &Declaration| match declaration {
        Declaration::Type { id, name } => {
            let ty = types.schema.ty(*id);
            match (&ty.kind, config.extern_types.get(&*ty.name)) {
                (TypeKind::Scalar { .. }, _) => Ok(Item::Alias {
                    name: name.clone(),
                    target: scalars::target(ty, config, diagnostics),
                }),
                (_, Some(target)) => Ok(Item::Use {
                    name: name.clone(),
                    target: Path::External(target.clone()),
                }),
                (TypeKind::Enum { values }, None) => Ok(types.enumeration(ty, name, values)),
                (TypeKind::InputObject { fields, one_of }, None) => {
                    types.input_object(ty, name, fields, *one_of)
                }
                _ => Err(Bug::new("only leaf types and input objects are declared as such")),
            }
        }
        Declaration::Coordinate { name, target } => Ok(Item::Alias {
            name: name.clone(),
            target: Path::External(target.clone()),
        }),
        Declaration::Fragment { name, shape } => Ok(Item::Alias {
            name: name.clone(),
            target: names.shape(*shape).seen_from(Module::Shared),
        }),
    };
    operation.declarations.iter().map(item).collect()
}

/// The products that the types of the schema are made from.
struct Types<'p> {
    schema: &'p Schema,
    names: &'p Names,
    config: &'p Config,
}

/// Returns the documentation of an element of the schema.
pub(super) fn docs_of(
    schema: &Schema,
    config: &Config,
    description: Option<Description>,
    deprecated: Option<&String>,
) -> Docs {
    let deprecated = deprecated.filter(|_| config.deprecated != Deprecation::Allow);
    Docs {
        text: schema.text(description).map(|text| rustdoc(&text)),
        deprecated: deprecated.cloned(),
    }
}

/// Wraps a type in the lists and options of its reference.
pub(super) fn wrap(base: Type, ty: TypeRef) -> Type {
    let inner = match ty.item() {
        Some(item) => Type::Vec(Box::new(wrap(base, item))),
        None => base,
    };
    if ty.is_non_null() {
        inner
    } else {
        Type::Option(Box::new(inner))
    }
}

/// Wraps a type as it is read, with errors in place of the values at the levels of `caught`.
pub(super) fn wrap_caught(base: Type, ty: TypeRef, caught: ListLevels) -> Type {
    let wrapping = Wrapping {
        dropped: ListLevels::default(),
        caught,
        around: Type::Caught,
    };
    wrapping.wrap(base, ty, 0)
}

/// Wraps a type like [`wrap`], except at some levels: 0 is the type, 1 are the items of its list.
#[derive(Clone, Copy)]
pub(super) struct Wrapping {
    /// The levels of items without an option.
    pub(super) dropped: ListLevels,
    /// The levels at which an error may be in place of the value.
    pub(super) caught: ListLevels,
    /// The type of a value or an error.
    pub(super) around: fn(Box<Type>) -> Type,
}

impl Wrapping {
    /// Wraps the type of the values at this level.
    pub(super) fn wrap(self, base: Type, ty: TypeRef, level: u32) -> Type {
        let inner = match ty.item() {
            Some(item) => Type::Vec(Box::new(self.wrap(base, item, level + 1))),
            None => base,
        };
        let value = match ty.is_non_null() || level > 0 && self.dropped.contains(level) {
            true => inner,
            false => Type::Option(Box::new(inner)),
        };
        match self.caught.contains(level) {
            true => (self.around)(Box::new(value)),
            false => value,
        }
    }
}
