//! `skip_none = false`: a `None` is sent as `null`, but not where null is not allowed.

use super::code::*;

#[test]
fn none_is_null_where_it_may_be() {
    let variables = nulls::Variables {
        filter: Some(Filter::default()),
        ..Default::default()
    };
    assert_eq!(
        serde_json::to_string(&variables).expect("JSON"),
        r#"{"filter":{"name":null},"x":null}"#
    );
}
