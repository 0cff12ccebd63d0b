//! Finds the pages: each becomes a module whose documentation it is, so that its code is run by `cargo test --doc`.
//! Also is the build script that the guide shows, so that what it makes is there.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, error, fs};

/// The folders with pages.
const FOLDERS: [&str; 2] = ["guide", "migrating"];

fn main() -> Result<(), Box<dyn error::Error>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo runs this")?);
    let mut modules = format!(
        "#[doc = include_str!({:?})]\nmod readme {{}}\n",
        root.join("../README.md")
    );
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        let mut pages: Vec<PathBuf> = fs::read_dir(root.join(folder))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        pages.sort();
        for page in pages {
            let name = page
                .file_stem()
                .and_then(|name| name.to_str())
                .ok_or("a page without a name")?;
            let module = format!("{folder}_{}", name.to_lowercase().replace('-', "_"));
            writeln!(modules, "#[doc = include_str!({page:?})]\nmod {module} {{}}")?;
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo runs this")?);
    gql_codegen::Builder::new()
        .schema("schema.graphql")
        .documents("graphql/harbour.graphql")
        .generate()?;
    Ok(fs::write(out.join("pages.rs"), modules)?)
}
