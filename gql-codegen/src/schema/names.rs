//! Lookup by name, written for unoptimized builds: plain loops without cloning.

use super::{EnumValue, FieldDef, InputValue, TypeDef, TypeId};

/// An index of types by name: an open-addressed table of (hash, id + 1), which always has free slots.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    slots: Vec<(u32, u32)>,
    len: usize,
}

impl NameIndex {
    /// Creates an index with room for this number of names.
    pub(super) fn with_capacity(names: usize) -> Self {
        Self {
            slots: vec![(0, 0); (names * 2).next_power_of_two().max(8)],
            len: 0,
        }
    }

    /// Finds the type with this name.
    pub(crate) fn find(&self, types: &[TypeDef], name: &str) -> Option<TypeId> {
        self.locate(name, |id| {
            types.get(id.0 as usize).is_some_and(|ty| *ty.name == *name)
        })
    }

    /// Finds the id stored for `name`; `is` returns whether an id belongs to that name.
    pub(super) fn locate(&self, name: &str, is: impl Fn(TypeId) -> bool) -> Option<TypeId> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = hash(name);
        let mut at = hash as usize & (self.slots.len() - 1);
        loop {
            let (stored, id) = self.slots[at];
            if id == 0 {
                return None;
            }
            if stored == hash && is(TypeId(id - 1)) {
                return Some(TypeId(id - 1));
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Stores a name that is not in the index.
    pub(super) fn insert(&mut self, name: &str, id: TypeId) {
        if (self.len + 1) * 2 > self.slots.len() {
            let mut larger = Self::with_capacity(self.len + 1);
            for &(hash, id) in self.slots.iter().filter(|slot| slot.1 != 0) {
                larger.put(hash, id);
            }
            *self = larger;
        }
        self.put(hash(name), id.0 + 1);
    }

    fn put(&mut self, hash: u32, id: u32) {
        let mut at = hash as usize & (self.slots.len() - 1);
        while self.slots[at].1 != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (hash, id);
        self.len += 1;
    }
}

/// Hashes with FNV-1a: names are short and trusted, and the function takes few instructions even without inlining.
fn hash(name: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for &byte in name.as_bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// An item with a name.
pub(crate) trait Named {
    /// Returns the name.
    fn name(&self) -> &str;
}

impl Named for FieldDef {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for InputValue {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for EnumValue {
    fn name(&self) -> &str {
        &self.name
    }
}

/// The positions of a list's items sorted by name; empty for short lists, which are searched linearly.
#[derive(Debug, Default)]
pub(crate) struct Ordered(Box<[u32]>);

impl Ordered {
    /// The maximum length of lists that are searched linearly.
    const SHORT: usize = 24;

    /// Keeps only the first item with each name in `items`.
    pub(super) fn keep_first<T: Named>(items: &mut Vec<T>) -> Self {
        if items.len() <= Self::SHORT {
            let mut at = 1;
            while at < items.len() {
                if items[..at].iter().any(|item| item.name() == items[at].name()) {
                    items.remove(at);
                } else {
                    at += 1;
                }
            }
            return Self::default();
        }
        let order = Self::of(items);
        let mut repeated: Vec<u32> = order
            .windows(2)
            .filter(|pair| items[pair[0] as usize].name() == items[pair[1] as usize].name())
            .map(|pair| pair[1])
            .collect();
        if repeated.is_empty() {
            return Self(order.into());
        }
        repeated.sort_unstable();
        let mut at = 0;
        items.retain(|_| {
            at += 1;
            repeated.binary_search(&(at - 1)).is_err()
        });
        Self(Self::of(items).into())
    }

    /// Returns the positions sorted by name and, for equal names, by position.
    fn of<T: Named>(items: &[T]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..items.len() as u32).collect();
        order.sort_by(|&a, &b| items[a as usize].name().cmp(items[b as usize].name()));
        order
    }

    /// Finds the item with this name in the list that this index was built from.
    pub(crate) fn find<'a, T: Named>(&self, items: &'a [T], name: &str) -> Option<&'a T> {
        if self.0.is_empty() {
            return items.iter().find(|item| item.name() == name);
        }
        self.0
            .binary_search_by(|&at| items[at as usize].name().cmp(name))
            .ok()
            .map(|place| &items[self.0[place] as usize])
    }
}
