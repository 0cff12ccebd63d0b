//! The members of a payload of an incremental result. Their values stay text.

use serde_json::value::RawValue;

use super::members::{Members, errors, id, object, required, typed};
use super::path::Path;
use crate::Error;

/// A payload: the first one has `data`, later ones have increments.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) data: Option<Box<RawValue>>,
    pub(super) errors: Vec<Box<RawValue>>,
    pub(super) extensions: Members,
    /// The announced parts with their ids.
    pub(super) pending: Vec<(String, Path)>,
    pub(super) incremental: Vec<Increment>,
    /// The completed parts with their errors.
    pub(super) completed: Vec<(String, Vec<Box<RawValue>>)>,
    pub(super) has_next: Option<bool>,
}

/// A part of the result.
#[derive(Debug)]
pub(super) struct Increment {
    /// The id of the announced part that it belongs to. If there is one, `path` starts there.
    pub(super) id: Option<String>,
    pub(super) path: Path,
    pub(super) data: Option<Box<RawValue>>,
    pub(super) items: Option<Vec<Box<RawValue>>>,
    pub(super) errors: Vec<Box<RawValue>>,
    pub(super) extensions: Members,
}

impl Received {
    /// Parses a payload.
    ///
    /// # Errors
    /// Returns an error if the payload is not a JSON object, or a member has the wrong type.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut members: Members =
            serde_json::from_slice(bytes).map_err(|source| Error::json(source, bytes))?;
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
            has_next: typed(members.remove("hasNext"), "a boolean")?,
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
