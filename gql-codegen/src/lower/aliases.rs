//! Second names: a selection that is nothing but a fragment has the fragment's type, and the name that it would have of its own.

use super::names;
use super::views::ViewId;
use super::{Lowering, Place};
use crate::ir::Item;

/// A name that a type may have besides its own.
#[derive(Debug)]
pub(super) struct Alias {
    place: Place,
    name: String,
    view: ViewId,
}

impl Lowering<'_, '_> {
    /// Wishes for a second name of a view's type.
    pub(super) fn alias(&mut self, place: Place, prefix: &str, view: ViewId) {
        let name = names::escape(prefix);
        self.aliases.push(Alias { place, name, view });
    }

    /// Declares the second names of a module. They come last, and only where they are free: types and fragments keep theirs.
    pub(super) fn declare_aliases(&mut self, of: Place) {
        for Alias { place, name, view } in std::mem::take(&mut self.aliases) {
            if place != of {
                self.aliases.push(Alias { place, name, view });
                continue;
            }
            let view = &self.views[view.0];
            let target = self.path(place, view.place, &view.name);
            let scope = self.scope(place);
            if scope.names.take(&name) {
                scope.items.push(Item::Alias { name, target });
            }
        }
    }
}
