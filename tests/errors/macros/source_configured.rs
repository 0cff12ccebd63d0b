//! A configuration whose documents are Rust files: those are for the command, and a macro has its own.

use gql_runtime::operations;

#[operations(project = "rust")]
mod without {}

#[operations(project = "rust")]
mod with {
    graphql! { "query Names { books { author { nmae } } }" }
}

#[operations(project = "mixed")]
mod both {
    #![allow(missing_docs)]
    graphql!("query Names { books { author { name } } }");
}

fn main() {
    let _ = (both::Names, both::Books { genre: None }, both::Prices);
}
