//! A map from the ids of operations, which is accessed once or twice an event.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Id;

/// The number of entries below which the map does not shrink.
const FEW: usize = 16;

/// A map whose keys are ids that the client assigned one after the other. Ids of the peer are only looked up, so that it cannot cause
/// collisions.
#[derive(Debug)]
pub struct ById<T> {
    entries: HashMap<Id, T, BuildHasherDefault<Count>>,
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self {
            entries: HashMap::default(),
        }
    }
}

impl<T> ById<T> {
    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns whether there is an entry with this id.
    pub fn contains(&self, id: Id) -> bool {
        self.entries.contains_key(&id)
    }

    /// Returns the entry with this id.
    pub fn get(&self, id: Id) -> Option<&T> {
        self.entries.get(&id)
    }

    /// Returns the entry with this id for modification.
    pub fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        self.entries.get_mut(&id)
    }

    /// Inserts an entry, and returns the previous one with this id.
    pub fn insert(&mut self, id: Id, value: T) -> Option<T> {
        self.entries.insert(id, value)
    }

    /// Removes an entry, and releases memory when few of many entries are left.
    pub fn remove(&mut self, id: Id) -> Option<T> {
        let removed = self.entries.remove(&id);
        let few = self.entries.len().max(FEW);
        if self.entries.capacity() / 8 > few {
            self.entries.shrink_to(2 * few);
        }
        removed
    }

    /// Returns the entries in the order of their ids, which is the order in which they were started.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        let ids = self.ids().into_iter();
        ids.filter_map(|id| Some((id, self.entries.get(&id)?)))
    }

    /// Removes all entries, and returns them in the order of their ids.
    pub fn drain(&mut self) -> impl Iterator<Item = (Id, T)> + use<T> {
        let ids = self.ids().into_iter();
        let mut entries = std::mem::take(&mut self.entries);
        ids.filter_map(move |id| Some((id, entries.remove(&id)?)))
    }

    /// Returns the ids in order. They are sorted alone, as sorting entries would be compiled for each type of them.
    pub fn ids(&self) -> Vec<Id> {
        let mut ids: Vec<_> = self.entries.keys().copied().collect();
        ids.sort_unstable();
        ids
    }
}

/// The hash of an id. A map takes the position of an entry from the low bits, which are the id itself, so that operations that were started
/// together are together in memory. It distinguishes neighbors by the high bits.
#[derive(Debug, Clone, Copy, Default)]
struct Count(u64);

impl Hasher for Count {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number ^ (number << 57);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_found_and_come_in_the_order_of_their_ids() {
        let mut map = ById::default();
        for id in (1..=1_000).rev() {
            assert_eq!(map.insert(Id(id), id), None);
        }
        assert_eq!(map.remove(Id(500)), Some(500));
        assert_eq!((map.get(Id(500)), map.get(Id(501))), (None, Some(&501)));
        assert_eq!(map.len(), 999);
        let expected: Vec<u64> = (1..=1_000).filter(|id| *id != 500).collect();
        assert!(map.iter().map(|(id, _)| id.0).eq(expected.iter().copied()));
        let ids = map.ids();
        assert!(ids.iter().map(|id| id.0).eq(expected.iter().copied()));
        assert!(ids.iter().all(|id| map.get_mut(*id).copied() == Some(id.0)));
        assert!(map.drain().map(|(_, value)| value).eq(expected));
        assert!(map.is_empty());
    }

    #[test]
    fn room_is_given_back() {
        let mut map = ById::default();
        for id in 1..=10_000 {
            map.insert(Id(id), id);
        }
        for id in 1..10_000 {
            assert_eq!(map.remove(Id(id)), Some(id));
        }
        assert!(
            map.entries.capacity() <= 8 * (FEW + 1),
            "{}",
            map.entries.capacity()
        );
        assert_eq!(map.get(Id(10_000)), Some(&10_000));
    }
}
