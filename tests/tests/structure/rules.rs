//! The paths that each module may name.

use std::fmt;

use crate::names::{Name, names};

/// Files below these places name none of these paths.
struct Rule {
    /// Files and folders, from the root of the workspace.
    within: &'static [&'static str],
    /// Places in `within` that the rule leaves alone.
    except: &'static [&'static str],
    /// Beginnings of paths; with `…::` in front, a run of segments anywhere.
    forbidden: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: &["gql-codegen/src/syntax"],
        except: &[],
        forbidden: &[
            "crate::schema",
            "crate::check",
            "crate::lower",
            "crate::ir",
            "crate::emit",
            "crate::print",
            "crate::config",
        ],
        why: "syntax reads text and knows no schema",
    },
    Rule {
        within: &["gql-codegen/src/schema"],
        except: &[],
        forbidden: &[
            "crate::check",
            "crate::lower",
            "crate::ir",
            "crate::emit",
            "crate::print",
            "crate::config",
        ],
        why: "a schema is built from syntax alone",
    },
    Rule {
        within: &["gql-codegen/src/check"],
        except: &[],
        forbidden: &[
            "crate::lower",
            "crate::ir",
            "crate::emit",
            "crate::print",
            "crate::config",
        ],
        why: "check decides what is true, not how Rust says it",
    },
    Rule {
        within: &["gql-codegen/src/lower"],
        except: &[],
        forbidden: &["crate::emit", "crate::print"],
        why: "nothing flows back",
    },
    Rule {
        within: &["gql-codegen/src/lower/shapes"],
        except: &[],
        forbidden: &[
            "crate::lower::readers",
            "crate::lower::names",
            "crate::lower::decoders",
            "crate::lower::responses",
            "crate::lower::items",
            "crate::lower::wire",
            "crate::lower::types",
        ],
        why: "the passes of lowering go one way: a product knows none that is made of it",
    },
    Rule {
        within: &["gql-codegen/src/lower/readers"],
        except: &[],
        forbidden: &[
            "crate::lower::names",
            "crate::lower::decoders",
            "crate::lower::responses",
            "crate::lower::items",
            "crate::lower::wire",
            "crate::lower::types",
        ],
        why: "the passes of lowering go one way: a product knows none that is made of it",
    },
    Rule {
        within: &["gql-codegen/src/lower/names"],
        except: &[],
        forbidden: &[
            "crate::lower::decoders",
            "crate::lower::responses",
            "crate::lower::items",
            "crate::lower::wire",
            "crate::lower::types",
        ],
        why: "the passes of lowering go one way: a product knows none that is made of it",
    },
    Rule {
        within: &["gql-codegen/src/lower/decoders"],
        except: &[],
        forbidden: &[
            "crate::lower::responses",
            "crate::lower::items",
            "crate::lower::wire",
        ],
        why: "the passes of lowering go one way: a product knows none that is made of it",
    },
    Rule {
        within: &["gql-codegen/src/lower/responses"],
        except: &[],
        forbidden: &["crate::lower::items", "crate::lower::wire"],
        why: "the passes of lowering go one way: a product knows none that is made of it",
    },
    Rule {
        within: &["gql-codegen/src/lower/wire"],
        except: &[],
        forbidden: &[
            "crate::lower::shapes",
            "crate::lower::readers",
            "crate::lower::names",
            "crate::lower::decoders",
            "crate::lower::responses",
            "crate::lower::items",
        ],
        why: "what is sent does not depend on how Rust says it",
    },
    Rule {
        within: &["gql-codegen/src/lower/types"],
        except: &[],
        forbidden: &[
            "crate::lower::shapes",
            "crate::lower::readers",
            "crate::lower::decoders",
            "crate::lower::responses",
            "crate::lower::items",
            "crate::lower::wire",
        ],
        why: "the types of the schema are declared by their names alone",
    },
    Rule {
        within: &["gql-codegen/src/ir", "gql-codegen/src/emit"],
        except: &[],
        forbidden: &["crate::syntax", "crate::schema", "crate::check", "crate::lower"],
        why: "the IR is Rust-shaped: no GraphQL tree is left in it, and emit decides nothing",
    },
    Rule {
        within: &["gql-codegen/src"],
        except: &[
            "gql-codegen/src/emit",
            "gql-codegen/src/print.rs",
            "gql-codegen/src/lib.rs",
        ],
        forbidden: &["quote", "proc_macro2", "syn", "prettyplease"],
        why: "only emit and print handle tokens; lib hands them on",
    },
    Rule {
        within: &["gql-codegen/src/lib.rs"],
        except: &[],
        forbidden: &["quote", "syn", "prettyplease"],
        why: "lib hands tokens on and makes none",
    },
    Rule {
        within: &["gql-codegen/src"],
        except: &[
            "gql-codegen/src/load.rs",
            "gql-codegen/src/load",
            "gql-codegen/src/build_script",
        ],
        forbidden: &[
            "std::fs",
            "std::env",
            "std::process",
            "std::io",
            "std::time",
            "glob",
        ],
        why: "the generator is a function from text to text; only load and build_script touch the disk",
    },
    Rule {
        within: &["gql-json/src"],
        except: &["gql-json/src/lib.rs", "gql-json/src/error.rs", "gql-json/src/de"],
        forbidden: &["serde", "serde_json"],
        why: "tokens are read without serde; the deserializer stands on them",
    },
    Rule {
        within: &["gql-protocol/src"],
        except: &[],
        forbidden: &[
            "std::fs",
            "std::io",
            "std::net",
            "std::thread",
            "…::Instant::now",
            "…::SystemTime::now",
        ],
        why: "a protocol is a function from frames to frames; time is an argument",
    },
    Rule {
        within: &["gql-runtime/src/transport"],
        except: &[],
        forbidden: &[
            "crate::operation",
            "crate::Operation",
            "crate::Response",
            "crate::response::Response",
            "crate::kind",
            "crate::client",
            "crate::Client",
            "crate::subscription",
            "crate::codegen",
            "…::DeserializeOwned",
        ],
        why: "transports carry payloads; client and subscription alone decode them",
    },
    Rule {
        within: &["gql-runtime/src/transport/service"],
        except: &[],
        forbidden: &[
            "crate::Request",
            "crate::payload",
            "crate::request",
            "crate::transport::Endpoint",
            "crate::transport::Event",
            "crate::transport::Payload",
            "crate::transport::Transport",
            "crate::transport::endpoint",
            "crate::transport::http",
            "crate::transport::stream",
            "gql_protocol",
        ],
        why: "an HTTP service is below the transports, and knows no GraphQL",
    },
    Rule {
        within: &["gql-runtime/src"],
        except: &[
            "gql-runtime/src/blocking/runtime.rs",
            "gql-runtime/src/transport/runtime",
        ],
        forbidden: &[
            "std::thread",
            "std::time::Instant",
            "tokio::runtime",
            "tokio::spawn",
            "tokio::task",
            "tokio::time",
        ],
        why: "time and tasks come from transport/runtime, so that another platform needs one other file",
    },
    Rule {
        within: &["gql-runtime/src"],
        except: &[
            "gql-runtime/src/browser.rs",
            "gql-runtime/src/transport/endpoint/browser",
            "gql-runtime/src/transport/runtime/browser",
            "gql-runtime/src/transport/service/fetch.rs",
            "gql-runtime/src/transport/websocket/browser.rs",
        ],
        forbidden: &["js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"],
        why: "a browser is below the seams",
    },
];

