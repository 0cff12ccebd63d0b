//! Large and twisted operations: the checker neither overflows its stack nor takes more than in proportion.

use std::fmt::Write;
use std::time::{Duration, Instant};

use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::build;
use gql_codegen::source::Sources;
use gql_codegen::syntax::{MAX_NESTING, parse};

const SCHEMA: &str = "
    type Query { t: T node: Node n(x: Int): Int s: String list(ids: [Int]): Int }
    type T implements Node { a: T b: T c: T t: T id: ID n(x: Int): Int s: String node: Node }
    type U implements Node { id: ID n(x: Int): Int s: String node: Node }
    interface Node { id: ID n(x: Int): Int s: String node: Node }
";
/// The minimum stack size of a thread that expands a macro.
const STACK: usize = 2 << 20;
/// Far more than any of these takes without optimization on a busy machine; ten thousand times a thousand, or a
/// hundred thousand squared, takes far longer.
const LIMIT: Duration = Duration::from_secs(60);

/// The rules that a document breaks, each diagnostic once.
fn broken(document: String) -> Vec<&'static str> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut sources = Sources::new();
        let mut diagnostics = Diagnostics::new();
        let source = sources.add("schema.graphql", SCHEMA);
        let schema = parse(source, SCHEMA, &mut diagnostics);
        let document_source = sources.add("document.graphql", document.as_str());
        let schema = build(sources, &[schema], &mut diagnostics);
        let documents = [parse(document_source, &document, &mut diagnostics)];
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let start = Instant::now();
        let (_, diagnostics) = check(&schema, &documents, &Levels::default());
        let time = start.elapsed();
        println!("{time:?}");
        assert!(time < LIMIT, "took {time:?}");
        diagnostics.iter().map(|it| it.rule.name).collect()
    });
    thread
        .expect("a thread")
        .join()
        .expect("the checker does not panic")
}

/// `count` times what `each` says of a number.
fn repeat(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", each(number));
        text
    })
}

const MANY: usize = 100_000;

#[test]
fn a_long_chain_of_fragments() {
    let chain = repeat(MANY, |n| format!("fragment F{n} on T {{ id ...F{} }}", n + 1));
    let end = format!("fragment F{MANY} on T {{ id }}");
    assert_eq!(broken(format!("{{ t {{ ...F0 }} }} {chain} {end}")), [""; 0]);
}

#[test]
fn a_long_chain_of_fragments_that_nothing_uses() {
    let chain = repeat(MANY, |n| format!("fragment F{} on T {{ id ...F{n} }}", n + 1));
    let rules = broken(format!("{{ s }} fragment F0 on T {{ id }} {chain}"));
    assert_eq!(rules, vec!["NoUnusedFragments"; MANY + 1]);
}

#[test]
fn a_long_cycle_of_fragments() {
    let cycle = repeat(MANY, |n| {
        format!("fragment F{n} on T {{ a {{ ...F{} }} }}", (n + 1) % MANY)
    });
    assert_eq!(
        broken(format!("{{ t {{ ...F0 }} }} {cycle}")),
        ["NoFragmentCycles"]
    );
}

#[test]
fn fragments_that_all_lead_back() {
    let cycle = repeat(MANY, |n| {
        format!("fragment F{n} on T {{ ...F0 ...F{} }}", (n + 1) % MANY)
    });
    let rules = broken(format!("{{ t {{ ...F0 }} }} {cycle}"));
    assert!(!rules.is_empty() && rules.iter().all(|rule| *rule == "NoFragmentCycles"));
}

#[test]
fn one_field_many_times() {
    assert_eq!(
        broken(format!("{{ {} }}", "n(x: 1) t { id } ".repeat(MANY))),
        [""; 0]
    );
}

#[test]
fn many_fields_that_conflict() {
    let rules = broken(format!("{{ {} }}", repeat(MANY, |n| format!("n(x: {n})"))));
    assert!(!rules.is_empty() && rules.iter().all(|rule| *rule == "OverlappingFieldsCanBeMerged"));
}

