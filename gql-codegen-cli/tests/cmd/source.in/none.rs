//! The documents of another server.

#[gql_runtime::operations(schema = "weather.graphql")]
mod weather {
    graphql! { "query Temperature { temperature(place: \"Oslo\") }" }
}
