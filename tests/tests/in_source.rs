//! Documents in Rust source give the same code as documents in files. The operations of the examples, and those for GitHub's
//! schema, are written as literals of every kind.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::project::Project;
use gql_codegen::{Config, Loaded, generate, load, print, read_schema};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A way to write a document as a literal.
type Quote = fn(&str) -> String;

const QUOTES: [(&str, Quote); 4] = [
    ("raw", |text| format!("graphql! {{ r###\"{text}\"### }}")),
    ("on_lines_of_its_own", |text| {
        let indented: Vec<_> = text.lines().map(|line| format!("        {line}")).collect();
        format!("    graphql! {{ r###\"\n{}\n    \"### }}", indented.join("\n"))
    }),
    ("escaped", |text| {
        format!("graphql!(\"{}\");", text.escape_default())
    }),
    ("continued", |text| {
        // A line feed as an escape, and then an escaped line terminator, which is not a part of the text.
        let text = text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("graphql![\"{}\"];", text.replace('\n', " \\n\\\r\n"))
    }),
];

/// Returns the code without the places of operations, and the entries of the manifest.
fn generated(loaded: &Loaded, config: &Config, folder: &str) -> Outcome<(String, Vec<String>)> {
    let output = generate(&read_schema(&loaded.schema, false), &loaded.documents, config);
    let diagnostics = format!("{:#?}", output.diagnostics);
    let code = print(output.items.ok_or(diagnostics)?).map_err(|error| format!("{error:?}"))?;
    let mut without_places = String::new();
    for line in code.lines() {
        match line.split_once(", defined at `") {
            Some((kind, place)) => {
                assert!(place.starts_with(folder), "{place}");
                without_places += kind;
            }
            None => without_places += line,
        }
        without_places.push('\n');
    }
    let ir = output.ir.ok_or("no operations")?;
    let manifest = ir.operations.into_iter();
    let manifest = manifest.map(|it| format!("{} {} {}", it.name, it.hash, it.document));
    Ok((without_places, manifest.collect()))
}

/// Compares the code of these operation files with that of Rust files that contain the same operations.
fn compare(name: &str, schema: &str, documents: &str, scalars: &[(&str, &str)]) -> Outcome {
    let scalars = scalars
        .iter()
        .map(|&(name, path)| (name.to_owned(), path.to_owned()));
    let mut config = Config::default();
    config.schema = vec![schema.to_owned()];
    config.documents = vec![documents.to_owned()];
    config.scalars = scalars.collect();
    let project = Project::from(config.clone());
    let loaded = load(&project, &root()).map_err(|error| format!("{error:?}"))?;
    assert!(loaded.documents.len() > 1, "{documents}");
    let folder = documents.split('*').next().unwrap_or_default();
    let expected = generated(&loaded, &config, folder)?;
    for (quoting, quote) in QUOTES {
        let items: Vec<_> = loaded
            .documents
            .iter()
            .map(|document| quote(&document.text))
            .collect();
        let file = format!("#[operations]\nmod shop {{\n{}\n}}\n", items.join("\n\n"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("in_source");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}_{quoting}.rs"));
        fs::write(&path, file)?;
        let mut project = project.clone();
        project.config.documents = vec![path.display().to_string()];
        let in_source = load(&project, &root()).map_err(|error| format!("{error:?}"))?;
        assert_eq!(
            (in_source.documents.len(), in_source.count_documents()),
            (loaded.documents.len(), 1)
        );
        let found = generated(&in_source, &config, &format!("{name}_{quoting}.rs:"))?;
        assert_eq!(found.1, expected.1, "{}", path.display());
        // A continuation leaves no line terminators in the text, which the documentation shows.
        if quoting != "continued" {
            assert!(found.0 == expected.0, "the code of {} differs", path.display());
        }
    }
    Ok(())
}

#[test]
fn the_examples_in_source_give_the_same_code() -> Outcome {
    compare(
        "bookshop",
        "schemas/bookshop.graphql",
        "examples/operations/*.graphql",
        &[],
    )
}

#[test]
#[ignore = "needs GitHub's schema: tests/github/fetch.sh"]
fn operations_of_github_in_source_give_the_same_code() -> Outcome {
    let scalars = [("URI", "String")];
    compare(
        "github",
        "target/github/schema.graphql",
        "tests/github/operations/*.graphql",
        &scalars,
    )
}
