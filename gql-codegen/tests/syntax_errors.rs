//! The diagnostics of malformed texts: `syntax_errors/NAME.graphql` gives `syntax_errors/NAME.txt`, and no diagnostic
//! is reported twice. `UPDATE=1 cargo test -p gql-codegen --test syntax_errors` writes the texts anew.

use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::render::{Color, text};
use gql_codegen::source::Sources;
use gql_codegen::syntax;

fn cases() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax_errors");
    let entries = std::fs::read_dir(directory).expect("the cases are there");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the directory can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "graphql"))
        .collect();
    cases.sort();
    cases
}

fn report(path: &Path) -> String {
    let content = std::fs::read_to_string(path).expect("a case is text");
    let name = path.file_name().expect("a case has a name");
    let mut sources = Sources::new();
    let id = sources.add(Path::new(name), content.as_str());
    let mut diagnostics = Diagnostics::new();
    let document = syntax::parse(id, &content, &mut diagnostics);
    let mut report = String::new();
    for diagnostic in &diagnostics {
        report += &text(diagnostic, &sources, Color::Plain);
        report.push('\n');
    }
    report + &format!("{} definitions read\n", document.definitions.len())
}

#[test]
fn every_case_reports_what_its_text_says() {
    let cases = cases();
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in &cases {
        let found = report(case);
        let expected = case.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &found).expect("the text can be written");
        }
        let expected = std::fs::read_to_string(&expected).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
