//! Writes responses as servers do: members in any order, `errors` before or after `data`.

use gql_runtime::codegen::Json;
use serde_json::json;

use crate::respond::Choice;

/// Returns the text of a response, with its members in any order.
pub(crate) fn response(choice: &mut Choice, errors: &[Json], data: &Json) -> String {
    let mut text = String::new();
    write(choice, data, &mut text);
    let errors = Json::from(errors);
    let mut members = vec![format!("\"errors\":{errors}")];
    // Without data, the request failed before execution.
    if !data.is_null() || choice.below(4) > 0 {
        members.push(format!("\"data\":{text}"));
    }
    if choice.below(4) == 0 {
        members.push("\"extensions\":{\"data\":null}".to_owned());
    }
    shuffle(choice, &mut members);
    format!("{{{}}}", members.join(","))
}

fn write(choice: &mut Choice, value: &Json, out: &mut String) {
    match value {
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(choice, item, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            shuffle(choice, &mut members);
            out.push('{');
            for (index, (key, value)) in members.into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&format!("{}:", json!(key)));
                write(choice, value, out);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// Puts items in any order.
pub(crate) fn shuffle<T>(choice: &mut Choice, items: &mut [T]) {
    for index in (1..items.len()).rev() {
        items.swap(index, choice.below(index + 1));
    }
}
