//! GitHub's schema, from text to tree. Built twice: optimized, and as macros are.

use std::hint::black_box;

use gql_bench::table::ratio;
use gql_bench::{Contest, Table};
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::Sources;
use gql_codegen::syntax;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../target/github/schema.graphql"
    );
    let text = std::fs::read_to_string(path)?;
    let source = Sources::new().add(path, text.as_str());
    let parsed = syntax::parse(source, &text, &mut Diagnostics::new());
    println!("{} definitions", parsed.definitions.len());

    let mut contest = Contest::new(if cfg!(debug_assertions) { 7 } else { 41 }, 1);
    contest.enter("ours", || {
        let mut diagnostics = Diagnostics::new();
        black_box(syntax::parse(source, &text, &mut diagnostics));
    });
    contest.enter("graphql-parser", || {
        black_box(graphql_parser::parse_schema::<&str>(&text).is_ok());
    });
    contest.enter("apollo-compiler", || {
        black_box(apollo_compiler::ast::Document::parse(&text, path).is_ok());
    });

    let (name, profile) = if cfg!(debug_assertions) {
        ("parse_dev", "not optimized, as macros are built")
    } else {
        ("parse_release", "optimized")
    };
    let title = format!("GitHub's schema ({} kB), {profile}", text.len() / 1000);
    let mut table = Table::new(name, &title, &["parser", "CPU ms, median (least)", "to ours"]);
    let costs = contest.run();
    let ours = costs[0].1;
    for (name, cost) in costs {
        let median = ratio(cost.median, ours.median);
        table.row([
            name,
            format!("{:.1} ({:.1})", cost.median / 1e3, cost.least / 1e3),
            format!("{median} ({})", ratio(cost.least, ours.least)),
        ]);
    }
    table.finish()?;
    Ok(())
}
