//! Derives beside items that bear the names of Rust's prelude: their code does not mean these.

use gql_runtime::transport::Payload;
use gql_runtime::{GraphQLQuery, Operation, Response};

macro_rules! items {
    ($($name:ident),*) => {$(
        #[allow(dead_code, non_camel_case_types)]
        pub(crate) struct $name;
    )*};
}
items!(
    Box, Clone, Copy, Debug, Default, Eq, Err, Hash, None, Ok, Option, PartialEq, Result, Some, String, Vec,
    f64, i64
);

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/inputs/schema.graphql",
    query_path = "cases/inputs/operations.graphql"
)]
pub(crate) struct Recursive;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/inputs/schema.graphql",
    query_path = "cases/inputs/operations.graphql"
)]
pub(crate) struct Defaults;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/merging/schema.graphql",
    query_path = "cases/merging/operations.graphql",
    response_derives = "Serialize, Eq, Hash"
)]
pub(crate) struct Variants;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/presence/schema.graphql",
    query_path = "cases/presence/operations.graphql",
    response_derives = "Serialize"
)]
pub(crate) struct NothingTwice;

#[test]
fn names_of_the_prelude_mean_what_they_do() {
    let body = include_str!("../cases/merging/Variants.json");
    let response = Response::<<Variants as Operation>::Data>::decode(Payload::from_bytes(body));
    assert!(response.expect("the response fits").data.is_some());
    let first = recursive::First {
        second: std::boxed::Box::new(recursive::Second::default()),
    };
    assert!(first.second.third.is_none());
    assert_eq!(Defaults::NAME, "Defaults");
    assert_eq!(NothingTwice::NAME, "NothingTwice");
}
