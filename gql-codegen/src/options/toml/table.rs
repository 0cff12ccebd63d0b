//! The tables of a TOML document while it is read: which keys may still be added to which. <https://toml.io/en/v1.1.0#table>

use std::ops::Range;

use super::super::{Entry, Node, Value, Wrong};

/// A key, or a part of a dotted one.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) at: Range<usize>,
}

/// What made a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Origin {
    /// The document, or a header such as `[a]`: the keys below it are its own, and no other header may name it.
    #[default]
    Header,
    /// A header of a table within it, such as `[a.b]`: a header of its own may follow.
    Within,
    /// A dotted key, such as `a.b = 1`: other keys may follow, but no header.
    Dotted,
    /// Braces: it is complete.
    Inline,
}

/// A table with its place.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) at: Range<usize>,
    origin: Origin,
    items: Vec<(String, Range<usize>, Item)>,
}

/// What a key stands for.
#[derive(Debug)]
pub(super) enum Item {
    Value(Node),
    Table(Table),
    /// What headers such as `[[a]]` made.
    Tables(Vec<Table>),
}

fn duplicate(key: &Key) -> Wrong {
    Wrong::new("duplicate key".into(), Some(key.at.clone()))
}

impl Table {
    /// A table in braces, empty so far.
    pub(super) fn inline(at: Range<usize>) -> Self {
        Self {
            at,
            origin: Origin::Inline,
            items: Vec::new(),
        }
    }

    /// Makes the table of a header, or one more of a header with two brackets.
    pub(super) fn open(&mut self, header: &[Key], is_array: bool) -> Result<(), Wrong> {
        let Some((last, before)) = header.split_last() else {
            return Ok(());
        };
        let parent = self.at_header(before)?;
        let new = Self {
            at: last.at.clone(),
            ..Self::default()
        };
        match (parent.get(&last.name), is_array) {
            (None, true) => parent.add(last, Item::Tables(vec![new])),
            (None, false) => parent.add(last, Item::Table(new)),
            (Some(Item::Tables(tables)), true) => tables.push(new),
            (Some(Item::Table(table)), false) if table.origin == Origin::Within => {
                table.origin = Origin::Header;
            }
            _ => return Err(duplicate(last)),
        }
        Ok(())
    }

    /// Finds the table of a header, the last one of an array; makes it where it is missing.
    pub(super) fn at_header(&mut self, header: &[Key]) -> Result<&mut Self, Wrong> {
        let Some((first, rest)) = header.split_first() else {
            return Ok(self);
        };
        let found = match self.entry(first, Origin::Within) {
            Some(Item::Table(table)) if table.origin != Origin::Inline => Some(table),
            Some(Item::Tables(tables)) => tables.last_mut(),
            _ => None,
        };
        found.ok_or_else(|| duplicate(first))?.at_header(rest)
    }

    /// Adds a value under a key, dotted or not.
    pub(super) fn insert(&mut self, keys: &[Key], item: Item) -> Result<(), Wrong> {
        let Some((first, rest)) = keys.split_first() else {
            return Ok(());
        };
        if rest.is_empty() {
            if self.get(&first.name).is_some() {
                return Err(duplicate(first));
            }
            self.add(first, item);
            return Ok(());
        }
        match self.entry(first, Origin::Dotted) {
            Some(Item::Table(table)) if table.origin == Origin::Dotted => table.insert(rest, item),
            _ => Err(duplicate(first)),
        }
    }

    fn get(&mut self, name: &str) -> Option<&mut Item> {
        let mut items = self.items.iter_mut();
        items.find(|(own, ..)| own == name).map(|(_, _, item)| item)
    }

    /// What a key stands for: a new table, if it is not there yet.
    fn entry(&mut self, key: &Key, origin: Origin) -> Option<&mut Item> {
        if self.get(&key.name).is_none() {
            let table = Self {
                at: key.at.clone(),
                origin,
                items: Vec::new(),
            };
            self.add(key, Item::Table(table));
        }
        self.get(&key.name)
    }

    fn add(&mut self, key: &Key, item: Item) {
        self.items.push((key.name.clone(), key.at.clone(), item));
    }

    /// The table as a value.
    pub(super) fn into_value(self) -> Value {
        let items = self.items.into_iter();
        let entries = items.map(|(name, at, item)| Entry {
            name,
            at: Some(at),
            node: item.into_node(),
        });
        Value::Table(entries.collect())
    }
}

impl Item {
    pub(super) fn into_node(self) -> Node {
        match self {
            Self::Value(node) => node,
            Self::Table(table) => Node {
                at: Some(table.at.clone()),
                value: table.into_value(),
            },
            Self::Tables(tables) => Node {
                at: tables.first().map(|table| table.at.clone()),
                value: Value::List(
                    tables
                        .into_iter()
                        .map(|table| Self::Table(table).into_node())
                        .collect(),
                ),
            },
        }
    }
}
