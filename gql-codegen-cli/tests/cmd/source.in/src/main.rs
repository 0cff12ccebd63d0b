//! A module for each server.

mod shop;

/// The operations of the weather service.
#[gql_runtime::operations(project = "weather")]
mod weather {
    graphql! { "query Temperature($place: String!) { temperature(place: $place) }" }
}

/// This one has its own schema, which is the one of the project `shop`.
#[gql_runtime::operations(schema = "schema.graphql", documents = "graphql/*.graphql")]
mod mutations {
    graphql!(
        "mutation AddBook($title: String!) {\
             addBook(title: $title) { id }\
         }"
    );
}

fn main() {
    // graphql! in a comment, and "#[operations] mod x { graphql!(\"query A { b }\"); }" in a string.
    println!("#[operations] mod x {{ graphql!(\"query A {{ b }}\"); }}");
}
