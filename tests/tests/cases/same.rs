//! When two JSON values say the same.

use gql_runtime::codegen::Json;

/// Returns whether one value is what was decoded from the other: null and absent are the same, as are 1 and 1.0; a name that starts with
/// `_x` is what the operation did not ask for, and so may be `__typename`, which is asked for where it decides.
pub(crate) fn is_same(written: &Json, sent: &Json) -> bool {
    match (written, sent) {
        (Json::Object(written), Json::Object(sent)) => {
            let mut keys: Vec<_> = written.keys().chain(sent.keys()).collect();
            keys.retain(|key| !key.starts_with("_x"));
            keys.retain(|key| *key != "__typename" || written.contains_key("__typename"));
            keys.iter().all(|key| {
                is_same(
                    written.get(*key).unwrap_or(&Json::Null),
                    sent.get(*key).unwrap_or(&Json::Null),
                )
            })
        }
        (Json::Array(written), Json::Array(sent)) => {
            written.len() == sent.len() && written.iter().zip(sent).all(|(a, b)| is_same(a, b))
        }
        (Json::Number(written), Json::Number(sent)) => written.as_f64() == sent.as_f64(),
        (written, sent) => written == sent,
    }
}
