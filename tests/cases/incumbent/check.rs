//! Variables that graphql_client gets wrong.

use gql_runtime::codegen::Serialize;

use super::code::*;

fn sent(variables: impl Serialize) -> String {
    serde_json::to_string(&variables).expect("JSON")
}

#[test]
fn def_enum_and_def_null() {
    assert_eq!(sent(def_enum::Variables::default()), "{}");
    assert_eq!(
        sent(def_enum::Variables {
            k: Some(Plain::Other)
        }),
        r#"{"k":"OTHER"}"#
    );
    assert_eq!(sent(def_null::Variables::default()), "{}");
}

#[test]
fn id_var() {
    assert_eq!(sent(id_var::Variables { id: "1".into() }), r#"{"id":"1"}"#);
}

#[test]
fn one_of_q() {
    let i = In {
        b: Some(Kind::Other_),
        ..In::default()
    };
    assert_eq!(
        sent(one_of_q::Variables {
            i,
            o: One::S("s".into())
        }),
        r#"{"i":{"b":"other"},"o":{"s":"s"}}"#
    );
}
