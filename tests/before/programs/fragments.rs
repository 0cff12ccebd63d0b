// The types of selections that are one fragment, by their own names; and the variants of a `@oneOf` input.

use graphql_client::QueryBody;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "programs/fragments.graphqls",
    query_path = "programs/fragments.graphql",
    response_derives = "Debug"
)]
pub struct Read;

pub fn body(name: &str) -> QueryBody<read::Variables> {
    let by = read::Key::ByName(name.to_string());
    Read::build_query(read::Variables { by })
}

pub fn messages(data: read::ResponseData) -> Vec<String> {
    let message = |log: read::ReadLogs| log.message;
    let mut all: Vec<String> = data.logs.into_iter().map(message).collect();
    for each in data.found {
        if let read::ReadFound::Crane(crane) = each {
            all.push(crane.reach.to_string());
        }
    }
    all
}
