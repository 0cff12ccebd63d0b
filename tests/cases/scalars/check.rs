//! Scalars by name, by coordinate of fields, input fields and variables.

use super::code::*;

#[test]
fn variables_by_coordinate() {
    let filter = Filter {
        until: Some(5),
        since: Some(crate::own::Time("t".into())),
        ..Filter::default()
    };
    let variables = mapped::Variables {
        at: Some(7),
        filter: Some(filter),
        ..mapped::Variables::new("1".into())
    };
    assert_eq!(
        serde_json::to_string(&variables).expect("JSON"),
        r#"{"id":"1","filter":{"since":"t","until":5},"at":7}"#
    );
    let other = other::Variables {
        at: Some(crate::own::Time("now".into())),
        id: None,
    };
    assert_eq!(serde_json::to_string(&other).expect("JSON"), r#"{"at":"now"}"#);
}
