//! Documents with mistakes.

#[gql_runtime::operations(schema = "schema.graphql")]
mod shop {
    graphql! { r#"
        query Books {
            books { title }
        }
    "# }

    graphql!("query Escaped {/n/u{62}ooks(title: /"ä/") { title /
        author { name } } }");
}
