//! Tests of literals and their places, and of what is found in Rust files.

use std::sync::Arc;

use super::items::{MacroCall, macro_calls};
use super::{MacroScope, Misuse, documents, literal};
use crate::SourceFile;
use crate::diagnostic::{CONFIGURATION, Diagnostic, Diagnostics};
use crate::render::{Color, text};
use crate::source::{Host, Sources, Span};

/// A random number generator: xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A literal and each character of its value with the range of the file that represents it.
struct Written {
    file: String,
    at: usize,
    characters: Vec<(char, std::ops::Range<usize>)>,
}

const PLAIN: [char; 12] = ['a', 'Z', '_', '{', ' ', '\t', '#', '\'', 'ß', '日', '😀', '\n'];
const ESCAPES: [(&str, char); 12] = [
    ("\\n", '\n'),
    ("\\r", '\r'),
    ("\\t", '\t'),
    ("\\\\", '\\'),
    ("\\0", '\0'),
    ("\\'", '\''),
    ("\\\"", '"'),
    ("\\x41", 'A'),
    ("\\u{e9}", 'é'),
    ("\\u{1_F600}", '😀'),
    ("\\u{0}", '\0'),
    ("\r\n", '\n'),
];

fn written(random: &mut Random) -> Written {
    let before = random.pick(&["", "mod a { graphql!(", "\u{feff}// ü\r\n  "]);
    let hashes = random.below(4);
    let is_raw = hashes > 0;
    let (mut file, mut characters) = (before.to_owned(), Vec::new());
    match is_raw {
        true => file += &format!("r{}\"", "#".repeat(hashes - 1)),
        false => file.push('"'),
    }
    for _ in 0..random.below(12) {
        let start = file.len();
        let character = match random.below(4) {
            0 if !is_raw => {
                let (escape, character) = random.pick(&ESCAPES);
                file += escape;
                character
            }
            1 if !is_raw => {
                file += random.pick(&["\\\n", "\\\n \t  ", "\\\r\n  ", "\\\n\n "]);
                continue;
            }
            // A backslash is a character of its own here, and a quote ends the literal only before the hashes.
            0 if hashes > 1 => {
                file.push_str("\" ");
                characters.push(('"', start..start + 1));
                characters.push((' ', start + 1..start + 2));
                continue;
            }
            1 => {
                file += "\r\n";
                '\n'
            }
            2 if is_raw => {
                file.push('\\');
                '\\'
            }
            _ => {
                let character = random.pick(&PLAIN);
                // White space after an escaped line terminator belongs to the escape.
                if !is_raw && character.is_whitespace() {
                    continue;
                }
                file.push(character);
                character
            }
        };
        characters.push((character, start..file.len()));
    }
    match is_raw {
        true => file += &format!("\"{}", "#".repeat(hashes - 1)),
        false => file.push('"'),
    }
    file += "); }";
    Written {
        file,
        at: before.len(),
        characters,
    }
}

#[test]
fn every_character_of_a_literal_has_its_place_in_the_file() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let Written { file, at, characters } = written(&mut random);
        // CRLF after a continuation is white space of the continuation.
        if file.contains("\\\n\r\n") || file.contains(" \r\n") || file.contains("\n\r\n") {
            continue;
        }
        let host = Arc::new(Host::new(file.as_str()));
        let found = literal(&host, at).unwrap_or_else(|| panic!("{file:?}"));
        let value: String = characters.iter().map(|(character, _)| character).collect();
        assert_eq!(*found.text, *value, "{file:?}");
        let mut offset = 0;
        let mut starts = Vec::new();
        for (character, range) in &characters {
            let end = offset + character.len_utf8();
            assert_eq!(
                found.embedding.file_range(offset..end),
                *range,
                "{file:?} {offset}"
            );
            starts.push((offset, range.start));
            for (start, in_file) in &starts {
                assert_eq!(
                    found.embedding.file_range(*start..end),
                    *in_file..range.end,
                    "{file:?}"
                );
            }
            assert_eq!(
                found.embedding.file_range(offset..offset),
                range.start..range.start
            );
            offset = end;
        }
        #[cfg(feature = "print")]
        {
            let end = literal::end(&file, at).expect("it ends");
            // The compiler converts line terminators before it reads tokens.
            let token = file[at..end].replace("\r\n", "\n");
            let token: syn::LitStr =
                syn::parse_str(&token).unwrap_or_else(|error| panic!("{token:?}: {error}"));
            assert_eq!(token.value(), value, "{file:?}");
        }
    }
}

