//! Operations in calls of other kinds.

use gql_runtime::{Client, Mutation, Operation, Query, kind};

macro_rules! operation {
    ($name:ident, $kind:ty) => {
        struct $name;
        impl Operation for $name {
            type Kind = $kind;
            type Variables = ();
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
    let _ = client.query::<Books>(());
    let _ = client.query::<AddBook>(());
    let _ = client.query::<BookAdded>(());
    let _ = client.mutate::<Books>(());
    let _ = client.mutate::<AddBook>(());
    let _ = client.mutate::<BookAdded>(());
    let _ = client.subscribe::<Books>(());
    let _ = client.subscribe::<AddBook>(());
    let _ = client.subscribe::<BookAdded>(());
}
