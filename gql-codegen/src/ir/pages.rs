//! Lists that are read page by page.

use super::{Ident, Path, Type};

/// The list of an operation that is read page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Pages {
    /// The direction, and the cursor of the next page.
    pub paging: Paging,
    /// The nodes of the list; `None` if they are not selected.
    pub nodes: Option<Nodes>,
}

/// The direction in which a list is read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Paging {
    /// From its beginning: `after`.
    Forward(Cursor),
    /// From its end: `before`.
    Backward(Cursor),
    /// From its end if the variables have a value for `last` and none for `first`.
    Either {
        /// From its beginning.
        forward: Cursor,
        /// From its end.
        backward: Cursor,
        /// The optional variable for `first`; `None` if there is never a value.
        first: Option<Ident>,
        /// The optional variable for `last`; `None` if there is always a value.
        last: Option<Ident>,
    },
}

/// The cursor of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cursor {
    /// The variable that is set to the cursor.
    pub variable: Ident,
    /// The route from the data to `hasNextPage` or `hasPreviousPage`.
    pub has_more: Route,
    /// The route from the data to `endCursor` or `startCursor`.
    pub value: Route,
}

/// The nodes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Nodes {
    /// The type of a node, without `Option`.
    pub ty: Type,
    /// The route from the data to the list of nodes or edges.
    pub list: Route,
    /// The route from an item of the list to its node.
    pub node: Route,
}

/// The way from a value to one that it contains.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Route {
    /// The value itself.
    Here,
    /// Through a field of a struct.
    Field(Ident, Box<Route>),
    /// Through an `Option` that has a value.
    Some(Box<Route>),
    /// Through the current variant of an enum. Variants that are not listed have no such value.
    Variants {
        /// The type of the enum.
        of: Path,
        /// The variants, with the way from their content.
        arms: Vec<(Ident, Route)>,
        /// Whether all variants are listed.
        complete: bool,
    },
}
