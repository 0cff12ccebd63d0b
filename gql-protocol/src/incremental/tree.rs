//! JSON that is parsed only where parts are merged into it. All other values stay text, so that numbers keep every digit.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::value::RawValue;

use super::MAX_DEPTH;
use super::path::Steps;
use crate::{Error, PathSegment};

/// A JSON value.
#[derive(Debug)]
pub(super) enum Tree {
    Text(Box<RawValue>),
    Object(BTreeMap<String, Tree>),
    List(Vec<Tree>),
}

impl Tree {
    /// Returns the value at a path.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub(super) fn at(&mut self, path: Steps<'_>) -> Result<&mut Self, Error> {
        let mut place = self;
        for (depth, segment) in path.iter().enumerate() {
            place.open()?;
            let inner = match (place, segment) {
                (Self::Object(members), PathSegment::Key(key)) => members.get_mut(key),
                (Self::List(items), PathSegment::Index(index)) => items.get_mut(*index),
                _ => None,
            };
            place = inner.ok_or_else(|| path.missing_value(depth + 1))?;
        }
        place.open()?;
        Ok(place)
    }

    /// Merges another value into this one, which is `depth` levels deep.
    ///
    /// Members of objects and items of lists are merged recursively. Any other value replaces the existing one, except
    /// that null replaces nothing.
    ///
    /// # Errors
    /// Returns an error if the value is too deep, or is an object and this one is not.
    pub(super) fn merge(&mut self, mut other: Self, depth: usize) -> Result<(), Error> {
        self.open()?;
        other.open()?;
        check(depth)?;
        match (self, other) {
            (Self::Object(members), Self::Object(others)) => merge_members(members, others, depth),
            (Self::List(items), Self::List(others)) => merge_items(items, others, 0, depth),
            _ => Err(Error::new("a part does not fit the value at its path")),
        }
    }

    /// Adds items to this list, starting at the index `first`, or at the end.
    ///
    /// # Errors
    /// Returns an error if this is not a list, or if the items would leave a gap.
    pub(super) fn add_items(
        &mut self,
        items: Vec<Box<RawValue>>,
        first: Option<usize>,
        depth: usize,
    ) -> Result<(), Error> {
        let Self::List(known) = self else {
            return Err(Error::new(
                "the server sent list items for a value that is not a list",
            ));
        };
        let first = first.unwrap_or(known.len());
        if first > known.len() {
            return Err(Error::new(format!(
                "the server sent item {first} of a list with {} items",
                known.len()
            )));
        }
        merge_items(known, items.into_iter().map(Self::Text), first, depth)
    }

    /// Appends the JSON text.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text.get()),
            Self::Object(members) => write_object(members, out, Self::write),
            Self::List(items) => write_list(items, out, Self::write),
        }
    }

    /// Parses text that is an object or a list, one level deep.
    fn open(&mut self) -> Result<(), Error> {
        let Self::Text(text) = self else { return Ok(()) };
        let text = text.get();
        let opened = match text.as_bytes().first() {
            Some(b'{') => serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(text).map(|members| {
                Self::Object(
                    members
                        .into_iter()
                        .map(|(key, value)| (key, Self::Text(value)))
                        .collect(),
                )
            }),
            Some(b'[') => serde_json::from_str::<Vec<Box<RawValue>>>(text)
                .map(|items| Self::List(items.into_iter().map(Self::Text).collect())),
            _ => return Ok(()),
        };
        *self = opened.map_err(|source| Error::json(source, text.as_bytes()))?;
        Ok(())
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Text(text) if text.get() == "null")
    }

    /// Returns whether both are objects or both are lists, so that one can be merged into the other.
    fn is_like(&self, other: &Self) -> bool {
        let first = |tree: &Self| match tree {
            Self::Text(text) => text.get().as_bytes().first().copied(),
            Self::Object(_) => Some(b'{'),
            Self::List(_) => Some(b'['),
        };
        matches!(first(self), Some(b'{' | b'[')) && first(self) == first(other)
    }

    fn replace_or_merge(&mut self, other: Self, depth: usize) -> Result<(), Error> {
        if self.is_like(&other) {
            return self.merge(other, depth);
        }
        if !other.is_null() {
            *self = other;
        }
        Ok(())
    }
}

fn merge_members(
    members: &mut BTreeMap<String, Tree>,
    others: BTreeMap<String, Tree>,
    depth: usize,
) -> Result<(), Error> {
    for (key, value) in others {
        match members.entry(key) {
            Entry::Vacant(place) => drop(place.insert(value)),
            Entry::Occupied(mut place) => place.get_mut().replace_or_merge(value, depth + 1)?,
        }
    }
    Ok(())
}

fn merge_items(
    items: &mut Vec<Tree>,
    others: impl IntoIterator<Item = Tree>,
    first: usize,
    depth: usize,
) -> Result<(), Error> {
    for (index, item) in others.into_iter().enumerate() {
        match items.get_mut(first + index) {
            Some(known) => known.replace_or_merge(item, depth + 1)?,
            None => items.push(item),
        }
    }
    Ok(())
}

fn check(depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(Error::new(format!("a part is more than {MAX_DEPTH} levels deep")));
    }
    Ok(())
}

/// Writes a JSON object with `__typename` first, so that it can be decoded in one pass.
pub(super) fn write_object<T>(
    members: &BTreeMap<String, T>,
    out: &mut String,
    write: impl Fn(&T, &mut String),
) {
    const FIRST: &str = "__typename";
    let first = members.get_key_value(FIRST);
    let others = members.iter().filter(|(key, _)| *key != FIRST);
    out.push('{');
    for (index, (key, value)) in first.into_iter().chain(others).enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&serde_json::Value::from(key.as_str()).to_string());
        out.push(':');
        write(value, out);
    }
    out.push('}');
}

/// Writes a JSON list.
pub(super) fn write_list<T>(items: &[T], out: &mut String, write: impl Fn(&T, &mut String)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}
