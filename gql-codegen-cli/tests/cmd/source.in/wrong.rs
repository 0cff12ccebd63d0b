//! Documents with mistakes.

#[gql_runtime::operations(schema = "schema.graphql")]
mod shop {
    graphql! { r#"
        query Books {
            books { tittle }
        }
    "# }

    graphql!("query Escaped {\n\u{62}ooks(title: \"ä\") { tit\u{6c}le \
        auther { name } } }");
}
