//! Names in the sources that no page documents: options, keys, predicates, close codes.

use std::path::Path;
use std::{fs, io};

use crate::Page;

/// A file whose names have to be documented.
struct Source {
    path: &'static str,
    /// Returns such a name, if the line has one.
    names: fn(&str) -> Option<&str>,
    /// The page that has them; any page of the guide, if it is empty.
    page: &'static str,
}

const SOURCES: &[Source] = &[
    Source {
        path: "gql-runtime/src/transport/websocket/options.rs",
        names: option,
        page: "docs/guide/websocket.md",
    },
    Source {
        path: "gql-runtime/src/transport/endpoint/builder.rs",
        names: option,
        page: "docs/guide/endpoint.md",
    },
    Source {
        path: "gql-runtime/src/transport/endpoint/native/http_options.rs",
        names: option,
        page: "docs/guide/endpoint.md",
    },
    Source {
        path: "gql-runtime/src/transport/proxy/mod.rs",
        names: option,
        page: "docs/guide/tls.md",
    },
    Source {
        path: "gql-runtime/src/transport/service/tower.rs",
        names: option,
        page: "docs/guide/own-http-client.md",
    },
    Source {
        path: "gql-runtime/src/transport/http/options.rs",
        names: option,
        page: "docs/guide/http.md",
    },
    Source {
        path: "gql-runtime/src/transport/stream/options.rs",
        names: option,
        page: "docs/guide/multipart.md",
    },
    Source {
        path: "gql-runtime/src/transport/deduplicate/mod.rs",
        names: option,
        page: "docs/guide/deduplicate.md",
    },
    Source {
        path: "gql-runtime/src/transport/backoff.rs",
        names: option,
        page: "docs/guide/reconnecting.md",
    },
    Source {
        path: "gql-runtime/src/transport/websocket/options.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/transport/endpoint/builder.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/transport/endpoint/native/http_options.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/transport/http/options.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/transport/stream/options.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/transport/deduplicate/mod.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/transport/backoff.rs",
        names: option,
        page: "docs/guide/settings.md",
    },
    Source {
        path: "gql-runtime/src/tls/mod.rs",
        names: option,
        page: "docs/guide/tls.md",
    },
    Source {
        path: "gql-runtime/src/client/call.rs",
        names: option,
        page: "docs/guide/running.md",
    },
    Source {
        path: "gql-runtime/src/client/builder.rs",
        names: option,
        page: "docs/guide/split.md",
    },
    Source {
        path: "gql-runtime/src/transport/mock.rs",
        names: method,
        page: "docs/guide/testing.md",
    },
    Source {
        path: "gql-runtime/src/mock.rs",
        names: method,
        page: "docs/guide/testing.md",
    },
    Source {
        path: "gql-runtime/src/error/transient.rs",
        names: method,
        page: "docs/guide/errors.md",
    },
    Source {
        path: "gql-runtime/src/error/transient.rs",
        names: question,
        page: "docs/guide/troubleshooting.md",
    },
    Source {
        path: "gql-runtime/src/error/mod.rs",
        names: method,
        page: "docs/guide/errors.md",
    },
    Source {
        path: "gql-runtime/src/error/mod.rs",
        names: question,
        page: "docs/guide/troubleshooting.md",
    },
    Source {
        path: "gql-protocol/src/websocket/close.rs",
        names: code,
        page: "docs/guide/troubleshooting.md",
    },
    Source {
        path: "gql-codegen-cli/tests/cmd/help.md",
        names: command,
        page: "docs/guide/command.md",
    },
];

/// The names that no page has.
///
/// # Errors
/// If a source cannot be read, or has no names at all: then it is not where it was.
pub(crate) fn missing(pages: &[Page], root: &Path) -> io::Result<Vec<String>> {
    let mut missing = Vec::new();
    for source in SOURCES {
        let text = fs::read_to_string(root.join(source.path))?;
        let names: Vec<_> = text.lines().filter_map(source.names).collect();
        if names.is_empty() {
            missing.push(format!(
                "{} has none of the names that are looked for",
                source.path
            ));
        }
        let page = pages.iter().find(|page| page.path == source.page);
        let page_text = page.map(|page| page.text.as_str()).unwrap_or_default();
        let undocumented = names.into_iter().filter(|name| !has_word(page_text, name));
        missing.extend(
            undocumented.map(|name| format!("{} does not document `{name}` of {}", source.page, source.path)),
        );
    }
    Ok(missing)
}

/// Returns whether the word stands there by itself.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// The name of a public method that takes a builder and gives it back.
fn option(line: &str) -> Option<&str> {
    let name = function(line)?;
    let takes_itself = line.contains("(mut self")
        || line.contains("(self")
        || line.trim_end().ends_with('(')
        || line.contains("<F, R");
    (takes_itself && name != "build" && name != "generate").then_some(name)
}

/// The name of a public method.
fn method(line: &str) -> Option<&str> {
    function(line).filter(|_| line.contains("self"))
}

/// The name of a question, `is_…`.
fn question(line: &str) -> Option<&str> {
    method(line).filter(|name| name.starts_with("is_") && *name != "is_terminal")
}

fn function(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub fn ")?;
    rest.split(['(', '<']).next()
}

/// The number of a close code: of a constant, or of an arm that names it.
fn code(line: &str) -> Option<&str> {
    let number = match line.strip_prefix("pub const ") {
        Some(constant) => constant.split_once("u16 = ")?.1.strip_suffix(';')?,
        None => line.trim_start().split_once(" => ")?.0.split(' ').next()?,
    };
    (number.len() == 4 && number.bytes().all(|sign| sign.is_ascii_digit())).then_some(number)
}

/// A command, where the help asks for its own.
fn command(line: &str) -> Option<&str> {
    line.strip_prefix("$ gql-codegen ")?.strip_suffix(" -h")
}

#[test]
fn names_are_found() {
    assert_eq!(
        option("    pub fn buffer(mut self, events: usize) -> Self {"),
        Some("buffer")
    );
    assert_eq!(option("    pub fn build(mut self) -> Self {"), None);
    assert_eq!(option("    fn reject(&mut self, error: Error) {"), None);
    assert_eq!(question("    pub fn is_tls(&self) -> bool {"), Some("is_tls"));
    assert_eq!(code("pub const NORMAL: u16 = 1000;"), Some("1000"));
    assert_eq!(
        code("        3000 | UNAUTHORIZED => \"unauthorized\","),
        Some("3000")
    );
    assert_eq!(command("$ gql-codegen man -h"), Some("man"));
    assert!(has_word("`buffer`, 12", "buffer"));
    assert!(!has_word("`buffers`", "buffer"));
}
