//! Takes the files out of variables while these are written as JSON.
//!
//! A serializer has no place for a file, so each leaves a mark in the text and itself in a list of its thread; where there were
//! files, the marks are then replaced by `null`, as the specification wants, and their paths kept.

use std::cell::RefCell;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Upload;
use crate::{finite, random};

struct Noted {
    /// Not to be guessed, so that no text that a user sends is taken for a mark.
    key: u64,
    uploads: Vec<Upload>,
}

thread_local! {
    static NOTED: RefCell<Option<Noted>> = const { RefCell::new(None) };
}

/// Adds the file to the list; its mark. `None` when nobody collects.
pub(super) fn note(upload: &Upload) -> Option<String> {
    NOTED.with_borrow_mut(|noted| {
        let noted = noted.as_mut()?;
        noted.uploads.push(upload.clone());
        Some(mark(noted.key, noted.uploads.len() - 1))
    })
}

fn mark(key: u64, index: usize) -> String {
    format!("upload {key:016x} {index}")
}

/// The text of variables, and the files with their paths, such as `variables.files.0`.
pub(crate) type Collected = (Box<RawValue>, Vec<(String, Upload)>);

/// Writes the variables as JSON.
pub(crate) fn collect(variables: &(impl Serialize + ?Sized)) -> Result<Collected, serde_json::Error> {
    let key = random::number();
    // Whoever is writing variables already on this thread is put aside: their `Serialize` may build a request of its own.
    let outer = NOTED.replace(Some(Noted {
        key,
        uploads: Vec::new(),
    }));
    let json = finite::to_raw_value(variables);
    let uploads = NOTED
        .replace(outer)
        .map(|noted| noted.uploads)
        .unwrap_or_default();
    let json = json?;
    if uploads.is_empty() {
        return Ok((json, Vec::new()));
    }
    let mut value: Value = serde_json::from_str(json.get())?;
    let mut uploads: Vec<_> = uploads
        .into_iter()
        .enumerate()
        .map(|(index, upload)| (mark(key, index), String::new(), upload))
        .collect();
    replace(&mut value, "variables".to_owned(), &mut uploads);
    let found = uploads
        .into_iter()
        .map(|(_, path, upload)| (path, upload))
        .filter(|(path, _)| !path.is_empty());
    Ok((serde_json::value::to_raw_value(&value)?, found.collect()))
}

fn replace(value: &mut Value, path: String, uploads: &mut [(String, String, Upload)]) {
    match value {
        Value::String(text) => {
            if let Some((_, place, _)) = uploads.iter_mut().find(|(mark, ..)| mark == text) {
                *place = path;
                *value = Value::Null;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                replace(item, format!("{path}.{index}"), uploads);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                replace(member, format!("{path}.{name}"), uploads);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_become_null_and_keep_their_paths() {
        #[derive(serde::Serialize)]
        struct Variables {
            name: &'static str,
            files: Vec<Option<Upload>>,
            #[serde(rename = "in")]
            input: std::collections::BTreeMap<&'static str, Upload>,
        }
        let upload = |name: &'static str| Upload::from_bytes(name, "x");
        let variables = Variables {
            name: "upload 0 0",
            files: vec![Some(upload("a")), None, Some(upload("b"))],
            input: [("file", upload("c"))].into(),
        };
        let (json, uploads) = collect(&variables).unwrap();
        let value: Value = serde_json::from_str(json.get()).unwrap();
        assert_eq!(
            value,
            json!({"name": "upload 0 0", "files": [null, null, null], "in": {"file": null}})
        );
        let uploads: Vec<_> = uploads
            .iter()
            .map(|(path, upload)| (path.as_str(), &*upload.name))
            .collect();
        assert_eq!(
            uploads,
            [
                ("variables.files.0", "a"),
                ("variables.files.2", "b"),
                ("variables.in.file", "c")
            ]
        );
        assert!(serde_json::to_string(&variables).is_err());
        let (json, none) = collect(&json!({"z": 1, "a": 2})).unwrap();
        assert_eq!((json.get(), none.len()), (r#"{"a":2,"z":1}"#, 0));
    }
}
