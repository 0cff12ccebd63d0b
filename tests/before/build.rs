//! Takes the blocks that the pages say `rust,ignore` of, and makes each a doctest.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, error, fs};

const PAGES: &str = "../../docs/migrating";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed={PAGES}");
    println!("cargo::rerun-if-changed=graphql");
    cynic_codegen::register_schema("bookshop")
        .from_sdl_file("schema.graphql")?
        .as_default()?;
    let mut modules = String::new();
    for entry in fs::read_dir(PAGES)? {
        let path = entry?.path();
        let page = fs::read_to_string(&path)?;
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a page without a name")?;
        let blocks: String = page.split("```rust,ignore\n").skip(1).filter_map(block).collect();
        writeln!(
            modules,
            "#[doc = {blocks:?}]\nmod {} {{}}",
            name.replace('-', "_")
        )?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo runs this")?);
    Ok(fs::write(out.join("pages.rs"), modules)?)
}

/// The block that the text begins with, its items at the root of the test.
fn block(text: &str) -> Option<String> {
    let (code, _) = text.split_once("```")?;
    Some(format!("```no_run\n{code}\nfn main() {{}}\n```\n"))
}
