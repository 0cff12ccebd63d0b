//! The bookshop.

#[cfg(unix)]
#[gql_runtime::operations(project = "shop")]
pub(crate) mod operations {
    graphql! { r#"
        query Books($genre: Genre) {
            books(genre: $genre) {
                ...BookTitle
                author { ...AuthorName }
            }
        }
    "# }

    // A fragment of another literal.
    graphql! { r#"
        fragment BookTitle on Book { title }
    "# }
}

#[derive(gql_runtime::GraphQLQuery)]
#[graphql(project = "shop", query = r#"query Poems { books(genre: POETRY, title: "ä \" b") { title } }"#)]
struct Poems;
