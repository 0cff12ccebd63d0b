//! The JSON schema of `gql.toml`, for editors. <https://json-schema.org/draft-07>

use gql_codegen::check::levels::Levels;
use serde_json::{Map, Value, json};

use super::key::{KEYS, Kind};

/// What `gql.toml` may hold, pretty printed.
pub(crate) fn json_schema() -> String {
    let mut top = keys();
    let project = json!({
        "type": "object",
        "description": "Keys of one project; top-level keys apply to all projects.",
        "additionalProperties": false,
        "properties": Value::Object(keys()),
    });
    top.insert(
        "projects".into(),
        json!({
            "type": "object",
            "description": "Projects by name, each with its own schema.",
            "additionalProperties": project,
        }),
    );
    top.insert("$schema".into(), json!({ "type": "string" }));
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "gql.toml",
        "description": "Configuration of gql-codegen",
        "type": "object",
        "additionalProperties": false,
        "properties": Value::Object(top),
    });
    format!("{schema:#}\n")
}

fn keys() -> Map<String, Value> {
    KEYS.iter()
        .map(|key| {
            let mut value = value(&key.kind);
            if let Some(members) = value.as_object_mut() {
                // What is repeated as a flag is a list here.
                let help = key.help.replace("; repeatable", "");
                members.insert("description".into(), help.into());
                if key.name == "rules" {
                    let words = members.remove("additionalProperties").unwrap_or_default();
                    members.insert("properties".into(), rules(&words));
                    members.insert("additionalProperties".into(), false.into());
                }
            }
            (key.name.to_owned(), value)
        })
        .collect()
}

/// The rules that have a level, with `levels` as the schema of each.
fn rules(levels: &Value) -> Value {
    Levels::rules()
        .map(|rule| {
            let mut value = levels.clone();
            if let Some(members) = value.as_object_mut() {
                members.insert("description".into(), rule.explanation.into());
            }
            (rule.name.to_owned(), value)
        })
        .collect::<Map<_, _>>()
        .into()
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Text(_) | Kind::Path(_) => json!({ "type": "string" }),
        Kind::Texts(_) | Kind::Paths(_) => json!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        }),
        Kind::Switch(_) => json!({ "type": "boolean" }),
        Kind::Choice(words, _) => json!({ "enum": words }),
        Kind::Pairs(_) => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::Choices(words, _) => json!({ "type": "object", "additionalProperties": { "enum": words } }),
    }
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
