//! Sets of levels of a field's type: 0 is the field, 1 are the items of its list, and so on.

/// A set of levels. Level 0 is the value of a field, level 1 are the items of its list, 2 the items of these, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ListLevels(u64);

impl ListLevels {
    /// All levels.
    pub const ALL: Self = Self(u64::MAX);

    /// Adds a level. A type has at most [`MAX_WRAPPERS`](super::TypeRef::MAX_WRAPPERS) levels; others are ignored.
    pub fn insert(&mut self, level: u32) {
        self.0 |= 1_u64.checked_shl(level).unwrap_or(0);
    }

    /// Returns whether the set contains the level.
    pub fn contains(self, level: u32) -> bool {
        1_u64.checked_shl(level).is_some_and(|bit| self.0 & bit != 0)
    }

    /// Returns the levels that are in one of both sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<u32> for ListLevels {
    fn from_iter<I: IntoIterator<Item = u32>>(levels: I) -> Self {
        let mut set = Self::default();
        levels.into_iter().for_each(|level| set.insert(level));
        set
    }
}
