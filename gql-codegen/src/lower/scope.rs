//! The names of one scope of generated code, each given once.

use std::collections::HashSet;
use std::rc::Rc;

use crate::ir::Ident;

/// Names that generated code means in their ordinary sense.
const RESERVED: &[&str] = &[
    "Box", "Err", "Into", "None", "Ok", "Option", "Result", "Some", "String", "Vec", "__A", "__D", "__S",
    "bool", "codegen", "f64", "i64", "str",
];

/// Methods that every type of a response or a request has, by the traits it derives and by those that all types implement.
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

/// The names of one scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// Names of an outer scope that are not given either.
    outer: Rc<HashSet<String>>,
}

impl Scope {
    /// A scope within another, whose names are not given either.
    pub(super) fn within(outer: &Rc<HashSet<String>>) -> Self {
        Self {
            outer: outer.clone(),
            ..Self::default()
        }
    }

    /// The scope of a module: what generated code means in its ordinary sense is not given away.
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

    /// The scope of the methods of a type: those that every one has are taken.
    pub(super) fn of_methods() -> Self {
        Self {
            taken: METHODS.iter().map(|name| (*name).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The scope of the setters of variables and input objects: the functions that those may have are taken, too.
    pub(super) fn of_setters() -> Self {
        let mut scope = Self::of_methods();
        scope.taken.extend(["default".to_owned(), "new".to_owned()]);
        scope
    }

    /// Gives `wanted`, or `wanted_`, `wanted__`, … where that is taken.
    pub(super) fn give(&mut self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        while self.outer.contains(&name) || !self.taken.insert(name.clone()) {
            name.push('_');
        }
        Ident::new(name)
    }

    /// Takes a name if it is free, and returns whether it was.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        !self.outer.contains(wanted) && self.taken.insert(wanted.to_owned())
    }

    /// Gives the first of `wanted` that is free; `otherwise`, with as many `_` as it takes, if none is.
    pub(super) fn give_first(&mut self, wanted: &[&str], otherwise: &str) -> Ident {
        let is_free = |name: &&&str| !self.taken.contains(**name) && !self.outer.contains(**name);
        let free = wanted.iter().find(is_free).copied();
        self.give(free.unwrap_or(otherwise))
    }
}
