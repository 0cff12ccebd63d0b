//! Documents that are no items, or no literals.

#[gql_runtime::operations(schema = "schema.graphql")]
mod shop {
    graphql!(include_str!("../graphql/books.graphql"));

    const BOOKS: &str = graphql!("query Books { books { title } }");

    #[cfg(unix)]
    graphql! { "query Unix { books { title } }" }

    graphql! { query Tokens { books { title } } }
}
