//! Names as the schema has them.

use super::code::*;

#[test]
fn values_keep_their_names() {
    for name in [
        "open", "OPEN", "Open", "other", "Other", "VALUES", "as_str", "self", "Self", "none", "Some", "i64",
    ] {
        let value: state = serde_json::from_value(name.into()).expect("a value");
        assert_eq!(value.as_str(), name);
        assert_ne!(value, state::Unknown(name.into()));
    }
    let input = f64_ {
        i64: Some(1),
        option: Some(Box::default()),
        ..f64_::default()
    };
    assert_eq!(
        serde_json::to_string(&input).expect("JSON"),
        r#"{"i64":1,"option":{}}"#
    );
}
