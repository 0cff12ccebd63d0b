//! Collects the files among variables while these are serialized to JSON.
//!
//! A serializer has no representation for a file. Each file therefore writes a marker, and adds itself to a thread-local
//! list. If there were files, the markers are then replaced by `null`, as the specification requires, and their paths are
//! recorded.

use std::cell::RefCell;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Upload;
use crate::{finite, random};

struct Collection {
    /// A random number, so that no text of a user is mistaken for a marker.
    key: u64,
    uploads: Vec<Upload>,
    /// [`finish`], once there is a file. Only the first file names it, so that a program without files does not contain the code that
    /// searches JSON for them.
    finish: Option<Finish>,
}

type Finish = fn(&RawValue, Collection) -> Result<Collected, serde_json::Error>;

thread_local! {
    static COLLECTION: RefCell<Option<Collection>> = const { RefCell::new(None) };
}

/// Adds the file to the list and returns its marker, or `None` if no variables are being serialized.
pub(super) fn register(upload: &Upload) -> Option<String> {
    COLLECTION.with_borrow_mut(|collection| {
        let collection = collection.as_mut()?;
        collection.uploads.push(upload.clone());
        collection.finish = Some(finish);
        Some(mark(collection.key, collection.uploads.len() - 1))
    })
}

fn mark(key: u64, index: usize) -> String {
    format!("upload {key:016x} {index}")
}

/// The text of variables, and the files with their paths, such as `variables.files.0`.
pub(crate) type Collected = (Box<RawValue>, Vec<(String, Upload)>);

/// Serializes the variables to JSON.
pub(crate) fn collect(variables: &(impl Serialize + ?Sized)) -> Result<Collected, serde_json::Error> {
    let key = random::number();
    // An outer serialization on this thread is set aside, as the `Serialize` of its variables may build another request.
    let outer = COLLECTION.replace(Some(Collection {
        key,
        uploads: Vec::new(),
        finish: None,
    }));
    let json = finite::to_raw_value(variables);
    let collection = COLLECTION.replace(outer);
    let json = json?;
    match collection.and_then(|collection| Some((collection.finish?, collection))) {
        Some((finish, collection)) => finish(&json, collection),
        None => Ok((json, Vec::new())),
    }
}

/// Replaces the markers of the files by `null`, and records their paths.
fn finish(json: &RawValue, collection: Collection) -> Result<Collected, serde_json::Error> {
    let mut value: Value = serde_json::from_str(json.get())?;
    let mut uploads: Vec<_> = collection
        .uploads
        .into_iter()
        .enumerate()
        .map(|(index, upload)| (mark(collection.key, index), String::new(), upload))
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
