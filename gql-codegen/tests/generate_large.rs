//! Texts that are too much to generate: the whole way from text to code neither overflows the stack of a compiler's
//! thread (2 MiB) nor takes longer than their length explains.
#![cfg(feature = "print")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use gql_codegen::syntax::MAX_NESTING;
use gql_codegen::{Config, SourceFile, generate, print, read_schema};

const SCHEMA: &str = "
    scalar Any
    type Query { t: T node: Node s: String any(x: Any): Int }
    type T implements Node { a: T b: T t: T id: ID s: String node: Node }
    type U implements Node { id: ID s: String t: T node: Node }
    interface Node { id: ID s: String t: T node: Node }
";
const STACK: usize = 2 << 20;
/// Far more than any of these takes without optimization on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Returns the length of the generated code, or the diagnostics.
fn generated(schema: String, document: String) -> Result<usize, Vec<String>> {
    let work = move || {
        let text = |path: &str, text: String| SourceFile::new(path, text);
        let begun = Instant::now();
        let schema = read_schema(&[text("schema.graphql", schema)], true);
        let output = generate(
            &schema,
            &[text("operation.graphql", document)],
            &Config::default(),
        );
        let result = match output.items {
            Some(items) => Ok(print(items).expect("the code is Rust").len()),
            None => Err(output
                .diagnostics
                .iter()
                .map(|it| it.message.to_string())
                .collect()),
        };
        assert!(begun.elapsed() < LIMIT, "took {:?}", begun.elapsed());
        result
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    thread.expect("a thread").join().expect("no stage panics")
}

/// `count` times what `each` says of a number.
fn repeat(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", each(number));
        text
    })
}

fn nested(depth: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}

/// As deep as a selection may be for its code to compile.
const DEPTH: usize = 120;
/// As many fragments as may be spread within each other.
const SPREADS: usize = 31;
/// As deep as the parser takes, the braces around and in the middle counted.
const DEEPEST: usize = MAX_NESTING as usize - 3;

#[test]
fn selections_up_to_the_limit_are_generated() {
    let inline = "... on T { t { ";
    for selection in [
        nested(DEPTH, "t { ", "id", " }"),
        nested(DEPTH, "node { ", "id", " }"),
        format!("t {{ {} }}", nested(DEPTH, "... { ", "id", " }")),
        format!("node {{ {} }}", nested(DEPTH / 2, inline, "id", " } }")),
        format!("any(x: {})", nested(DEEPEST, "[", "1", "]")),
        format!("any(x: {})", nested(DEEPEST, "{ a: ", "1", " }")),
    ] {
        let length = generated(SCHEMA.into(), format!("query Q {{ {selection} }}"));
        assert!(length.is_ok_and(|length| length > 500), "{}", &selection[..60]);
    }
}

#[test]
fn a_chain_of_fragments_up_to_the_limit_is_generated() {
    for (parent, within) in [("T", "s"), ("Node", "s ... on T { a { s } }"), ("Node", "")] {
        let chain = repeat(SPREADS, |n| {
            format!("fragment F{n} on {parent} {{ {within} ...F{} x{n}: id }}", n + 1)
        });
        let field = if parent == "T" { "t" } else { "node" };
        let document =
            format!("query Q {{ {field} {{ ...F0 }} }} {chain} fragment F{SPREADS} on {parent} {{ id }}");
        let length = generated(SCHEMA.into(), document);
        assert!(length.as_ref().is_ok_and(|length| *length > 500), "{length:?}");
    }
}

#[test]
fn more_fragments_within_each_other_are_one_finding() {
    let chain = repeat(60, |n| format!("fragment F{n} on T {{ x{n}: id ...F{} }}", n + 1));
    let document = format!("query Q {{ t {{ ...F0 }} }} {chain} fragment F60 on T {{ id }}");
    let message = "operation `Q` nests fragment spreads 61 levels deep on one object, but the limit is 32";
    assert_eq!(generated(SCHEMA.into(), document), Err(vec![message.to_owned()]));
}

#[test]
fn deeper_selections_are_one_finding() {
    let deep = nested(DEEPEST, "t { ", "id", " }");
    let diagnostics = generated(SCHEMA.into(), format!("query Q {{ {deep} }}"));
    assert_eq!(
        diagnostics,
        Err(vec![
            "operation `Q` nests selections and fragments 498 levels deep, but the limit is 128".to_owned()
        ])
    );
}

#[test]
fn fragments_multiply_depth() {
    let (open, close) = ("t { ".repeat(400), " }".repeat(400));
    let chain = repeat(50, |n| {
        format!("fragment F{n} on T {{ {open} id ...F{} {close} }}", n + 1)
    });
    let document = format!("query Q {{ t {{ ...F0 }} }} {chain} fragment F50 on T {{ id }}");
    let diagnostics = generated(SCHEMA.into(), document).expect_err("it is too deep");
    assert_eq!(
        diagnostics,
        ["operation `Q` nests selections and fragments 20053 levels deep, but the limit is 128"]
    );
}

#[test]
fn a_long_chain_of_fragments_is_one_finding() {
    let chain = repeat(100_000, |n| format!("fragment F{n} on T {{ id ...F{} }}", n + 1));
    let document = format!("query Q {{ t {{ ...F0 }} }} {chain} fragment F100000 on T {{ id }}");
    assert_eq!(generated(SCHEMA.into(), document).map_err(|it| it.len()), Err(1));
}

#[test]
fn fragments_that_double_at_every_step_are_one_finding() {
    let fragments = repeat(30, |n| {
        let next = n + 1;
        format!("fragment F{n} on Node {{ x{n}: id ...F{next} ... on T {{ ...F{next} }} }}")
    });
    let document = format!("query Q {{ node {{ ...F0 }} }} {fragments} fragment F30 on Node {{ id }}");
    let diagnostics = generated(SCHEMA.into(), document);
    let message = "operation `Q` selects more than 100000 fields and fragments on one object";
    assert_eq!(diagnostics, Err(vec![message.to_owned()]));
}

#[test]
fn fields_that_merge_in_every_combination() {
    let fragments = repeat(14, |n| {
        let (next, other) = (n + 1, n + 2);
        format!(
            "fragment F{n} on T {{ a {{ s ...F{next} ...F{other} }} b {{ id ...F{next} }} a {{ ...F{other} }} }}"
        )
    });
    let ends = "fragment F14 on T { id } fragment F15 on T { s }";
    let result = generated(
        SCHEMA.into(),
        format!("query Q {{ t {{ ...F0 ...F1 }} }} {fragments} {ends}"),
    );
    assert!(result.is_ok(), "{result:?}");
}

#[test]
fn input_objects_in_a_long_chain() {
    let count = 500;
    let chain = repeat(count, |n| {
        format!("input I{n} {{ next: I{} text: String! }}", n + 1)
    });
    let schema =
        format!("type Query {{ a(i: I0): Int }} {chain} input I{count} {{ first: I0, text: String }}");
    let length = generated(schema, "query Q($i: I0) { a(i: $i) }".into());
    assert!(length.is_ok_and(|length| length > 100 * count));
}
