//! Operations without a list that is read page by page.

#[derive(Clone)]
struct Books;
impl gql_runtime::Operation for Books {
    type Kind = gql_runtime::Query;
    type Variables = Self;
    type Data = ();
    const NAME: &'static str = "";
    const DOCUMENT: &'static str = "";
    const HASH: &'static str = "";
}
impl gql_runtime::OperationVariables for Books {
    type Operation = Self;
}
impl gql_runtime::codegen::Serialize for Books {
    fn serialize<S: gql_runtime::codegen::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_unit()
    }
}

fn calls(client: gql_runtime::Client) {
    let _ = client.query(Books).pages();
    let _ = client.query(Books).nodes();
    let _ = client.query(Books).pages_by(|_, _| true).nodes();
}
