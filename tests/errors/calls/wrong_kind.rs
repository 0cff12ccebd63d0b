//! Operations in calls of other kinds.

use gql_runtime::codegen::{Serialize, Serializer};
use gql_runtime::{Client, Mutation, Operation, OperationVariables, Query, kind};

macro_rules! operation {
    ($name:ident, $kind:ty) => {
        struct $name;
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit()
            }
        }
        impl OperationVariables for $name {
            type Operation = Self;
        }
        impl Operation for $name {
            type Kind = $kind;
            type Variables = Self;
            type Data = ();
            const NAME: &'static str = "";
            const DOCUMENT: &'static str = "";
            const HASH: &'static str = "";
        }
    };
}
operation!(Books, Query);
operation!(AddBook, Mutation);
operation!(BookAdded, kind::Subscription);

fn calls(client: Client) {
    let _ = client.query(Books);
    let _ = client.query(AddBook);
    let _ = client.query(BookAdded);
    let _ = client.mutate(Books);
    let _ = client.mutate(AddBook);
    let _ = client.mutate(BookAdded);
    let _ = client.subscribe(Books);
    let _ = client.subscribe(AddBook);
    let _ = client.subscribe(BookAdded);
}
