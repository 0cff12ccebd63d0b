//! Makes a module of each page, whose documentation it is, so that its code is run by `cargo test --doc`.
//! Generates code as the build script that the guide shows, for the page that includes it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, error, fs};

/// The folders with pages.
const FOLDERS: [&str; 2] = ["guide", "migrating"];

fn main() -> Result<(), Box<dyn error::Error>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo runs this")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo runs this")?);
    let mut pages = Vec::new();
    for (module, readme) in [
        ("readme", "../README.md"),
        ("readme_of_the_runtime", "../gql-runtime/README.md"),
        ("readme_of_the_generator", "../gql-codegen/README.md"),
    ] {
        println!("cargo::rerun-if-changed={readme}");
        pages.push((module.to_owned(), root.join(readme)));
    }
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let name = path
                    .file_stem()
                    .and_then(|name| name.to_str())
                    .ok_or("a page has a name")?;
                let module = format!("{folder}_{}", name.to_lowercase().replace('-', "_"));
                pages.push((module, path));
            }
        }
    }
    pages.sort();
    let mut modules = String::new();
    for (module, page) in pages {
        let text = runnable(&fs::read_to_string(page)?);
        let path = out.join(format!("{module}.md"));
        fs::write(&path, text)?;
        writeln!(modules, "#[doc = include_str!({path:?})]\nmod {module} {{}}")?;
    }
    gql_codegen::Builder::new()
        .schema("schema.graphql")
        .documents("graphql/books.graphql")
        .generate()?;
    Ok(fs::write(out.join("pages.rs"), modules)?)
}

/// Returns the page with hidden lines, as its code is to be pasted into a program: below a module `shop`, and beside a function `main`.
fn runnable(page: &str) -> String {
    let mut text = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            text.extend([line, "\n"]);
            continue;
        };
        let code: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let code = code.join("\n");
        let is_rust = language.starts_with("rust") && !language.contains("ignore");
        // A module in a file is compiled by the test `copied`.
        let is_elsewhere = code.lines().any(|line| line == "mod shop;");
        match (is_rust, is_elsewhere) {
            (false, _) => text.extend([line, "\n", &code]),
            (true, true) => text.extend(["```rust,ignore\n", &code]),
            (true, false) => {
                text.extend([line, "\n"]);
                if !code.contains("mod shop") {
                    text.push_str("# use gql_guide::shop;\n");
                }
                // The other files of the folder need more than the schema.
                text.push_str(&code.replace("\"graphql/*.graphql\"", "\"graphql/books.graphql\""));
                if !code.contains("fn main(") {
                    text.push_str("\n# fn main() {}");
                }
            }
        }
        text.push_str("\n```\n");
    }
    text
}
