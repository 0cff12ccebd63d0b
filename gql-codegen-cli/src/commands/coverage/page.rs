//! The page: one file that needs nothing else, the data inside it.

use serde_json::Value;

const PAGE: &str = include_str!("page.html");

/// The page with this data.
pub(super) fn page(data: &Value) -> String {
    // In a script element, `</` would end it, and `<!--` begin a comment.
    // <https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements>
    let json = data.to_string().replace('<', "\\u003c");
    PAGE.replacen("{\"elements\":[]}", &json, 1)
}