/// A path where it must not be.
#[derive(Debug)]
pub(crate) struct Breach {
    path: String,
    line: usize,
    name: String,
    why: &'static str,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: names `{}`: {}",
            self.path, self.line, self.name, self.why
        )
    }
}

/// The breaches in one file.
pub(crate) fn breaches(path: &str, text: &str) -> Vec<Breach> {
    let rules: Vec<_> = RULES.iter().filter(|rule| rule.governs(path)).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let breach = |name: &Name, why| Breach {
        path: path.to_owned(),
        line: name.line,
        name: name.path.join("::"),
        why,
    };
    let names = names(&module(path), text);
    let broken = |name: &Name| {
        let rule = rules
            .iter()
            .find(|rule| rule.forbidden.iter().any(|path| matches(path, &name.path)));
        rule.map(|rule| breach(name, rule.why))
    };
    names.iter().filter_map(broken).collect()
}

/// The places of rules that no file is in: a rule that governs nothing was left behind by a move.
pub(crate) fn idle<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    let paths: Vec<_> = paths.collect();
    let idle = |place: &&str| !paths.iter().any(|path| below(path, place));
    let governed = |rule: &Rule| rule.within.iter().all(&idle);
    RULES
        .iter()
        .filter(|rule| governed(rule))
        .map(|rule| format!("no file in {:?}", rule.within))
        .collect()
}

