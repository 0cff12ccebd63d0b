//! Shapes, readers and the types of the schema -> names: one for every type that is declared, and the order of the declarations.
//!
//! Names are given in the order in which operations mention what has them: variables, then data. Whoever comes first keeps the name;
//! others get a `_`. Names that users see less go to what is left: types that read several shapes at once, markers, second names.

mod assign;
mod types;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::case;
use super::place::{Declared, Place};
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
    /// The names of scalars for one coordinate alone.
    coordinates: HashMap<String, Ident>,
    /// The operations, in order.
    pub(super) operations: Vec<OperationNames>,
    /// The second names that are declared in the shared module.
    pub(super) aliases: Vec<Alias>,
    /// The names that variables must not have: a pattern with that name would be the unit struct of an operation.
    pub(super) unit_structs: Rc<HashSet<String>>,
}

/// The name of a leaf type or an input object.
#[derive(Debug, Clone)]
enum TypeName {
    /// Rust's own.
    BuiltIn(BuiltIn),
    /// One that is declared in the shared module.
    Declared(Ident),
}

/// The names of an operation, and what it is the first to declare.
#[derive(Debug)]
pub(super) struct OperationNames {
    /// The type that stands for the operation.
    pub(super) marker: Path,
    pub(super) module: Ident,
    /// What it declares in the shared module besides shapes, in order.
    pub(super) declarations: Vec<Declaration>,
    /// The second names that are declared in the operation's module.
    pub(super) aliases: Vec<Alias>,
}

/// Something that is declared in the shared module.
#[derive(Debug)]
pub(super) enum Declaration {
    /// An enum, an input object or a scalar of the schema.
    Type { id: TypeId, name: Ident },
    /// A scalar for one coordinate: its Rust type.
    Coordinate { name: Ident, target: String },
    /// A fragment that is nothing but another one.
    Fragment { name: Ident, shape: ShapeId },
}

/// A second name of a shape's type: a selection that is nothing but a fragment has the fragment's type, and the name that it would
/// have of its own.
#[derive(Debug)]
pub(super) struct Alias {
    pub(super) name: Ident,
    pub(super) shape: ShapeId,
}

impl Names {
    pub(super) fn shape(&self, id: ShapeId) -> &Declared {
        &self.shapes[id.0]
    }

    /// The struct of a variant; it is in the module of its union.
    pub(super) fn of_struct(&self, id: StructId) -> &Ident {
        &self.structs[id.0]
    }

    pub(super) fn joint(&self, id: JointId) -> &Declared {
        &self.joints[id.0]
    }

    /// The path of a leaf type or an input object from within `from`; `coordinate` says where it is used.
    pub(super) fn ty(
        &self,
        id: TypeId,
        coordinate: impl FnOnce() -> String,
        from: Place,
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
            place: Place::Shared,
            name: name.clone(),
        };
        Ok(declared.seen_from(from))
    }
}

/// The names of a list, all of which are given.
fn complete<T>(names: Vec<Option<T>>) -> Result<Vec<T>, Bug> {
    let names: Option<Vec<T>> = names.into_iter().collect();
    names.assumed("everything that is declared has a name")
}

/// The names of the unit structs that code for these operations may meet, where they are not in `UpperCamelCase`.
fn unit_structs<'n>(operations: impl Iterator<Item = &'n str>, config: &'n Config) -> HashSet<String> {
    match config.normalization {
        Normalization::None => operations
            .chain(config.extern_types.keys().map(String::as_str))
            .map(|name| case::upper(name, Normalization::None))
            .collect(),
        Normalization::Declared | Normalization::Rust => HashSet::new(),
    }
}

/// The names that an operation's module has in any case.
const OF_OPERATIONS: &[&str] = &["Variables", "ResponseData"];

/// The scope of the shared module.
fn shared_scope(layout: Layout) -> Scope {
    Scope::of_module(match layout {
        Layout::Single => OF_OPERATIONS,
        Layout::Shared => &[],
    })
}
