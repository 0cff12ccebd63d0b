//! A map from the ids of operations, looked into once or twice an event.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Id;

/// So many have room whether they are there or not.
const FEW: usize = 16;

/// A map whose keys are ids that were given out here, one after the other. What a peer sends is only looked for, so nobody
/// can choose ids that collide.
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
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether there is one with that id.
    pub fn contains(&self, id: Id) -> bool {
        self.entries.contains_key(&id)
    }

    /// The one with that id.
    pub fn get(&self, id: Id) -> Option<&T> {
        self.entries.get(&id)
    }

    /// The one with that id, to be changed.
    pub fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        self.entries.get_mut(&id)
    }

    /// Puts one in; another one of that id is given back.
    pub fn insert(&mut self, id: Id, value: T) -> Option<T> {
        self.entries.insert(id, value)
    }

    /// Takes one out. When few are left of many, their room is given back.
    pub fn remove(&mut self, id: Id) -> Option<T> {
        let removed = self.entries.remove(&id);
        let few = self.entries.len().max(FEW);
        if self.entries.capacity() / 8 > few {
            self.entries.shrink_to(2 * few);
        }
        removed
    }

    /// All, in the order of their ids, which is the one they were started in.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        in_order(self.entries.iter().map(|(id, value)| (*id, value)))
    }

    /// All, to be changed, in the same order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Id, &mut T)> {
        in_order(self.entries.iter_mut().map(|(id, value)| (*id, value)))
    }

    /// Takes all out, in the same order.
    pub fn take(&mut self) -> impl Iterator<Item = (Id, T)> + use<T> {
        in_order(std::mem::take(&mut self.entries).into_iter())
    }
}

fn in_order<T>(entries: impl Iterator<Item = (Id, T)>) -> std::vec::IntoIter<(Id, T)> {
    let mut entries: Vec<_> = entries.collect();
    entries.sort_unstable_by_key(|(id, _)| *id);
    entries.into_iter()
}

/// A map takes the place from the low bits: they stay as they are, so that operations that were started together are together
/// in memory. It tells neighbours apart by the high ones.
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
        assert!(
            map.iter_mut()
                .map(|(_, value)| *value)
                .eq(expected.iter().copied())
        );
        assert!(map.take().map(|(_, value)| value).eq(expected));
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
