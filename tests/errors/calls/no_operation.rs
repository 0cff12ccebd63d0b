//! Values that are no operations, where one is to be passed.

mod books {
    pub struct Variables;
    pub struct ResponseData;
}

struct Derived;
impl gql_runtime::Operation for Derived {
    type Kind = gql_runtime::Query;
    type Variables = ();
    type Data = ();
    const NAME: &'static str = "";
    const DOCUMENT: &'static str = "";
    const HASH: &'static str = "";
}

fn calls(client: gql_runtime::Client) {
    let _ = client.query(books::Variables);
    let _ = client.mutate(books::ResponseData);
    let _ = client.subscribe(String::new());
    // With the derive, the operation is not the struct of its variables.
    let _ = client.query(Derived);
}
