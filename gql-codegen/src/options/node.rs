//! Options as they were written, in whatever language.

use std::ops::Range;

/// A place in bytes, or in whatever the reader counts; `None` where it is not known.
pub type Place = Option<Range<usize>>;

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The place of the value.
    pub at: Place,
    /// The value.
    pub value: Value,
}

/// A value of a configuration.
#[derive(Debug, Clone)]
pub enum Value {
    /// A string.
    Text(String),
    /// True or false.
    Switch(bool),
    /// Values in order.
    List(Vec<Node>),
    /// Values by name.
    Table(Vec<Entry>),
    /// A value that no option takes: a number, a date, null.
    Other,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub name: String,
    /// The place of the key.
    pub at: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// Returns the value of a key, if this is a table that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Value::Table(entries) = &self.value else {
            return None;
        };
        let entry = entries.iter().find(|entry| entry.name == name)?;
        Some(&entry.node)
    }

    /// Takes a key out of a table.
    pub fn take(&mut self, name: &str) -> Option<Self> {
        let Value::Table(entries) = &mut self.value else {
            return None;
        };
        let index = entries.iter().position(|entry| entry.name == name)?;
        Some(entries.remove(index).node)
    }
}
