//! Null, absent and a value are distinguished: for a type, a field and a variable.

use gql_runtime::Input;

use super::code::*;

fn sent(variables: nulls::Variables) -> String {
    serde_json::to_string(&variables).expect("JSON")
}

#[test]
fn absent_by_default() {
    assert_eq!(sent(nulls::Variables::new(Plain::default())), r#"{"plain":{}}"#);
}

#[test]
fn null_and_values() {
    let inner = Some_ {
        a: None,
        b: Input::Null,
    };
    let variables = nulls::Variables {
        all: Some(All {
            a: Input::Null,
            b: vec![None, Some(1)].into(),
            inner: inner.into(),
        }),
        x: None.into(),
        y: Some(1),
        ..nulls::Variables::new(Plain::default())
    };
    assert_eq!(
        sent(variables),
        r#"{"all":{"a":null,"b":[null,1],"inner":{"b":null}},"plain":{},"x":null,"y":1}"#
    );
}
