//! Documents that are no literals, or no items.

use gql_runtime::operations;

#[operations(schema = "graphql/schema.graphql")]
mod shop {
    graphql!(include_str!("../../graphql/valid.graphql"));

    graphql! { query Books { books { title } } }

    const BOOKS: &str = graphql!("query Books { books { title } }");

    #[cfg(unix)]
    graphql! { "query Books { books { title } }" }

    graphql!(b"query Books { books { title } }");
}

#[operations(schema = "graphql/schema.graphql", query = "query Books { books { title } }")]
mod key {}

#[operations(schema = "graphql/schema.graphql", documents = "src/bin/source_derive.rs")]
mod file {}

#[operations(schema = "graphql/schema.graphql", documents = "{graphql/valid.graphql,src/bin/source_derive.rs}")]
mod either {}

fn main() {}
