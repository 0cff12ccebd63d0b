//! The structure of the sources: who may name whom, how long a file may be, and that each says what it is for.
//!
//! The rules of ARCHITECTURE.md as a test. Each check is a function from text to breaches, and is tried on planted breaches first.

mod cycles;
mod double_names;
mod english;
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

#[test]
fn names_mean_one_thing_within_a_crate() -> Result<(), Box<dyn Error>> {
    let sources = files::sources()?;
    let mut found = double_names::unneeded(&sources);
    for root in covered("NAMES_IN", double_names::COVERED) {
        found.extend(double_names::doubles(&root, &sources));
    }
    assert_none(&found);
    Ok(())
}

#[test]
fn comments_and_documents_are_in_plain_english() -> Result<(), Box<dyn Error>> {
    let covered = covered("ENGLISH_IN", english::COVERED);
    let places: Vec<&str> = covered.iter().map(String::as_str).collect();
    let texts = files::texts()?;
    let found: Vec<_> = texts
        .iter()
        .filter(|file| {
            let endings = [".rs", ".md", ".graphql", ".graphqls"];
            endings.iter().any(|ending| file.path.ends_with(ending))
        })
        .filter(|file| english::covers(&places, &file.path))
        .flat_map(|file| english::findings(&file.path, &file.text))
        .collect();
    assert_none(&found);
    Ok(())
}

/// The places that a check covers; a variable of the environment names others, separated by commas, to look there first.
fn covered(variable: &str, places: &[&str]) -> Vec<String> {
    match std::env::var(variable) {
        Ok(others) => others.split(',').map(str::to_owned).collect(),
        Err(_) => places.iter().map(|place| (*place).to_owned()).collect(),
    }
}
