//! Finds the pages: each becomes a module whose documentation it is, so that its code is run by `cargo test --doc`.
//! Also is the build script that the guide shows, so that what it makes is there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

/// The folders with pages.
const FOLDERS: [&str; 2] = ["guide", "migrating"];

/// The package that compiles a page. A page that has a module `shop` of its own cannot stand beside a library of this name:
/// the two would be ambiguous.
fn package_of(page: &str) -> &'static str {
    const OLD: [&str; 5] = ["harbour", "berth", "vessel", "tide", "quay"];
    let lower = page.to_lowercase();
    if OLD.iter().any(|word| lower.contains(word)) {
        "gql-guide-harbour"
    } else if page.contains("mod shop {") {
        "gql-guide-programs"
    } else {
        "gql-guide"
    }
}

fn main() -> Result<(), Box<dyn error::Error>> {
    let package = env::var("CARGO_PKG_NAME")?;
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo runs this")?);
    let docs = match here.join(FOLDERS[0]).is_dir() {
        true => here.as_path(),
        false => here.parent().ok_or("the pages are in the folder above")?,
    };
    let mut pages = vec![("readme".to_owned(), docs.join("../README.md"))];
    for folder in FOLDERS {
        let found = pages_in(&docs.join(folder))?;
        pages.extend(
            found
                .into_iter()
                .map(|(name, page)| (format!("{folder}_{name}"), page)),
        );
        println!("cargo::rerun-if-changed={}", docs.join(folder).display());
    }
    let mut modules = String::new();
    for (module, page) in pages {
        println!("cargo::rerun-if-changed={}", page.display());
        if package_of(&fs::read_to_string(&page)?) == package {
            writeln!(modules, "#[doc = include_str!({page:?})]\nmod {module} {{}}")?;
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo runs this")?);
    let documents = match here.join("graphql/books.graphql").exists() {
        true => "graphql/books.graphql",
        false => "graphql/harbour.graphql",
    };
    gql_codegen::Builder::new()
        .schema("schema.graphql")
        .documents(documents)
        .generate()?;
    Ok(fs::write(out.join("pages.rs"), modules)?)
}

/// The pages of a folder, with names for modules.
fn pages_in(folder: &Path) -> Result<Vec<(String, PathBuf)>, Box<dyn error::Error>> {
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    let named = pages.into_iter().map(|page| {
        let name = page
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a page without a name")?;
        Ok((name.to_lowercase().replace('-', "_"), page))
    });
    named.collect()
}