#[test]
fn many_fragments_side_by_side() {
    let spreads = repeat(MANY, |n| format!("...F{n}"));
    let fragments = repeat(MANY, |n| format!("fragment F{n} on T {{ a {{ id }} f{n}: id }}"));
    assert_eq!(broken(format!("{{ t {{ {spreads} }} }} {fragments}")), [""; 0]);
}

#[test]
fn nested_as_deep_as_the_parser_takes() {
    // The braces of the operation and of what is in the middle are levels too.
    let depth = MAX_NESTING as usize - 3;
    let nested = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
    };
    let fields = nested("t { ", "id", " }");
    let inline = nested("... { ", "s", " }");
    let list = nested("[", "1", "]");
    assert_eq!(broken(format!("{{ {fields} }}")), [""; 0]);
    assert_eq!(broken(format!("{{ {fields} {fields} {fields} }}")), [""; 0]);
    assert_eq!(broken(format!("{{ {inline} }}")), [""; 0]);
    assert_eq!(
        broken(format!("{{ list(ids: {list}) }}")),
        ["ValuesOfCorrectType"]
    );
    let conflict = nested("t { ", "x: id", " }");
    let other = nested("t { ", "x: s", " }");
    assert_eq!(
        broken(format!("{{ {conflict} {other} }}")),
        ["OverlappingFieldsCanBeMerged"]
    );
}

#[test]
fn two_long_ways_down_that_conflict_at_the_end() {
    let count = 2_000;
    let way = |name: &str, last: &str| {
        let steps = repeat(count, |n| {
            format!("fragment {name}{n} on T {{ t {{ ...{name}{} }} }}", n + 1)
        });
        format!("{steps} fragment {name}{count} on T {{ {last} }}")
    };
    let document = format!(
        "{{ t {{ ...A0 ...B0 }} }} {} {}",
        way("A", "x: id"),
        way("B", "x: s")
    );
    assert_eq!(broken(document), ["OverlappingFieldsCanBeMerged"]);
}

#[test]
fn ways_that_double_at_every_step() {
    let fragments = repeat(200, |n| {
        let next = n + 1;
        format!("fragment F{n} on T {{ a {{ ...F{next} }} b {{ ...F{next} }} c {{ ...F{next} id }} }}")
    });
    assert_eq!(
        broken(format!(
            "{{ t {{ ...F0 }} }} {fragments} fragment F200 on T {{ id }}"
        )),
        [""; 0]
    );
}

#[test]
fn fragments_that_merge_in_every_combination() {
    let fragments = repeat(40, |n| {
        let (next, other) = ((n + 1) % 40, (n * 7 + 3) % 40);
        format!(
            "fragment F{n} on T {{ a {{ ...F{next} ...F{other} }} b {{ ...F{next} }} c {{ ...F{other} }} }}"
        )
    });
    let rules = broken(format!("{{ t {{ ...F0 }} }} {fragments}"));
    assert!(rules.contains(&"NoFragmentCycles"));
}

#[test]
fn many_operations_over_shared_fragments() {
    let count = 300;
    let operations = repeat(count, |n| format!("query Q{n}($x: Int) {{ t {{ ...F{n} }} }}"));
    let fragments = repeat(count, |n| {
        format!("fragment F{n} on T {{ n(x: $x) t {{ ...F{} }} }}", n + 1)
    });
    let document = format!("{operations} {fragments} fragment F{count} on T {{ n(x: $x) }}");
    assert_eq!(broken(document), [""; 0]);
}

#[test]
fn many_variables_and_arguments() {
    let variables = repeat(MANY, |n| format!("$v{n}: Int"));
    let items = repeat(MANY, |n| format!("$v{n}"));
    assert_eq!(
        broken(format!("query Q({variables}) {{ list(ids: [{items}]) }}")),
        [""; 0]
    );
    let rules = broken(format!(
        "{{ {} }}",
        repeat(10_000, |n| format!("u{n}: unknown{n}(x: $y{n}) ...F{n}"))
    ));
    assert_eq!(rules.len(), 30_000);
}
