//! The formats of diagnostics.

use gql_codegen::diagnostic::Diagnostic;
use gql_codegen::render::{Color, line, text};
use gql_codegen::rule::{Level, Rule};
use gql_codegen::rules;
use gql_codegen::source::{SourceId, Sources, Span};

static RULE: Rule = Rule::new("Rule", Level::Error, "A rule.");

const QUERY: &str = "query Q {\n  repo {\n    starz\n  }\n}\n";
const SCHEMA: &str = "type Query {\n  repo: Repo\n}\ntype Repo {\n  stars: Int\n}\n";

/// The `occurrence`th place of `token`, from 0.
fn span(sources: &Sources, id: SourceId, token: &str, occurrence: usize) -> Span {
    let text = &sources.get(id).expect("a source").text;
    let (start, _) = text
        .match_indices(token)
        .nth(occurrence)
        .expect("the token is there");
    Span::new(id, start as u32, (start + token.len()) as u32)
}

/// A diagnostic that speaks of two files.
fn unknown_field() -> (Sources, Diagnostic) {
    let mut sources = Sources::new();
    let query = sources.add("queries/q.graphql", QUERY);
    let schema = sources.add("schema.graphql", SCHEMA);
    let message = "Cannot query field \"starz\" on type \"Repo\". Did you mean \"stars\"?";
    let diagnostic = Diagnostic::error(
        &rules::FIELDS_ON_CORRECT_TYPE,
        message,
        span(&sources, query, "starz", 0),
    )
    .with_label("no such field")
    .with_secondary(span(&sources, schema, "Repo", 1), "the type is defined here")
    .help("fields are compared by their exact names\nthe schema has 2 types");
    (sources, diagnostic)
}

#[test]
fn text_shows_the_lines_of_both_files() {
    let (sources, diagnostic) = unknown_field();
    let expected = r#"error[FieldsOnCorrectType]: Cannot query field "starz" on type "Repo". Did you mean "stars"?
 --> queries/q.graphql:3:5
  |
3 |     starz
  |     ^^^^^ no such field
  |
 ::: schema.graphql:4:6
  |
4 | type Repo {
  |      ---- the type is defined here
  |
  = help: fields are compared by their exact names
          the schema has 2 types
"#;
    assert_eq!(text(&diagnostic, &sources, Color::Plain), expected);
}

#[test]
fn colors_add_nothing_but_escape_sequences() {
    let (sources, diagnostic) = unknown_field();
    let colored = text(&diagnostic, &sources, Color::Ansi);
    assert!(
        colored.starts_with("\x1b[1;31merror[FieldsOnCorrectType]\x1b[0m"),
        "{colored:?}"
    );
    assert!(
        colored.contains("\x1b[1;31m^^^^^ no such field\x1b[0m"),
        "{colored:?}"
    );
    assert!(
        colored.contains("\x1b[1;34m---- the type is defined here\x1b[0m"),
        "{colored:?}"
    );
    let mut plain = String::new();
    for part in colored.split('\x1b') {
        plain += part
            .split_once('m')
            .filter(|(code, _)| code.starts_with('['))
            .map_or(part, |(_, rest)| rest);
    }
    assert_eq!(plain, text(&diagnostic, &sources, Color::Plain));
}

/// The rows under the header and the arrow.
fn frame(source: &str, labels: &[(&str, &str)]) -> String {
    let mut sources = Sources::new();
    let id = sources.add("q.graphql", source);
    let (first, rest) = labels.split_first().expect("a label");
    let mut diagnostic =
        Diagnostic::error(&RULE, "Message.", span(&sources, id, first.0, 0)).with_label(first.1);
    for (token, say) in rest {
        diagnostic = diagnostic.with_primary(span(&sources, id, token, 0), *say);
    }
    let shown = text(&diagnostic, &sources, Color::Plain);
    shown.lines().skip(3).map(|line| format!("{line}\n")).collect()
}

#[test]
fn carets_stand_under_their_token_behind_tabs_and_wide_characters() {
    assert_eq!(
        frame("\t\ta b", &[("b", "")]),
        "1 |         a b\n  |           ^\n"
    );
    assert_eq!(
        frame("\"日本\" b", &[("b", "")]),
        "1 | \"日本\" b\n  |        ^\n"
    );
    assert_eq!(
        frame("\"e\u{301}😀\" b", &[("b", "")]),
        "1 | \"e\u{301}😀\" b\n  |       ^\n"
    );
    assert_eq!(frame("(日本)", &[("日本", "")]), "1 | (日本)\n  |  ^^^^\n");
}

#[test]
fn several_labels_of_a_line_hang_from_it() {
    let expected = "1 | f(a: 1, b: 2, a: 3)
  |   ^     ^     ^^^^ third
  |   |     |
  |   |     second
  |   first
";
    let source = "f(a: 1, b: 2, a: 3)";
    assert_eq!(
        frame(source, &[("a", "first"), ("b", "second"), ("a: 3", "third")]),
        expected
    );
    assert_eq!(
        frame(source, &[("a", ""), ("b", "")]),
        "1 | f(a: 1, b: 2, a: 3)\n  |   ^     ^\n"
    );
}

#[test]
fn lines_between_labels_are_left_out() {
    let source = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
    assert_eq!(
        frame(source, &[("a", ""), ("b", ""), ("j", "last")]),
        " 1 | a\n   | ^\n 2 | b\n   | ^\n...\n10 | j\n   | ^ last\n"
    );
}

#[test]
fn a_label_over_lines_is_marked_to_the_end_of_its_first() {
    assert_eq!(
        frame("{ a {\r\n b }\r\n}", &[("a {\r\n b }", "")]),
        "1 | { a {\n  |   ^^^\n"
    );
}

#[test]
fn long_lines_are_cut_around_the_label() {
    let source = format!("{}needle{}", "x".repeat(1_000_000), "y".repeat(1_000_000));
    let shown = frame(&source, &[("needle", "here")]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        lines[0],
        format!("1 | …{}needle{}…", "x".repeat(80), "y".repeat(114))
    );
    assert_eq!(lines[1], format!("  | {}^^^^^^ here", " ".repeat(81)));
    assert_eq!(lines.len(), 2);
}

#[test]
fn control_characters_are_shown_and_not_sent() {
    let shown = frame("a\u{1b}[31m\u{202e} b", &[("b", "says \u{7} so")]);
    assert_eq!(shown, "1 | a␛[31m\u{fffd} b\n  |         ^ says ␇ so\n");
}

#[test]
fn places_outside_of_all_texts_are_left_out() {
    let sources = Sources::new();
    let lost = Diagnostic::warning(&RULE, "Message.", Span::new(SourceId(7), 3, 9));
    assert_eq!(text(&lost, &sources, Color::Plain), "warning[Rule]: Message.\n");
    assert_eq!(line(&lost, &sources), "warning[Rule]: Message.");
    let mut sources = Sources::new();
    let id = sources.add("a", "é");
    let beyond = Diagnostic::error(&RULE, "Message.", Span::new(id, 1, 900));
    assert_eq!(
        text(&beyond, &sources, Color::Plain),
        "error[Rule]: Message.\n --> a:1:1\n  |\n1 | é\n  | ^\n"
    );
}

#[test]
fn one_line_is_one_line() {
    let (sources, mut diagnostic) = unknown_field();
    diagnostic.message = "Two\nlines".to_owned();
    assert_eq!(
        line(&diagnostic, &sources),
        "queries/q.graphql:3:5: error[FieldsOnCorrectType]: Two␊lines"
    );
}
