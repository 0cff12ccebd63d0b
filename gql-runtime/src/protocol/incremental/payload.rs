//! What a payload of an incremental result says, its values left as text.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::path::Path;
use crate::Error;

/// An object whose values are not looked at yet.
pub(super) type Members = BTreeMap<String, Box<RawValue>>;

/// A payload: the first one has `data`, later ones have increments.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) data: Option<Box<RawValue>>,
    pub(super) errors: Vec<Box<RawValue>>,
    pub(super) extensions: Members,
    /// Parts that will come, by their ids.
    pub(super) pending: Vec<(String, Path)>,
    pub(super) incremental: Vec<Increment>,
    /// Parts that came, with what went wrong.
    pub(super) completed: Vec<(String, Vec<Box<RawValue>>)>,
    pub(super) has_next: Option<bool>,
}

/// A part of the result.
#[derive(Debug)]
pub(super) struct Increment {
    /// The announced part that it belongs to: then `path` starts there.
    pub(super) id: Option<String>,
    pub(super) path: Path,
    pub(super) data: Option<Box<RawValue>>,
    pub(super) items: Option<Vec<Box<RawValue>>>,
    pub(super) errors: Vec<Box<RawValue>>,
    pub(super) extensions: Members,
}

impl Received {
    /// Reads a payload.
    ///
    /// # Errors
    /// If it is no JSON object ([`Error::is_decode`]) or a member is not what it has to be ([`Error::is_protocol`]).
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut members: Members =
            serde_json::from_slice(bytes).map_err(|source| Error::decode(None, source, bytes))?;
        let list = |member: Option<Box<RawValue>>| typed::<Vec<Members>>(member, "a list of objects");
        let pending = list(members.remove("pending"))?.unwrap_or_default();
        let incremental = list(members.remove("incremental"))?.unwrap_or_default();
        let completed = list(members.remove("completed"))?.unwrap_or_default();
        Ok(Self {
            data: members.remove("data"),
            errors: errors(members.remove("errors"))?,
            extensions: object(members.remove("extensions"))?,
            pending: each(pending, |mut it| {
                Ok((required(id(&mut it)?)?, Path::read(it.remove("path"))?))
            })?,
            incremental: each(incremental, Increment::read)?,
            completed: each(completed, |mut it| {
                Ok((required(id(&mut it)?)?, errors(it.remove("errors"))?))
            })?,
            has_next: typed(members.remove("hasNext"), "true or false")?,
        })
    }
}

impl Increment {
    fn read(mut members: Members) -> Result<Self, Error> {
        let id = id(&mut members)?;
        let path = members.remove(if id.is_some() { "subPath" } else { "path" });
        Ok(Self {
            path: Path::read(path)?,
            id,
            data: members.remove("data").filter(|data| data.get() != "null"),
            items: typed(members.remove("items"), "a list")?,
            errors: errors(members.remove("errors"))?,
            extensions: object(members.remove("extensions"))?,
        })
    }
}

fn each<T>(list: Vec<Members>, read: impl Fn(Members) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    list.into_iter().map(read).collect()
}

/// A member that has to be `what`, or null, or absent.
pub(super) fn typed<T: for<'de> Deserialize<'de>>(
    member: Option<Box<RawValue>>,
    what: &str,
) -> Result<Option<T>, Error> {
    let Some(text) = member else { return Ok(None) };
    serde_json::from_str::<Option<T>>(text.get()).map_err(|source| {
        Error::protocol(format!("a member of the payload is not {what}")).with_source(source)
    })
}

fn object(member: Option<Box<RawValue>>) -> Result<Members, Error> {
    Ok(typed(member, "an object")?.unwrap_or_default())
}

/// A list of errors, or one that is not in a list.
fn errors(member: Option<Box<RawValue>>) -> Result<Vec<Box<RawValue>>, Error> {
    match member {
        Some(text) if !text.get().starts_with('[') && text.get() != "null" => Ok(vec![text]),
        list => Ok(typed(list, "a list of errors")?.unwrap_or_default()),
    }
}

/// An id: a string; a number is taken for its digits.
fn id(members: &mut Members) -> Result<Option<String>, Error> {
    match typed(members.remove("id"), "an id")? {
        None => Ok(None),
        Some(Value::String(id)) => Ok(Some(id)),
        Some(Value::Number(id)) => Ok(Some(id.to_string())),
        Some(_) => Err(Error::protocol("the id of a part is not a string")),
    }
}

fn required(id: Option<String>) -> Result<String, Error> {
    id.ok_or_else(|| Error::protocol("a part has no id"))
}
