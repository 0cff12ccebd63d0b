//! A configuration file's content, whatever it was written in.

use std::ops::Range;

/// A value and where it stands, in bytes; `None` where the reader does not tell.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: Option<Range<usize>>,
    pub(super) value: Value,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Switch(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// What no key takes: numbers, dates, null.
    Other,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Where the name stands.
    pub(super) at: Option<Range<usize>>,
    pub(super) node: Node,
}

/// Why a file has no content: what is wrong, and where.
#[derive(Debug)]
pub(super) struct Malformed {
    pub(super) message: String,
    pub(super) at: Option<Range<usize>>,
}

impl Node {
    /// The value of a key, if this is a table that has it.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Value::Table(entries) = &self.value else {
            return None;
        };
        let entry = entries.iter().find(|entry| entry.name == name)?;
        Some(&entry.node)
    }
}
