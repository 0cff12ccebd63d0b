//! The structure of the sources: who may name whom, how long a file may be, and that each says what it is for.
//!
//! The rules of ARCHITECTURE.md as a test. Each check is a function from text to breaches, and is tried on planted breaches first.

mod cycles;
mod files;
mod names;
mod rules;
mod shape;
mod token;

use std::{error::Error, fmt::Display};

/// Fails with every breach, one a line.
fn assert_none(breaches: &[impl Display]) {
    let list: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{} breaches:\n{}", list.len(), list.join("\n"));
}

#[test]
fn sources_name_only_what_they_may() -> Result<(), Box<dyn Error>> {
    let sources = files::sources()?;
    let breaches: Vec<_> = sources
        .iter()
        .flat_map(|file| rules::breaches(&file.path, &file.text))
        .collect();
    assert_none(&breaches);
    Ok(())
}

#[test]
fn modules_name_each_other_in_one_direction() -> Result<(), Box<dyn Error>> {
    let sources = files::sources()?;
    let crates = [
        "gql-codegen/src",
        "gql-json/src",
        "gql-protocol/src",
        "gql-runtime/src",
        "gql-codegen-cli/src",
    ];
    let cycles: Vec<_> = crates
        .iter()
        .flat_map(|root| cycles::cycles(root, &sources))
        .collect();
    assert_none(&cycles);
    Ok(())
}

#[test]
fn every_rule_governs_some_file() -> Result<(), Box<dyn Error>> {
    let sources = files::sources()?;
    assert_none(&rules::idle(sources.iter().map(|file| file.path.as_str())));
    Ok(())
}

#[test]
fn generator_and_reader_depend_on_no_crate_of_the_workspace() -> Result<(), Box<dyn Error>> {
    for manifest in ["gql-codegen/Cargo.toml", "gql-json/Cargo.toml"] {
        assert_none(&rules::workspace_dependencies(&files::read(manifest)?));
    }
    Ok(())
}

#[test]
fn files_are_rooms() -> Result<(), Box<dyn Error>> {
    let sources = files::sources()?;
    let breaches: Vec<_> = sources
        .iter()
        .flat_map(|file| shape::breaches(&file.path, &file.text))
        .collect();
    assert_none(&breaches);
    Ok(())
}

#[test]
fn no_file_names_a_machine() -> Result<(), Box<dyn Error>> {
    let texts = files::texts()?;
    let breaches: Vec<_> = texts
        .iter()
        .flat_map(|file| shape::machine_paths(&file.path, &file.text))
        .collect();
    assert_none(&breaches);
    Ok(())
}