#[test]
fn what_is_no_string_literal_is_none() {
    for text in [
        "",
        "a",
        "b\"a\"",
        "\"a",
        "r#\"a\"",
        "\"\\q\"",
        "\"\\x80\"",
        "\"\\u{d800}\"",
        "r#a",
    ] {
        assert!(literal(&Arc::new(Host::new(text)), 0).is_none(), "{text}");
    }
}

#[test]
fn a_replacement_is_quoted_as_its_literal_requires() {
    let quoted = |file: &str, text: &str| {
        let found = literal(&Arc::new(Host::new(file)), 0).expect("a literal");
        found.embedding.quoted(text)
    };
    assert_eq!(quoted("\"a\"", "b \"c\\\"").as_deref(), Some("b \\\"c\\\\\\\""));
    assert_eq!(quoted("r\"a\"", "b\\").as_deref(), Some("b\\"));
    assert_eq!(quoted("r#\"a\"#", "b\"#"), None);
}

/// The options of a macro, and its documents.
type Call<T> = (MacroScope, Vec<T>);
type Document<'a> = Result<&'a str, (Misuse, &'a str)>;

/// Returns the documents or mistakes of each macro.
fn found(text: &str) -> Vec<Call<Document<'_>>> {
    let calls = macro_calls(&Arc::new(Host::new(text))).into_iter();
    let found = calls.map(|MacroCall { scope, documents }| {
        let documents = documents.into_iter().map(|document| match document {
            Ok(range) => Ok(&text[range]),
            Err((misuse, range)) => Err((misuse, &text[range])),
        });
        (scope, documents.collect())
    });
    found.collect()
}

fn scope(project: Option<&str>, schema: &[&str]) -> MacroScope {
    MacroScope {
        project: project.map(str::to_owned),
        schema: schema.iter().map(|&path| path.to_owned()).collect(),
    }
}

