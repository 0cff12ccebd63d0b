//! GitHub's schema: operations on it generate code that compiles without a warning and decodes what GitHub answers.
//!
//! `tests/github/operations` has the operations, `responses/OPERATION[.variant].json` what is answered, and `decoded` what
//! that becomes in Rust; `UPDATE=1` writes the last anew. The schema is fetched by `tests/github/fetch.sh`.
//!
//! `tests/github/pages/recognized.graphql` has operations with a list that is read page by page, and `refused/NAME.graphql` ones
//! that are refused, with the message in `NAME.txt`.

mod expectation;
mod program;

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

use expectation::expect;
use gql_codegen::{
    Config, Generated,
    diagnostic::Severity,
    generate,
    ir::{Pages, Paging, Type},
    load, print, read_schema,
    render::{Color, text},
};
use program::{Outcome, Program, root};

/// The head of the program that decodes; the calls follow.
const MAIN: &str = include_str!("../github/main.rs.in");

#[test]
#[ignore = "needs GitHub's schema: tests/github/fetch.sh && cargo test -p gql-tests --test github -- --ignored"]
fn operations_generate_compile_and_decode() -> Outcome {
    let responses = responses()?;
    let program = Program {
        folder: root().join("target/github/decode"),
        target: root().join("target/github/decode/target"),
    };
    program.write("src/github.rs", &code(generated("operations/*.graphql")?)?)?;
    program.write("src/main.rs", &main(&responses)?)?;
    program.write("Cargo.toml", &manifest())?;
    let decoded = decoded(&run(&program)?);
    assert_eq!(
        decoded.keys().collect::<Vec<_>>(),
        responses.keys().collect::<Vec<_>>()
    );
    for (name, text) in &decoded {
        let expected = root().join(format!("tests/github/decoded/{name}.txt"));
        expect(&expected, text)?;
    }
    Ok(())
}

#[test]
#[ignore = "needs GitHub's schema: tests/github/fetch.sh && cargo test -p gql-tests --test github -- --ignored"]
fn lists_to_read_page_by_page_are_recognized_or_refused() -> Outcome {
    let folder = root().join("tests/github/pages");
    let output = generated("pages/recognized.graphql")?;
    let ir = output.ir.as_ref().ok_or_else(|| rendered(&output))?;
    let mut text = String::new();
    for operation in &ir.operations {
        let pages = operation.pages.as_ref().map(described);
        writeln!(
            text,
            "{}: {}",
            operation.name,
            pages.as_deref().unwrap_or("not recognized")
        )?;
    }
    assert_eq!(ir.operations.len(), 20);
    assert!(!text.contains("not recognized"), "{text}");
    expect(&folder.join("recognized.txt"), &text)?;
    let program = Program {
        folder: root().join("target/github/pages"),
        target: root().join("target/github/decode/target"),
    };
    program.write("src/github.rs", &code(output)?)?;
    program.write(
        "src/main.rs",
        "#![deny(warnings)]\npub mod github;\nfn main() {}\n",
    )?;
    program.write("Cargo.toml", &manifest())?;
    let checked = program.cargo(&["check", "--quiet"])?;
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );

    let mut refused = 0;
    for entry in fs::read_dir(folder.join("refused"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "graphql") {
            let name = path.file_name().and_then(|name| name.to_str()).ok_or("a name")?;
            let output = generated(&format!("pages/refused/{name}"))?;
            assert!(output.items.is_none(), "{} is not refused", path.display());
            expect(&path.with_extension("txt"), &rendered(&output))?;
            refused += 1;
        }
    }
    assert_eq!(refused, 5);
    Ok(())
}

/// Generates the code of the operations in files of `tests/github`.
fn generated(files: &str) -> Outcome<Generated> {
    let mut config = Config::default();
    config.schema = vec!["target/github/schema.graphql".to_owned()];
    config.documents = vec![format!("tests/github/{files}")];
    config.scalars = BTreeMap::from([("URI".to_owned(), "String".to_owned())]);
    let loaded = load(&config.clone().into(), &root()).map_err(|found| format!("{found:?}"))?;
    Ok(generate(
        &read_schema(&loaded.schema, true),
        &loaded.documents,
        &config,
    ))
}

/// Returns the errors of an output as text.
fn rendered(output: &Generated) -> String {
    let errors = output.diagnostics.iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    let texts: Vec<_> = errors
        .map(|error| text(error, &output.sources, Color::Plain))
        .collect();
    texts.join("\n")
}

/// Describes how a list is read: the direction, the variable of the cursor, and the type of the nodes.
fn described(pages: &Pages) -> String {
    let paging = match &pages.paging {
        Paging::Forward(cursor) => format!("forward by `{}`", cursor.variable),
        Paging::Backward(cursor) => format!("backward by `{}`", cursor.variable),
        Paging::Either {
            forward, backward, ..
        } => {
            format!(
                "forward by `{}` or backward by `{}`",
                forward.variable, backward.variable
            )
        }
    };
    match pages.nodes.as_ref().map(|nodes| &nodes.ty) {
        Some(Type::Path(path)) => format!("{paging}, nodes `{path}`"),
        Some(ty) => format!("{paging}, nodes {ty:?}"),
        None => format!("{paging}, no nodes"),
    }
}

/// Returns the code as text. The schema breaks rules, which must be warnings.
fn code(output: Generated) -> Outcome<String> {
    let errors = rendered(&output);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let items = output.items.ok_or("neither code nor errors")?;
    Ok(print(items).map_err(|error| format!("{error:?}"))?)
}

/// The recorded responses by name; the name begins with the operation's.
fn responses() -> Outcome<BTreeMap<String, PathBuf>> {
    let mut responses = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/github/responses"))? {
        let path = entry?.path().canonicalize()?;
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a response without a name")?;
        responses.insert(name.to_owned(), path.clone());
    }
    Ok(responses)
}

fn main(responses: &BTreeMap<String, PathBuf>) -> Outcome<String> {
    let mut program = MAIN.to_owned();
    for (name, path) in responses {
        let operation = name.split('.').next().unwrap_or_default();
        writeln!(
            program,
            "    decode::<github::{operation}>({name:?}, include_str!({path:?}));"
        )?;
    }
    program.push_str("}\n");
    Ok(program)
}

fn manifest() -> String {
    let runtime = root().join("gql-runtime");
    format!(
        "[workspace]\n\n[package]\nname = \"decode\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         futures-util = {{ version = \"0.3\", default-features = false }}\n\
         gql-runtime = {{ path = {runtime:?}, default-features = false }}\n"
    )
}

/// Returns what the program printed, by response.
fn decoded(printed: &str) -> BTreeMap<String, String> {
    let entries = printed.split("== ").filter_map(|entry| entry.split_once('\n'));
    entries
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

/// Builds and runs the program. A warning in the generated code is an error in `main.rs`'s crate.
fn run(program: &Program) -> Outcome<String> {
    let output = program.cargo(&["run", "--quiet"])?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
