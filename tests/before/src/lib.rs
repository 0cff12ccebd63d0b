//! The code that people come from: compiled, so that it is what they have.
//!
//! The pages of `docs/migrating` show some of it. The programs are written as `graphql_client`'s own examples are, and compile
//! as they are and with one import changed.

#[cfg(doctest)]
mod pages {
    //! One module for each page.
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}

/// Compiles a program with either derive.
macro_rules! program {
    ($name:ident, $path:literal) => {
        pub mod $name {
            //! One program, twice.

            pub mod before {
                //! With the derive of `graphql_client`.
                use graphql_client::GraphQLQuery;

                include!($path);
            }

            pub mod after {
                //! With ours.
                use gql_runtime::GraphQLQuery;

                include!($path);
            }
        }
    };
}

program!(fragments, "../programs/fragments.rs.in");
program!(stars, "../programs/stars.rs.in");
program!(upsert, "../programs/upsert.rs.in");

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fragments::{after, before};

    #[test]
    fn both_send_these_variables() {
        let expected = json!({ "by": { "byName": "tug" } });
        for variables in [
            serde_json::to_value(before::body("tug").variables),
            serde_json::to_value(after::body("tug").variables),
        ] {
            assert_eq!(variables.ok(), Some(expected.clone()));
        }
    }

    #[test]
    fn both_read_this_response() {
        let response = json!({
            "logs": [{ "message": "a" }],
            "found": [{ "__typename": "Crane", "reach": 3 }, { "__typename": "Log", "message": "b" }],
        });
        let theirs = serde_json::from_value(response.clone()).map(before::messages);
        let ours = serde_json::from_value(response).map(after::messages);
        assert_eq!(theirs.ok(), Some(vec!["a".to_string(), "3".to_string()]));
        assert_eq!(ours.ok(), Some(vec!["a".to_string(), "3".to_string()]));
    }
}
