//! The JSON Schema of `gql.toml`, for editors. <https://json-schema.org/draft-07>
//!
//! The TOML extensions of editors support draft 7 best. `$defs` is the name used by later versions, but references are pointers
//! and work in all of them.

use gql_codegen::check::levels::Levels;
use gql_codegen::options::{ConfigOption, Fallback, Kind, Way};
use serde_json::{Map, Value, json};

/// Returns the JSON Schema of `gql.toml`, formatted.
pub(crate) fn json_schema() -> String {
    let reference = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    let keys: Vec<&str> = ConfigOption::all(Way::File)
        .filter_map(|option| option.key)
        .collect();
    let mut top: Map<String, Value> = keys
        .iter()
        .map(|key| ((*key).to_owned(), reference(key)))
        .collect();
    let project = Value::Object(top.clone());
    top.insert(
        "projects".into(),
        json!({
            "type": "object",
            "description": "Projects by name, each with its own schema",
            "additionalProperties": reference("project"),
        }),
    );
    top.insert("$schema".into(), json!({ "type": "string" }));
    let mut pieces = pieces();
    pieces.insert(
        "project".into(),
        json!({
            "type": "object",
            "description": "Keys of one project; top-level keys apply to all projects",
            "additionalProperties": false,
            "properties": project,
        }),
    );
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "gql.toml",
        "description": "Configuration of gql-codegen",
        "type": "object",
        "additionalProperties": false,
        "properties": Value::Object(top),
        "$defs": Value::Object(pieces),
    });
    format!("{schema:#}\n")
}

/// Returns the referenced definitions: each option under its key, and types shared by several options.
fn pieces() -> Map<String, Value> {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let mut pieces = Map::from_iter([("texts".to_owned(), texts)]);
    for option in ConfigOption::all(Way::File) {
        let Some(key) = option.key else { continue };
        let mut value = value(option);
        if let Some(members) = value.as_object_mut() {
            members.insert("description".into(), option.doc.into());
            if let Fallback::Value(text) = option.default {
                let default = match option.kind {
                    Kind::Switch(_) => (text == "true").into(),
                    _ => text.into(),
                };
                members.insert("default".into(), default);
            }
        }
        pieces.insert(key.to_owned(), value);
    }
    pieces
}

fn value(option: &ConfigOption) -> Value {
    match &option.kind {
        Kind::Text(..) | Kind::Path(_) => json!({ "type": "string" }),
        Kind::Texts(..) | Kind::Paths(_) | Kind::Names(_) => {
            // Draft 7 ignores a description next to a reference.
            json!({ "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/texts" }] })
        }
        Kind::Switch(_) => json!({ "type": "boolean" }),
        Kind::Choice(words, _) => json!({ "enum": words }),
        Kind::Pairs(..) => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::Choices(words, _) => json!({ "type": "object", "additionalProperties": { "enum": words } }),
        Kind::Levels(_) => {
            json!({ "type": "object", "additionalProperties": false, "properties": rules(option.words()) })
        }
    }
}

/// Returns the schema of the rules that have a level.
fn rules(levels: &[&str]) -> Value {
    Levels::rules()
        .map(|rule| {
            let level = json!({ "enum": levels, "description": rule.explanation });
            (rule.name.to_owned(), level)
        })
        .collect::<Map<_, _>>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::json_schema;

    #[test]
    fn the_committed_schema_is_in_step() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/gql.schema.json");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, json_schema()).expect("the package's folder can be written");
        }
        let committed = std::fs::read_to_string(path).expect("gql.schema.json is there");
        assert!(
            committed == json_schema(),
            "{path} is stale: run the tests with UPDATE=1"
        );
    }
}
