//! Values of options as written, independent of the language of the configuration.

use std::ops::Range;

/// A range in bytes, or in the unit of the reader; `None` if unknown.
pub type Place = Option<Range<usize>>;

/// A value and its location.
#[derive(Debug, Clone)]
pub struct Node {
    /// The location of the value.
    pub at: Place,
    /// The value.
    pub value: Value,
}

/// A value in a configuration.
#[derive(Debug, Clone)]
pub enum Value {
    /// A string.
    Text(String),
    /// A boolean.
    Switch(bool),
    /// A list of values.
    List(Vec<Node>),
    /// A table of values by name.
    Table(Vec<Entry>),
    /// A value that no option accepts: a number, a date or null.
    Other,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub name: String,
    /// The location of the key.
    pub at: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// Returns the value of a key if this is a table that contains it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Value::Table(entries) = &self.value else {
            return None;
        };
        let entry = entries.iter().find(|entry| entry.name == name)?;
        Some(&entry.node)
    }

    /// Removes a key from a table and returns its value.
    pub fn take(&mut self, name: &str) -> Option<Self> {
        let Value::Table(entries) = &mut self.value else {
            return None;
        };
        let index = entries.iter().position(|entry| entry.name == name)?;
        Some(entries.remove(index).node)
    }
}
