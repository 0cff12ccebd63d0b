//! Texts that no user writes by hand: deeply nested, huge, full of errors. Nothing panics, overflows the stack of a test's
//! thread (2 MiB), or takes longer than its length explains.

use std::time::{Duration, Instant};

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::render::{Color, text};
use gql_codegen::source::{SourceId, Sources, Span};
use gql_codegen::syntax::{self, MAX_ERRORS, MAX_NESTING};

/// Far above what any text here needs in linear time, even unoptimized on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Parses, and gives the messages and how many definitions there were.
fn parse(text: &str) -> (Vec<String>, usize) {
    let begun = Instant::now();
    let mut diagnostics = Diagnostics::new();
    let definitions = syntax::parse(SourceId(0), text, &mut diagnostics)
        .definitions
        .len();
    assert!(
        begun.elapsed() < PATIENCE,
        "{} bytes took {:?}",
        text.len(),
        begun.elapsed()
    );
    (
        diagnostics
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect(),
        definitions,
    )
}

/// Every construct that nests, as far as asked.
fn nested(levels: usize) -> Vec<String> {
    let around = |before: &str, open: &str, middle: &str, close: &str, after: &str| {
        format!(
            "{before}{}{middle}{}{after}",
            open.repeat(levels),
            close.repeat(levels)
        )
    };
    vec![
        around("", "{a", "", "}", ""),
        around("{", "...on A{", "a", "}", "}"),
        around("{", "...@b{", "a", "}", "}"),
        around("{a(b:", "[", "", "]", ")}"),
        around("{a(b:", "{c:", "1", "}", ")}"),
        around("{a(b:", "[{c:", "1", "}]", ")}"),
        around("type A{b:", "[", "C", "]", "}"),
        around("type A{b:", "[", "C", "]!", "}"),
        around("query($a:", "[", "C", "]", "){a}"),
        around("type A{b(c:D=", "[", "", "]", "):E}"),
    ]
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let levels = MAX_NESTING as usize / 2 - 2;
    for text in nested(levels) {
        assert_eq!(parse(&text), (vec![], 1), "{}", &text[..20]);
    }
}

#[test]
fn the_limit_is_where_it_is_said_to_be() {
    let lists = |levels: usize| format!("type A{{b:{}C{}}}", "[".repeat(levels), "]".repeat(levels));
    let limit = MAX_NESTING as usize;
    assert_eq!(parse(&lists(limit)), (vec![], 1));
    assert_eq!(parse(&lists(limit + 1)).0.len(), 1);
}

#[test]
fn deeper_nesting_is_one_error() {
    for text in nested(100_000) {
        let (messages, _) = parse(&text);
        let expected = format!("Syntax Error: Nested deeper than {MAX_NESTING} levels.");
        assert_eq!(messages, [expected], "{}", &text[..20]);
    }
}

#[test]
fn brackets_that_never_close_are_few_errors() {
    for open in [
        "{a",
        "{...{",
        "{a(b:[",
        "{a(b:{c:",
        "type A{b:[",
        "(",
        "[",
        "{",
        "}",
        "type A{",
        "type A{\nb(\n",
    ] {
        let (messages, _) = parse(&open.repeat(100_000));
        assert!(
            (1..=MAX_ERRORS + 1).contains(&messages.len()),
            "{open}: {}",
            messages.len()
        );
    }
}

#[test]
fn the_errors_of_one_text_are_limited() {
    let (messages, _) = parse(&"type A { b C }\n".repeat(100_000));
    assert_eq!(messages.len(), MAX_ERRORS + 1);
    assert!(
        messages[MAX_ERRORS].contains("was not read"),
        "{}",
        messages[MAX_ERRORS]
    );
}

#[test]
fn long_texts_are_read() {
    let field =
        "  \"\"\"\n  What it is\n  \"\"\"\n  name(first: Int = 10): [String!]! @deprecated(reason: \"no\")\n";
    let text = format!("type Query {{\n{}}}\n", field.repeat(20_000_000 / field.len()));
    assert_eq!(parse(&text), (vec![], 1));
    for content in ["x", "\\n", "\\u{1F600}", "😀", "\0", "\\\\"] {
        let text = format!("{{a(b:\"{}\")}}", content.repeat(1_000_000));
        assert_eq!(parse(&text), (vec![], 1), "{content:?}");
    }
    for content in ["x", "\"", "\"\" ", "\\\"\"\"", "\n", "\0"] {
        let text = format!("{{a(b:\"\"\"{} \"\"\")}}", content.repeat(1_000_000));
        assert!(parse(&text).0.len() <= MAX_ERRORS + 1, "{content:?}");
    }
    for ignored in ["#\n", "# \u{feff}\r", "\u{feff}", "\u{feff}#\n", ",", "\r\n"] {
        let text = format!("{{a {}}}", ignored.repeat(1_000_000));
        assert_eq!(parse(&text), (vec![], 1), "{ignored:?}");
    }
    let digits = "1".repeat(1_000_000);
    assert_eq!(
        parse(&format!("{{a(b:{digits},c:-{digits}.{digits}e+{digits})}}")),
        (vec![], 1)
    );
    assert_eq!(parse(&format!("{{{digits}")).0.len(), 1);
}

#[test]
fn nul_bytes_are_errors_where_they_stand() {
    let (messages, _) = parse("{a}\0{b}");
    assert_eq!(messages, ["Syntax Error: Unexpected character: U+0000."]);
    assert_eq!(
        parse(&"\0".repeat(1_000_000)).0,
        ["Syntax Error: Unexpected character: U+0000."]
    );
}

#[test]
fn findings_in_one_endless_line_stay_cheap_to_show() {
    let begun = Instant::now();
    let mut sources = Sources::new();
    let id = sources.add("one_line.graphql", "{ a, ü } ".repeat(200_000));
    let length = sources.get(id).expect("just added").text.len() as u32;
    for start in (0..length).step_by(length as usize / 5_000) {
        let diagnostic = gql_codegen::diagnostic::Diagnostic::error(
            &gql_codegen::rules::SYNTAX,
            "Message.",
            Span::new(id, start, length),
        );
        let shown = text(&diagnostic, &sources, Color::Plain);
        assert!(shown.len() < 2_000, "{shown}");
    }
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
}
