//! Modules of generated code, and how an item of one is named from within another.

use crate::config::Layout;
use crate::ir::{Ident, Path};

/// Which module an item is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The module of one operation.
    Operation,
    /// The module around those of the operations; in the single layout, the operation's.
    Shared,
}

impl Place {
    /// Returns where the types of an operation go.
    pub(super) fn of_operations(layout: Layout) -> Self {
        match layout {
            Layout::Single => Self::Shared,
            Layout::Shared => Self::Operation,
        }
    }
}

/// A declared type: its module and its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) place: Place,
    pub(super) name: Ident,
}

impl Declared {
    /// Returns the path of the type from within `from`. An operation sees what is shared, and not the other way round.
    pub(super) fn seen_from(&self, from: Place) -> Path {
        if from == Place::Operation && self.place == Place::Shared {
            Path::Super(self.name.clone())
        } else {
            Path::Here(self.name.clone())
        }
    }
}
