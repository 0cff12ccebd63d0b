//! References to types with list and non-null wrappers, in sixteen bytes.

use super::{ListLevels, TypeId};
use crate::syntax::ast::{NullableType, Type};

/// A named type with wrappers, without a heap allocation. <https://spec.graphql.org/September2025/#sec-Wrapping-Types>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The innermost type.
    pub named: TypeId,
    /// The wrappers from the outside in, two bits each, starting with the lowest bits: 0 none, 1 list, 2 non-null.
    wrappers: u64,
}

impl TypeRef {
    /// The maximum number of wrappers.
    pub const MAX_WRAPPERS: usize = 32;

    /// Creates a reference without wrappers.
    pub fn named(named: TypeId) -> Self {
        Self { named, wrappers: 0 }
    }

    /// Creates a reference with the wrappers of `ty`; `None` if there are too many.
    pub fn of(ty: &Type<'_>, named: TypeId) -> Option<Self> {
        let nullable = match &ty.nullable {
            NullableType::Named(_) => Self::named(named),
            NullableType::List(item, _) => Self::of(item, named)?.list()?,
        };
        match ty.non_null {
            true => nullable.non_null(),
            false => Some(nullable),
        }
    }

    /// Wraps the type in a list; `None` if there are too many wrappers.
    pub fn list(self) -> Option<Self> {
        self.wrap(1)
    }

    /// Makes the type non-null if it is not yet; `None` if there are too many wrappers.
    pub fn non_null(self) -> Option<Self> {
        if self.is_non_null() {
            Some(self)
        } else {
            self.wrap(2)
        }
    }

    fn wrap(self, bits: u64) -> Option<Self> {
        (self.wrappers >> 62 == 0).then_some(Self {
            named: self.named,
            wrappers: self.wrappers << 2 | bits,
        })
    }

    /// Makes these levels non-null: 0 is the type, 1 are the items of its list. Returns `None` if there are too many wrappers.
    pub fn with_non_null(self, levels: ListLevels) -> Option<Self> {
        fn at(ty: TypeRef, level: u32, levels: ListLevels) -> Option<TypeRef> {
            let inner = match ty.item() {
                Some(item) => at(item, level + 1, levels)?.list()?,
                None => TypeRef::named(ty.named),
            };
            match ty.is_non_null() || levels.contains(level) {
                true => inner.non_null(),
                false => Some(inner),
            }
        }
        at(self, 0, levels)
    }

    /// Returns the type with all levels non-null that are non-null in one of both. The other type has as many lists.
    #[must_use]
    pub fn strictest(self, other: Self) -> Self {
        let non_null = other.levels().filter(|(_, ty)| ty.is_non_null());
        let non_null = non_null.map(|(level, _)| level);
        self.with_non_null(non_null.collect()).unwrap_or(self)
    }

    /// Returns whether the type is non-null.
    pub fn is_non_null(self) -> bool {
        self.wrappers & 3 == 2
    }

    /// Returns the nullable form of the type.
    pub fn nullable(self) -> Self {
        if self.is_non_null() {
            Self {
                named: self.named,
                wrappers: self.wrappers >> 2,
            }
        } else {
            self
        }
    }

    /// Returns the type of the items of a nullable or non-null list.
    pub fn item(self) -> Option<Self> {
        let inner = self.nullable();
        (inner.wrappers & 3 == 1).then_some(Self {
            named: inner.named,
            wrappers: inner.wrappers >> 2,
        })
    }

    /// Iterates over the type at each level: 0 is the type, 1 are the items of its list.
    pub fn levels(self) -> impl Iterator<Item = (u32, Self)> {
        (0..).zip(std::iter::successors(Some(self), |ty| ty.item()))
    }

    /// Iterates over the levels that are nullable.
    pub fn nullable_levels(self) -> impl Iterator<Item = u32> {
        let nullable = self.levels().filter(|(_, ty)| !ty.is_non_null());
        nullable.map(|(level, _)| level)
    }

    /// Returns the number of nested lists.
    pub fn dimensions(self) -> u32 {
        self.item().map_or(0, |item| 1 + item.dimensions())
    }

    /// Returns whether the type is a nullable or non-null list.
    pub fn is_list(self) -> bool {
        self.item().is_some()
    }
}