#[test]
fn documents_are_found_in_modules_with_the_attribute_and_in_derives() {
    let none = scope(None, &[]);
    let cases: Vec<(&str, Vec<Call<&str>>)> = vec![
        (
            "#[operations] mod a { graphql! { \"1\" } }",
            vec![(none.clone(), vec!["\"1\""])],
        ),
        (
            "#[cfg(b)] #[::gql_runtime::operations(schema = \"s\", rules(A = \"x\"))]\n/// C.\n#[allow(x)] pub(crate) mod a \
             { use x; graphql!(r#\"1\"#); fn f() {} graphql![\"2\"]; struct S; graphql! {\"3\"} graphql! {\"4\"} }",
            vec![(scope(None, &["s"]), vec!["r#\"1\"#", "\"2\"", "\"3\"", "\"4\""])],
        ),
        (
            "#[operations(project = \"p\")] mod a { mod b { graphql!(\"1\"); } #[operations(schema(\"s\", \"t\"))] mod c { graphql!(\"2\"); } \
             graphql!(\"3\"); }",
            vec![
                (scope(Some("p"), &[]), vec!["\"3\""]),
                (scope(None, &["s", "t"]), vec!["\"2\""]),
            ],
        ),
        (
            "#[cfg_attr(all(a, b), allow(x), gql_runtime::operations(project = \"p\"))] mod a { graphql!(\"1\"); }",
            vec![(scope(Some("p"), &[]), vec!["\"1\""])],
        ),
        (
            "#[derive(Debug, gql_runtime::GraphQLQuery)] #[graphql(schema_path = \"s\")] #[graphql(query = r\"1\")] pub struct A;",
            vec![(scope(None, &["s"]), vec!["r\"1\""])],
        ),
        (
            "fn f() { #[derive(GraphQLQuery)] #[graphql(query(\"1\"), schema_path = \"s\")] struct A; }",
            vec![(scope(None, &["s"]), vec!["\"1\""])],
        ),
        (
            "mod a { graphql!(\"1\"); } #[other] mod b { graphql!(\"2\"); }",
            vec![],
        ),
        (
            "#[operations] mod a { #![allow(x)] #![allow(y)] graphql!(\"1\"); }",
            vec![(none.clone(), vec!["\"1\""])],
        ),
        (
            "#[operations] mod a; #[derive(Debug)] #[graphql(query = \"1\")] struct A;",
            vec![],
        ),
        (
            "// #[operations] mod a { graphql!(\"1\"); }\nconst A: &str = \"#[operations] mod a { graphql!(\\\"1\\\"); }\";",
            vec![],
        ),
        (
            "#[operations] mod a { fn graphql() { let graphql = 1; graphql != 2; } }",
            vec![],
        ),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(scope, documents)| (scope, documents.into_iter().map(Ok).collect::<Vec<_>>()))
            .collect();
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn anything_but_an_item_with_one_literal_is_a_mistake() {
    let cases = [
        ("graphql!();", Misuse::NotLiteral, "graphql"),
        ("graphql! { query A { b } }", Misuse::NotLiteral, "query A { b }"),
        (
            "graphql!(concat!(\"a\", \"b\"));",
            Misuse::NotLiteral,
            "concat!(\"a\", \"b\")",
        ),
        (
            "graphql!(include_str!(\"a.graphql\"));",
            Misuse::NotLiteral,
            "include_str!(\"a.graphql\")",
        ),
        ("graphql!(\"a\", \"b\");", Misuse::NotLiteral, "\"a\", \"b\""),
        ("graphql!(b\"a\");", Misuse::NotLiteral, "b\"a\""),
        ("graphql!(A);", Misuse::NotLiteral, "A"),
        ("const A: &str = graphql!(\"a\");", Misuse::NotItem, "graphql"),
        ("pub graphql! { \"a\" }", Misuse::NotItem, "graphql"),
        ("#[cfg(a)] graphql! { \"a\" }", Misuse::Attribute, "graphql"),
    ];
    for (item, misuse, place) in cases {
        let text = format!("#[operations]\nmod a {{\n    {item}\n}}\n");
        let expected = vec![(scope(None, &[]), vec![Err((misuse, place))])];
        assert_eq!(found(&text), expected, "{item}");
    }
}

#[test]
fn an_unfinished_file_is_read_as_far_as_possible() {
    for text in [
        "#[operations] mod a { graphql!(\"1",
        "#[operations] mod a { graphql!(r#\"1\"",
        "#[operations] mod a { /* graphql!(\"1\"); }",
        "#[operations",
        "#[operations(]) mod a { graphql!(\"1\"); }",
        "}}} ) ] #",
        "#[derive(GraphQLQuery)] #[graphql(query",
        "#[derive(GraphQLQuery)] #[graphql(query =)]",
    ] {
        for length in 0..=text.len() {
            let _ = found(&text[..length]);
        }
    }
}

#[test]
fn damaged_files_are_read_without_a_panic() {
    const PIECES: [&str; 24] = [
        "#",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        "operations",
        "derive(GraphQLQuery)",
        "graphql",
        "!",
        "\"",
        "r#\"",
        "\"#",
        "'",
        "mod a",
        "query",
        "=",
        ",",
        "cfg_attr(",
        "\\",
        "/*",
        "😀",
        "\n",
    ];
    let mut random = Random(7);
    for _ in 0..20_000 {
        let damaged: String = (0..random.below(24)).map(|_| random.pick(&PIECES)).collect();
        let file = SourceFile::new(
            "a.rs",
            format!("#[operations] mod a {{ graphql!(\"b\"); {damaged}"),
        );
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        documents(&file, |_| true, &mut sources, &mut diagnostics);
        for diagnostic in &diagnostics {
            assert!(!text(diagnostic, &sources, Color::Plain).is_empty());
        }
    }
}

#[test]
fn diagnostics_show_the_lines_of_the_rust_file() {
    let file = SourceFile::new(
        "src/shop.rs",
        "#[operations]\nmod shop {\n    graphql! { \"query A {\\n\\u{61}\\\n        bc }\" }\n    graphql! { r#\"{ ä x }\"# }\n    graphql!(a);\n}\n",
    );
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let texts = documents(&file, |_| true, &mut sources, &mut diagnostics);
    let [first, second] = &texts[..] else {
        panic!("{texts:?}");
    };
    assert_eq!((&*first.text, &*second.text), ("query A {\nabc }", "{ ä x }"));
    let [diagnostic] = &diagnostics.iter().collect::<Vec<_>>()[..] else {
        panic!("{diagnostics:?}");
    };
    let mut shown = text(diagnostic, &sources, Color::Plain);
    let ids = [first.add_to(&mut sources), second.add_to(&mut sources)];
    let diagnostic = Diagnostic::error(&CONFIGURATION, "Message", Span::new(ids[0], 10, 13))
        .with_secondary(Span::new(ids[1], 5, 6), "label");
    shown += &text(&diagnostic, &sources, Color::Plain);
    assert_eq!(
        shown,
        "\
error[Configuration]: a document in Rust source is a single string literal
 --> src/shop.rs:6:14
  |
6 |     graphql!(a);
  |              ^
  |
  = help: write the text between quotes, as in `graphql! { r#\"query …\"# }`; files are named by `documents`
error[Configuration]: Message
 --> src/shop.rs:3:28
  |
3 |     graphql! { \"query A {\\n\\u{61}\\
  |                            ^^^^^^^
...
5 |     graphql! { r#\"{ ä x }\"# }
  |                       - label
"
    );
}
