//! Types of one name within a crate: each name means one thing.

use std::collections::BTreeMap;

use crate::{
    files::File,
    token::{Kind, tokens},
};

/// The crates in which no name is used twice, but for `ALLOWED`.
pub(crate) const COVERED: &[&str] = &[
    "gql-codegen",
    "gql-codegen-cli",
    "gql-derive",
    "gql-json",
    "gql-protocol",
    "gql-runtime",
];

/// Names that may be defined more than once in a crate, each with its reason.
const ALLOWED: &[(&str, &str, &str)] = &[
    (
        "gql-codegen",
        "EnumValue",
        "a value of the schema, and its variant in Rust",
    ),
    (
        "gql-codegen",
        "Field",
        "a field as parsed, as resolved, and in Rust",
    ),
    (
        "gql-codegen",
        "Fragment",
        "a fragment as resolved, and as collected",
    ),
    (
        "gql-codegen",
        "Operation",
        "an operation as resolved, and in Rust",
    ),
    (
        "gql-codegen",
        "Selection",
        "a selection as parsed, and as resolved",
    ),
    (
        "gql-codegen",
        "SelectionSet",
        "a selection set as parsed, and as resolved",
    ),
    (
        "gql-codegen",
        "Type",
        "a type of GraphQL as parsed, and a type of Rust",
    ),
    (
        "gql-codegen",
        "Value",
        "a value of GraphQL, and of a configuration",
    ),
    (
        "gql-runtime",
        "Call",
        "the blocking client has the names of the async one",
    ),
    (
        "gql-runtime",
        "Client",
        "the blocking client has the names of the async one",
    ),
    (
        "gql-runtime",
        "Event",
        "a transport's is untyped, a subscription's is typed; each is public in its own module",
    ),
    (
        "gql-runtime",
        "HttpEndpoint",
        "one implementation for each platform",
    ),
    (
        "gql-runtime",
        "HttpOptions",
        "one implementation for each platform",
    ),
    ("gql-runtime", "MaybeSend", "one definition for each platform"),
    ("gql-runtime", "MaybeSync", "one definition for each platform"),
    ("gql-runtime", "Sender", "channels have the names of tokio's"),
    ("gql-runtime", "Sleep", "one implementation for each platform"),
    (
        "gql-runtime",
        "Subscription",
        "the stream, and the kind of its operation in the module `kind`",
    ),
    (
        "gql-runtime",
        "Trace",
        "one implementation with the feature `tracing` and one without",
    ),
    (
        "gql-runtime",
        "ConnectionOptions",
        "one definition for each platform",
    ),
    ("gql-runtime", "Decompressed", "one definition for each platform"),
    ("gql-runtime", "ReceivedBody", "one definition for each platform"),
    ("gql-runtime", "Route", "one definition for each platform"),
    ("gql-runtime", "SocketOptions", "one definition for each platform"),
    ("gql-runtime", "Url", "one definition for each platform"),
];

/// The names that are defined twice within `root`, with the files that define them.
pub(crate) fn doubles(root: &str, sources: &[File]) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let within = format!("{root}/src/");
    for file in sources {
        let is_product = file.path.starts_with(&within) && !is_test(&file.path);
        if is_product {
            for name in defined(&file.text) {
                places.entry(name).or_default().push(&file.path);
            }
        }
    }
    let is_allowed = |name: &str| {
        ALLOWED
            .iter()
            .any(|(of, allowed, _)| *of == root && *allowed == name)
    };
    places
        .into_iter()
        .filter(|(name, files)| files.len() > 1 && !is_allowed(name))
        .map(|(name, files)| format!("{root}: {name} in {}", files.join(", ")))
        .collect()
}

/// The exceptions that no crate needs anymore.
pub(crate) fn unneeded(sources: &[File]) -> Vec<String> {
    let is_needed = |root: &str, name: &str| {
        let within = format!("{root}/src/");
        let files = sources
            .iter()
            .filter(|file| file.path.starts_with(&within) && !is_test(&file.path));
        files
            .flat_map(|file| defined(&file.text))
            .filter(|found| found == name)
            .count()
            > 1
    };
    ALLOWED
        .iter()
        .filter(|(root, name, _)| !is_needed(root, name))
        .map(|(root, name, _)| format!("{root}: {name} is defined once"))
        .collect()
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The structs, enums, unions and traits that a file defines.
fn defined(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for pair in tokens.windows(2) {
        if let [keyword, name] = pair
            && matches!(keyword.kind, Kind::Ident("struct" | "enum" | "union" | "trait"))
            && let Kind::Ident(name) = name.kind
            && name.starts_with(char::is_uppercase)
        {
            found.push(name.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn names_that_are_defined_twice_are_found() {
        let sources = [
            file("a/src/lib.rs", "pub struct State; enum Kind {}"),
            file(
                "a/src/other.rs",
                "enum State {} // struct Kind;\n#[cfg(test)] mod tests { struct Kind; }",
            ),
            file("a/src/tests.rs", "struct Kind;"),
            file("b/src/lib.rs", "struct Kind;"),
        ];
        assert_eq!(
            doubles("a", &sources),
            ["a: State in a/src/lib.rs, a/src/other.rs"]
        );
        assert!(doubles("b", &sources).is_empty());
    }
}
