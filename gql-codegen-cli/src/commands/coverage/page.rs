//! The HTML page: a self-contained file with the data embedded.

use serde_json::Value;

const PAGE: &str = include_str!("page.html");

/// Returns the page with `data` embedded.
pub(super) fn page(data: &Value) -> String {
    // In a script element, `</` would end the script, and `<!--` would start a comment.
    // <https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements>
    let json = data.to_string().replace('<', "\\u003c");
    PAGE.replacen("{\"elements\":[]}", &json, 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{PAGE, page};

    #[test]
    fn it_needs_nothing_else() {
        for reference in ["src=", "href=", "url(", "@import", "fetch(", "http:", "https:"] {
            assert!(!PAGE.contains(reference), "{reference}");
        }
    }

    #[test]
    fn a_text_in_the_schema_cannot_end_the_script() {
        let before = PAGE.matches("</script>").count();
        let page = page(&json!({ "elements": [{ "deprecated": "</script><!-- <script>" }] }));
        assert_eq!(page.matches("</script>").count(), before);
        assert!(page.contains("\\u003c/script>\\u003c!-- \\u003cscript>"));
    }
}
