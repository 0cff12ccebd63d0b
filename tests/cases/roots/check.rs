//! Kinds of operations are types: a subscription cannot be sent as a query.

use gql_runtime::{Operation, kind};

use super::code::*;

fn is<K, O: Operation<Kind = K>>() {}

#[test]
fn kinds() {
    is::<kind::Query, OnlyFragment>();
    is::<kind::Mutation, Rename>();
    is::<kind::Subscription, MovedParts>();
    assert_eq!(
        MovedParts::DOCUMENT,
        "subscription MovedParts($id:ID!){...EventParts} fragment EventParts on Events{moved(id:$id){id}}"
    );
    let variables = moved_parts::Variables { id: "1".into() };
    assert_eq!(serde_json::to_string(&variables).expect("JSON"), r#"{"id":"1"}"#);
}
