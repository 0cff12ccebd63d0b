//! The public items of the libraries: a committed list, no types of crates below 1.0, and `Send + Sync + Unpin` wherever
//! that can be. `.ci/run api` runs these tests, and `UPDATE=1 .ci/run api` writes the lists anew.
//!
//! rustdoc's JSON has what a text search has not: re-exports, methods made by macros, and the crate of each type.

mod api;
mod signature;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::{env, fs};

use serde_json::Value;

use crate::api::Api;

/// The libraries. The items of `gql-codegen` that are hidden from its documentation are not public.
const PACKAGES: [&str; 4] = ["gql-codegen", "gql-json", "gql-protocol", "gql-runtime"];

/// Features that put types of the crate of their name into the interface.
const NAMING: &[&str] = &["graphql-client", "graphql-parser", "reqwest", "rustls", "tower"];

/// Crates below 1.0 whose types may be in the interface.
const ACCEPTED: &[(&str, &str)] = &[
    (
        "futures_core",
        "`Stream` has been stable for years, and has no other home",
    ),
    ("gql_derive", "a crate of this workspace, of the same version"),
    ("gql_json", "a crate of this workspace, of the same version"),
    ("gql_protocol", "a crate of this workspace, of the same version"),
];

/// Types that one thread reads at a time: they hold the future or the stream of a transport, which is `Send` alone.
const NOT_SYNC: &[&str] = &[
    "gql_runtime::Incremental",
    "gql_runtime::Nodes",
    "gql_runtime::Pages",
    "gql_runtime::ResponseFuture",
    "gql_runtime::Subscription",
    "gql_runtime::blocking::Iter",
    "gql_runtime::subscription::Data",
    "gql_runtime::subscription::Events",
    "gql_runtime::subscription::Subscription",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Documents a package with these features. The tests run at the same time, and rustdoc writes to one place.
fn document(package: &str, features: &[String]) -> Result<Api, Box<dyn Error>> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    let root = root();
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let output = Command::new(env!("CARGO"))
        .current_dir(&root)
        .env(
            "RUSTDOC",
            root.join("tests/tests/public_api/rustdoc").canonicalize()?,
        )
        .args(["rustdoc", "-q", "--lib", "--no-default-features", "-p", package])
        .args(["--features", &features.join(",")])
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let path = target
        .join("doc")
        .join(package.replace('-', "_"))
        .with_extension("json");
    Ok(Api::new(serde_json::from_slice::<Value>(&fs::read(path)?)?))
}

/// The features of a package that are for use by name.
fn features(package: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let manifest = fs::read_to_string(root().join(package).join("Cargo.toml"))?;
    let Some((_, features)) = manifest.split_once("\n[features]\n") else {
        return Ok(Vec::new());
    };
    let features = features.split("\n[").next().unwrap_or_default().lines();
    let names = features.filter_map(|line| line.split_once(" = ").map(|(name, _)| name.to_owned()));
    Ok(names.filter(|name| !name.starts_with(['_', '#', ' '])).collect())
}

/// The crates of the workspace's dependencies whose version is below 1.0.
fn crates_below_1_0() -> Result<Vec<String>, Box<dyn Error>> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let lines = manifest.lines().filter(|line| {
        line.contains(" = \"0.") || line.contains("version = \"0.") || line.contains("version = \"=0.")
    });
    Ok(lines
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"))
        .collect())
}

/// The crates that the workspace names, and those of the compiler.
fn known_crates() -> Result<Vec<String>, Box<dyn Error>> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let named = manifest.lines().filter_map(|line| line.split_once(" = "));
    let named = named.map(|(name, _)| name.replace('-', "_"));
    Ok(named
        .chain(["std", "core", "alloc", "serde_core"].map(str::to_owned))
        .collect())
}

#[test]
#[ignore = "documents the crates; `.ci/run api`"]
fn the_public_items_are_those_of_the_list() -> Result<(), Box<dyn Error>> {
    let mut stale = Vec::new();
    for package in PACKAGES {
        let lines = document(package, &features(package)?)?.lines();
        assert!(lines.len() > 10, "{package} has {} public items", lines.len());
        let found = lines.join("\n") + "\n";
        let path = root()
            .join("tests/public_api")
            .join(package)
            .with_extension("txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &found)?;
        }
        let listed = fs::read_to_string(&path)?;
        let (listed, found): (Vec<_>, Vec<_>) = (listed.lines().collect(), found.lines().collect());
        stale.extend(
            found
                .iter()
                .filter(|line| !listed.contains(line))
                .map(|line| format!("+ {line}")),
        );
        stale.extend(
            listed
                .iter()
                .filter(|line| !found.contains(line))
                .map(|line| format!("- {line}")),
        );
    }
    assert!(
        stale.is_empty(),
        "the lists are stale (UPDATE=1 writes them):\n{}",
        stale.join("\n")
    );
    Ok(())
}

#[test]
#[ignore = "documents the crates; `.ci/run api`"]
fn types_of_crates_below_1_0_need_the_feature_of_their_name() -> Result<(), Box<dyn Error>> {
    let (below, known) = (crates_below_1_0()?, known_crates()?);
    assert!(below.iter().any(|name| name == "reqwest"), "{below:?}");
    let mut leaks = Vec::new();
    for package in PACKAGES {
        let mut features = features(package)?;
        features.retain(|feature| !NAMING.contains(&feature.as_str()));
        for (item, krate) in document(package, &features)?.foreign_types() {
            let is_accepted = ACCEPTED.iter().any(|(name, _)| *name == krate);
            if !is_accepted && (below.contains(&krate) || !known.contains(&krate)) {
                leaks.push(format!("{item} has a type of {krate}"));
            }
        }
    }
    leaks.sort();
    leaks.dedup();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    Ok(())
}

#[test]
#[ignore = "documents the crates; `.ci/run api`"]
fn public_types_go_from_thread_to_thread() -> Result<(), Box<dyn Error>> {
    let mut bound = Vec::new();
    for package in PACKAGES {
        let types = document(package, &features(package)?)?.without_auto_traits();
        bound.extend(
            types
                .into_iter()
                .filter(|(name, auto)| !(auto == "Sync" && NOT_SYNC.contains(&name.as_str()))),
        );
    }
    assert!(bound.is_empty(), "{bound:?}");
    Ok(())
}
