//! The tables of a TOML document during reading, which track the keys that may still be added.
//! <https://toml.io/en/v1.1.0#table>

use std::ops::Range;

use super::super::{Entry, Node, Value, Wrong};

/// A key, or a part of a dotted key.
pub(super) struct TomlKey {
    pub(super) name: String,
    pub(super) at: Range<usize>,
}

/// The construct that created a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum TableOrigin {
    /// The document or a header such as `[a]`. No other header may define the table again.
    #[default]
    Header,
    /// A header of a nested table, such as `[a.b]`. A header of the table itself may follow.
    Within,
    /// A dotted key, such as `a.b = 1`. Other keys may follow, but no header.
    Dotted,
    /// Braces, which define the complete table.
    Inline,
}

/// A table and its location.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) at: Range<usize>,
    origin: TableOrigin,
    items: Vec<(String, Range<usize>, TomlItem)>,
}

/// The value of a key.
#[derive(Debug)]
pub(super) enum TomlItem {
    Value(Node),
    Table(Table),
    /// The tables created by headers such as `[[a]]`.
    Tables(Vec<Table>),
}

fn duplicate(key: &TomlKey) -> Wrong {
    Wrong::new("duplicate key".into(), Some(key.at.clone()))
}

impl Table {
    /// Creates an empty inline table.
    pub(super) fn inline(at: Range<usize>) -> Self {
        Self {
            at,
            origin: TableOrigin::Inline,
            items: Vec::new(),
        }
    }

    /// Creates the table of a header, or another element for a header with two brackets.
    pub(super) fn open(&mut self, header: &[TomlKey], is_array: bool) -> Result<(), Wrong> {
        let Some((last, before)) = header.split_last() else {
            return Ok(());
        };
        let parent = self.at_header(before)?;
        let new = Self {
            at: last.at.clone(),
            ..Self::default()
        };
        match (parent.get(&last.name), is_array) {
            (None, true) => parent.add(last, TomlItem::Tables(vec![new])),
            (None, false) => parent.add(last, TomlItem::Table(new)),
            (Some(TomlItem::Tables(tables)), true) => tables.push(new),
            (Some(TomlItem::Table(table)), false) if table.origin == TableOrigin::Within => {
                table.origin = TableOrigin::Header;
            }
            _ => return Err(duplicate(last)),
        }
        Ok(())
    }

    /// Returns the table of a header, or the last table of an array of tables. Creates missing tables.
    pub(super) fn at_header(&mut self, header: &[TomlKey]) -> Result<&mut Self, Wrong> {
        let Some((first, rest)) = header.split_first() else {
            return Ok(self);
        };
        let found = match self.entry(first, TableOrigin::Within) {
            Some(TomlItem::Table(table)) if table.origin != TableOrigin::Inline => Some(table),
            Some(TomlItem::Tables(tables)) => tables.last_mut(),
            _ => None,
        };
        found.ok_or_else(|| duplicate(first))?.at_header(rest)
    }

    /// Inserts a value under a simple or dotted key.
    pub(super) fn insert(&mut self, keys: &[TomlKey], item: TomlItem) -> Result<(), Wrong> {
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
        match self.entry(first, TableOrigin::Dotted) {
            Some(TomlItem::Table(table)) if table.origin == TableOrigin::Dotted => table.insert(rest, item),
            _ => Err(duplicate(first)),
        }
    }

    fn get(&mut self, name: &str) -> Option<&mut TomlItem> {
        let mut items = self.items.iter_mut();
        items.find(|(own, ..)| own == name).map(|(_, _, item)| item)
    }

    /// Returns the value of a key, creating a table if there is none.
    fn entry(&mut self, key: &TomlKey, origin: TableOrigin) -> Option<&mut TomlItem> {
        if self.get(&key.name).is_none() {
            let table = Self {
                at: key.at.clone(),
                origin,
                items: Vec::new(),
            };
            self.add(key, TomlItem::Table(table));
        }
        self.get(&key.name)
    }

    fn add(&mut self, key: &TomlKey, item: TomlItem) {
        self.items.push((key.name.clone(), key.at.clone(), item));
    }

    /// Converts the table to a value.
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

impl TomlItem {
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
