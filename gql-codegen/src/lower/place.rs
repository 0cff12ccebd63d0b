//! The modules of generated code, and the paths between them.

use crate::config::Layout;
use crate::ir::{Ident, Path};

/// The module of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Module {
    /// The module of an operation.
    Operation,
    /// The parent module of the operations' modules or, in the single layout, the operation's module.
    Shared,
}

impl Module {
    /// Returns the module of an operation's types.
    pub(super) fn of_operations(layout: Layout) -> Self {
        match layout {
            Layout::Single => Self::Shared,
            Layout::Shared => Self::Operation,
        }
    }
}

/// The module and the name of a declared type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) place: Module,
    pub(super) name: Ident,
}

impl Declared {
    /// Returns the path of the type as seen from `from`. An operation's module can refer to the shared module, but not vice
    /// versa.
    pub(super) fn seen_from(&self, from: Module) -> Path {
        if from == Module::Operation && self.place == Module::Shared {
            Path::Super(self.name.clone())
        } else {
            Path::Here(self.name.clone())
        }
    }
}
