//! Assigns names to all declared types, and determines the order of declarations.
//!
//! Names are assigned in the order in which operations mention the types: variables, then data. The first type with a name
//! keeps it, and others get a trailing `_`. Less visible types get the remaining names: types that read several shapes, markers
//! and aliases.

mod assign;
mod types;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::case;
use super::place::{Declared, Module};
use super::readers::JointId;
use super::scope::Scope;
use super::shapes::{ShapeId, StructId};
use crate::bug::{Assumed, Bug};
use crate::config::{Config, Layout, Normalization};
use crate::ir::{BuiltIn, Ident, Path};
use crate::schema::TypeId;
pub(super) use assign::names;

/// The names of a run.
#[derive(Debug)]
pub(super) struct Names {
    shapes: Vec<Declared>,
    structs: Vec<Ident>,
    joints: Vec<Declared>,
    types: HashMap<TypeId, TypeName>,
    /// The names of scalars that are configured for a single coordinate.
    coordinates: HashMap<String, Ident>,
    /// The names of the operations, in order.
    pub(super) operations: Vec<OperationNames>,
    /// The aliases in the shared module.
    pub(super) aliases: Vec<Alias>,
    /// The names that variables must not have, because such a pattern would refer to the unit struct of an operation.
    pub(super) unit_structs: Rc<HashSet<String>>,
}

/// The name of a leaf type or an input object.
#[derive(Debug, Clone)]
enum TypeName {
    /// The name of a Rust type.
    BuiltIn(BuiltIn),
    /// The name of a type declared in the shared module.
    Declared(Ident),
}

/// The names of an operation, and the declarations that it is the first to need.
#[derive(Debug)]
pub(super) struct OperationNames {
    /// The type that represents the operation.
    pub(super) marker: Path,
    pub(super) module: Ident,
    /// The declarations in the shared module other than shapes, in order.
    pub(super) declarations: Vec<Declaration>,
    /// The aliases in the operation's module.
    pub(super) aliases: Vec<Alias>,
}

/// A declaration in the shared module.
#[derive(Debug)]
pub(super) enum Declaration {
    /// An enum, an input object or a scalar of the schema.
    Type { id: TypeId, name: Ident },
    /// A scalar for a single coordinate, with its Rust type.
    Coordinate { name: Ident, target: String },
    /// A fragment that consists of another fragment.
    Fragment { name: Ident, shape: ShapeId },
}

/// An alias of a shape's type. A selection that consists of a fragment uses the fragment's type, and the name it would
/// otherwise have becomes an alias.
#[derive(Debug)]
pub(super) struct Alias {
    pub(super) name: Ident,
    pub(super) shape: ShapeId,
}

impl Names {
    pub(super) fn shape(&self, id: ShapeId) -> &Declared {
        &self.shapes[id.0]
    }

    /// Returns the name of a variant's struct, which is in the module of its union.
    pub(super) fn of_struct(&self, id: StructId) -> &Ident {
        &self.structs[id.0]
    }

    pub(super) fn joint(&self, id: JointId) -> &Declared {
        &self.joints[id.0]
    }

    /// Returns the path of a leaf type or an input object as seen from `from`; `coordinate` is the place of the use.
    pub(super) fn ty(
        &self,
        id: TypeId,
        coordinate: impl FnOnce() -> String,
        from: Module,
    ) -> Result<Path, Bug> {
        let own = match self.coordinates.is_empty() {
            true => None,
            false => self.coordinates.get(&coordinate()),
        };
        let name = match (own, self.types.get(&id)) {
            (Some(name), _) | (None, Some(TypeName::Declared(name))) => name,
            (None, Some(TypeName::BuiltIn(built_in))) => return Ok(Path::BuiltIn(*built_in)),
            (None, None) => return Err(Bug::new("every leaf type and every input object has a name")),
        };
        let declared = Declared {
            place: Module::Shared,
            name: name.clone(),
        };
        Ok(declared.seen_from(from))
    }
}

/// Returns the names of a list, all of which must be assigned.
fn complete<T>(names: Vec<Option<T>>) -> Result<Vec<T>, Bug> {
    let names: Option<Vec<T>> = names.into_iter().collect();
    names.assumed("everything that is declared has a name")
}

/// Returns the names of unit structs that are not in `UpperCamelCase`, which variables of these operations could refer to.
fn unit_structs<'n>(operations: impl Iterator<Item = &'n str>, config: &'n Config) -> HashSet<String> {
    match config.normalization {
        Normalization::None => operations
            .chain(config.extern_types.keys().map(String::as_str))
            .map(|name| case::upper(name, Normalization::None))
            .collect(),
        Normalization::Declared | Normalization::Rust => HashSet::new(),
    }
}

/// The names that every operation's module contains.
const OF_OPERATIONS: &[&str] = &["Variables", "ResponseData"];

/// Returns the scope of the shared module.
fn shared_scope(layout: Layout) -> Scope {
    Scope::of_module(match layout {
        Layout::Single => OF_OPERATIONS,
        Layout::Shared => &[],
    })
}
