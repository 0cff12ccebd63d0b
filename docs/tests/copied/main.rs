//! Every block of Rust on the pages compiles when it is copied: in the project that the README makes, with the commands `cargo add` and
//! the GraphQL files of its own page and nothing else.
//!
//! It takes minutes and needs the registry for `cargo add`, so it is ignored unless it is asked for:
//! `cargo test -p gql-guide --test copied -- --ignored --nocapture`

mod pages;
#[path = "../project/mod.rs"]
mod project;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use pages::Package;
use project::{Outcome, blocks, make, root, steps};

/// The folders whose pages are checked.
const FOLDERS: [&str; 2] = ["docs/guide", "docs/migrating"];

#[test]
#[ignore = "takes minutes: cargo test -p gql-guide --test copied -- --ignored"]
fn every_block_compiles_when_it_is_copied() -> Outcome<()> {
    let root = root()?;
    // What the workspace has built of the same dependencies is not built again.
    let target = root.join("target");
    let folder = env::temp_dir().join(format!("copied-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let readme = fs::read_to_string(root.join("README.md"))?;
    let project = make(&blocks(steps(&readme)?), &root, &folder, &target)?;

    let (mut packages, mut added) = (Vec::new(), BTreeMap::new());
    for pages in FOLDERS {
        for entry in fs::read_dir(root.join(pages))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let page = fs::read_to_string(&path)?;
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                packages.extend(pages::packages(
                    &name, &page, &project, &root, &target, &mut added,
                )?);
            }
        }
    }
    let members: Vec<_> = packages
        .iter()
        .map(|package| format!("{:?}", package.name))
        .collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::remove_dir_all(project)?;

    let count: usize = packages.iter().map(|package| package.blocks).sum();
    assert!(count > 50, "{count} blocks were found");
    let failed = check(&packages, &folder, &target)?;
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    println!(
        "{count} blocks compile when they are copied, of {} packages",
        packages.len()
    );
    Ok(fs::remove_dir_all(&folder)?)
}

/// Checks the packages, and returns the errors. Packages with the same dependencies are checked together: no feature that one page adds is
/// there for another.
fn check(packages: &[Package], folder: &Path, target: &Path) -> Outcome<Vec<String>> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        groups
            .entry(&package.dependencies)
            .or_default()
            .push(&package.name);
    }
    let mut failed = Vec::new();
    for names in groups.values() {
        let mut command = Command::new("cargo");
        command.args(["check", "-q", "--keep-going"]);
        command.args(names.iter().flat_map(|name| ["-p", name]));
        let output = command
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", target)
            .output()?;
        if !output.status.success() {
            failed.push(String::from_utf8(output.stderr)?);
        }
    }
    Ok(failed)
}
