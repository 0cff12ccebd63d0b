//! Types that are no operations, where one is to be named.

mod books {
    pub struct Variables;
    pub struct ResponseData;
}

fn calls(client: gql_runtime::Client) {
    let _ = client.query::<books::Variables>(books::Variables);
    let _ = client.mutate::<books::ResponseData>(books::Variables);
    let _ = client.subscribe::<String>(());
}
