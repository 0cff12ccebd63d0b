//! The names in a scope of generated code, each of which is assigned once.

use std::collections::HashSet;
use std::rc::Rc;

use crate::ir::Ident;

/// Names that generated code uses with their ordinary meaning.
const RESERVED: &[&str] = &[
    "Box", "Err", "Into", "None", "Ok", "Option", "Result", "Some", "String", "Vec", "__A", "__D", "__S",
    "bool", "codegen", "f64", "i64", "str",
];

/// The methods that every response or request type has, from the traits it derives and from blanket implementations.
const METHODS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "eq",
    "fmt",
    "into",
    "ne",
    "serialize",
    "to_owned",
    "try_into",
    "type_id",
];

/// The names of a scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// The names of the outer scope, which are not assigned again.
    outer: Rc<HashSet<String>>,
}

impl Scope {
    /// Creates a scope within another one, whose names are not assigned again.
    pub(super) fn within(outer: &Rc<HashSet<String>>) -> Self {
        Self {
            outer: outer.clone(),
            ..Self::default()
        }
    }

    /// Creates the scope of a module, in which names with an ordinary meaning are reserved.
    pub(super) fn of_module(also: &[&str]) -> Self {
        Self {
            taken: RESERVED
                .iter()
                .chain(also)
                .map(|name| (*name).to_owned())
                .collect(),
            ..Self::default()
        }
    }

    /// Creates the scope of a type's methods, in which the common methods are reserved.
    pub(super) fn of_methods() -> Self {
        Self {
            taken: METHODS.iter().map(|name| (*name).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Creates the scope of the setters of variables and input objects, in which their constructors are reserved as well.
    pub(super) fn of_setters() -> Self {
        let mut scope = Self::of_methods();
        scope.taken.extend(["default".to_owned(), "new".to_owned()]);
        scope
    }

    /// Assigns `wanted`, or the first free name of `wanted_`, `wanted__`, ….
    pub(super) fn give(&mut self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        while self.outer.contains(&name) || !self.taken.insert(name.clone()) {
            name.push('_');
        }
        Ident::new(name)
    }

    /// Assigns a name if it is free, and returns whether it was.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        !self.outer.contains(wanted) && self.taken.insert(wanted.to_owned())
    }

    /// Assigns the first free name of `wanted`, or else `otherwise` with as many `_` as necessary.
    pub(super) fn give_first(&mut self, wanted: &[&str], otherwise: &str) -> Ident {
        let is_free = |name: &&&str| !self.taken.contains(**name) && !self.outer.contains(**name);
        let free = wanted.iter().find(is_free).copied();
        self.give(free.unwrap_or(otherwise))
    }
}