/// The lines of a manifest that make it depend on a crate of this workspace.
pub(crate) fn workspace_dependencies(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let entry = if line.starts_with('[') {
            line
        } else {
            line.split('=').next().unwrap_or_default()
        };
        let depends = section.contains("dependencies") && !section.contains("dev-dependencies");
        if depends && entry.contains("gql-") {
            found.push(line.to_owned());
        }
    }
    found
}

impl Rule {
    fn governs(&self, path: &str) -> bool {
        let in_any = |places: &[&str]| places.iter().any(|place| below(path, place));
        in_any(self.within) && !in_any(self.except) && !is_test(path)
    }
}

/// Returns whether a path is this place, or in this folder.
fn below(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Files that only tests compile, by their names: `tests.rs` beside the code, and folders of that name.
pub(crate) fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// The module that a file holds: `a/src/b/c.rs` is `b::c`, `a/src/b/mod.rs` is `b`.
pub(crate) fn module(path: &str) -> Vec<&str> {
    let inside = path.split_once("/src/").map_or(path, |(_, inside)| inside);
    let inside = inside.strip_suffix(".rs").unwrap_or(inside);
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    inside
        .split('/')
        .filter(|part| !matches!(*part, "lib" | "main"))
        .collect()
}

fn matches(pattern: &str, path: &[String]) -> bool {
    let starts = |path: &[String], pattern: &str| {
        let mut segments = path.iter();
        pattern
            .split("::")
            .all(|wanted| segments.next().is_some_and(|segment| segment == wanted))
    };
    match pattern.strip_prefix("…::") {
        Some(run) => (0..path.len()).any(|from| starts(&path[from..], run)),
        None => starts(path, pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaches as they might be written, each in a file where it is one.
    const PLANTED: &[(&str, &str)] = &[
        ("gql-codegen/src/syntax/parser.rs", "use crate::schema::Schema;"),
        (
            "gql-codegen/src/syntax/mod.rs",
            "fn f() { super::lower::lower() }",
        ),
        (
            "gql-codegen/src/schema/build.rs",
            "use crate::{source::Text, check::{Typed}};",
        ),
        ("gql-codegen/src/check/fields.rs", "use super::super::ir::Ir;"),
        (
            "gql-codegen/src/lower/shape.rs",
            "pub(crate) use crate::emit::tokens as t;",
        ),
        (
            "gql-codegen/src/lower/names.rs",
            "fn f() { quote::quote! { struct A; } }",
        ),
        (
            "gql-codegen/src/check/values.rs",
            "fn f() { let tokens = quote! {}; }",
        ),
        ("gql-codegen/src/emit/mod.rs", "use crate::syntax::ast::Field;"),
        (
            "gql-codegen/src/ir/mod.rs",
            "pub struct A { b: crate::schema::Type }",
        ),
        (
            "gql-codegen/src/lower/shapes/build.rs",
            "use super::super::names::Names;",
        ),
        ("gql-codegen/src/lower/wire/mod.rs", "use super::shapes::Shapes;"),
        ("gql-codegen/src/config.rs", "fn f() { std::env::var(\"A\"); }"),
        ("gql-codegen/src/lib.rs", "use std::{fs::File, path::Path};"),
        (
            "gql-protocol/src/websocket/session.rs",
            "fn f() { let now = std::time::Instant::now(); }",
        ),
        (
            "gql-protocol/src/websocket/session.rs",
            "use std::time::Instant; fn f() { Instant::now() }",
        ),
        ("gql-protocol/src/sse.rs", "use std::thread::sleep;"),
        (
            "gql-runtime/src/transport/http.rs",
            "use crate::{Error, Operation};",
        ),
        (
            "gql-runtime/src/transport/websocket/task.rs",
            "fn f<T: serde::de::DeserializeOwned>() {}",
        ),
        (
            "gql-runtime/src/transport/service/body.rs",
            "use super::super::endpoint::Endpoint;",
        ),
        (
            "gql-runtime/src/transport/stream/idle.rs",
            "use tokio::{sync::mpsc, time::sleep};",
        ),
        (
            "gql-runtime/src/transport/http/batch.rs",
            "fn f() { tokio::spawn(async {}); }",
        ),
        (
            "gql-runtime/src/transport/http/options.rs",
            "use web_sys::Window;",
        ),
    ];

    #[test]
    fn planted_breaches_are_found() {
        for (path, text) in PLANTED {
            assert_eq!(breaches(path, text).len(), 1, "{path}: {text}");
        }
    }

    #[test]
    fn what_is_allowed_is_not_found() {
        let allowed = [
            (
                "gql-codegen/src/check/fields.rs",
                "use crate::{schema::Schema, syntax::ast}; // crate::lower",
            ),
            (
                "gql-codegen/src/emit/mod.rs",
                "use quote::quote; fn f() -> Tokens { quote! { Some } }",
            ),
            ("gql-codegen/src/load.rs", "use std::{fs, env};"),
            ("gql-codegen/src/syntax/lexer.rs", "let quote = 1; f(quote)"),
            (
                "gql-codegen/src/check/fields.rs",
                "#[cfg(test)] mod tests { use std::fs; }",
            ),
            ("gql-codegen/src/check/tests.rs", "use std::fs;"),
            (
                "gql-runtime/src/transport/runtime/tokio.rs",
                "use tokio::{runtime::Handle, time};",
            ),
            (
                "gql-protocol/src/websocket/session.rs",
                "fn f(now: std::time::Instant) {}",
            ),
            (
                "gql-runtime/src/client.rs",
                "use crate::Operation; use serde::de::DeserializeOwned;",
            ),
        ];
        for (path, text) in allowed {
            let found = breaches(path, text);
            assert!(found.is_empty(), "{path}: {found:?}");
        }
    }

    #[test]
    fn planted_dependencies_are_found() {
        let planted = "[dependencies]\ngql-runtime.workspace = true\nsyn = \"3\"\n\n[dev-dependencies]\ngql-derive = \"1\"\n";
        assert_eq!(workspace_dependencies(planted), ["gql-runtime.workspace = true"]);
        assert_eq!(
            workspace_dependencies("[dependencies.gql-derive]\npath = \"..\"\n"),
            ["[dependencies.gql-derive]"]
        );
        assert!(
            workspace_dependencies("[package]\nname = \"gql-codegen\"\n[dependencies]\nsyn = \"3\"\n")
                .is_empty()
        );
    }

    #[test]
    fn a_rule_without_a_file_is_told() {
        assert_eq!(idle(std::iter::empty()).len(), RULES.len());
        assert_eq!(
            idle(["gql-protocol/src/sse.rs"].into_iter()).len(),
            RULES.len() - 1
        );
    }
}
