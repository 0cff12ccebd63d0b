//! Hand-written operations, as the generator would write them.

use gql_runtime::{Mutation, Operation, OperationVariables, Query, kind};
use serde::{Deserialize, Serialize};

/// The data of every operation.
#[derive(Debug, Deserialize, PartialEq, Clone)]
pub(crate) struct Number {
    pub(crate) n: i32,
}

macro_rules! operations {
    ($($name:ident: $kind:ty, $document:literal, $hash:literal;)*) => {$(
        #[derive(Serialize)]
        pub(crate) struct $name {
            pub(crate) id: u32,
        }
        impl OperationVariables for $name {
            type Operation = Self;
        }
        impl Operation for $name {
            type Kind = $kind;
            type Variables = Self;
            type Data = Number;
            const NAME: &'static str = stringify!($name);
            const DOCUMENT: &'static str = $document;
            const HASH: &'static str = $hash;
        }
    )*};
}

operations! {
    Get: Query, "query Get($id: Int!) { n(id: $id) }", "abc123";
    Unhashed: Query, "query Unhashed($id: Int!) { n(id: $id) }", "";
    Set: Mutation, "mutation Set($id: Int!) { n(id: $id) }", "def456";
    Watch: kind::Subscription, "subscription Watch($id: Int!) { n(id: $id) }", "";
}
