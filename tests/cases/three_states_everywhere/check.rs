//! `nullable = input` for everything, but for one field.

use gql_runtime::Input;

use super::code::*;

#[test]
fn a_patch_clears_sets_and_leaves() {
    let patch = Patch {
        name: Input::Null,
        tags: None,
        owner: Box::<Patch>::default().into(),
        size: None,
    };
    let variables = Apply::new("7").patch(patch);
    assert_eq!(
        serde_json::to_string(&variables).expect("JSON"),
        r#"{"id":"7","patch":{"name":null,"owner":{}}}"#
    );
}
