//! Random schemas and random operations on them, through every way of generating code: it compiles without a warning,
//! graphql-js accepts what it sends, and the responses of graphql-js are decoded and written as they came.
//!
//! Sets are numbered; `SEED=7 COUNT=1 cargo test -p gql-tests --test random schemas_of -- --ignored` tries the seventh
//! alone. Needs node and npm; the public schemas are fetched by `tests/random/fetch.sh`.

mod options;
#[path = "../program/mod.rs"]
mod program;
mod sets;
mod tried;
mod verdicts;
mod ways;

use std::path::Path;
use std::{env, fs};

use program::{Outcome, root};
use sets::Sets;

/// The number of sets in one program: more need more memory, fewer more time.
const BATCH: usize = 50;

#[test]
#[ignore = "needs node and npm: cargo test -p gql-tests --test random -- --ignored"]
fn operations_on_schemas_of_their_own() -> Outcome {
    judge(&faults(None, 20)?)
}

#[test]
#[ignore = "needs node and tests/random/fetch.sh: cargo test -p gql-tests --test random -- --ignored"]
fn operations_on_public_schemas() -> Outcome {
    let mut paths = Vec::new();
    for entry in fs::read_dir(root().join("target/schemas"))? {
        paths.push(entry?.path().canonicalize()?);
    }
    paths.sort();
    assert!(
        paths.len() >= 3,
        "only {} schemas: run tests/random/fetch.sh",
        paths.len()
    );
    let mut found = Vec::new();
    for path in paths {
        println!("{}", path.display());
        found.extend(faults(Some(&path), 2)?);
    }
    judge(&found)
}

#[test]
#[ignore = "needs node and npm: cargo test -p gql-tests --test random -- --ignored"]
fn verdicts_are_those_of_graphql_js() -> Outcome {
    let found = verdicts::differences(number("SEED", 1)?, number("COUNT", 100)?)?;
    found.iter().for_each(|difference| println!("{difference}\n"));
    judge(&found)
}

/// Returns the faults of the sets that `SEED` and `COUNT` ask for.
fn faults(schema: Option<&Path>, usual: usize) -> Outcome<Vec<String>> {
    let seed = number("SEED", 1)?;
    let end = seed + number("COUNT", usual)?;
    let mut faults = Vec::new();
    for from in (seed..end).step_by(BATCH) {
        let sets = Sets::make(from, BATCH.min(end - from), schema)?;
        let found = tried::faults(&sets)?;
        // Printed at once, so that a long run shows its faults before it ends.
        found.iter().for_each(|fault| println!("{fault}\n"));
        faults.extend(found);
    }
    Ok(faults)
}

fn judge(faults: &[String]) -> Outcome {
    match faults {
        [] => Ok(()),
        faults => Err(format!("{} faults; SEED=number COUNT=1 tries a set alone", faults.len()).into()),
    }
}

fn number(name: &str, otherwise: usize) -> Outcome<usize> {
    Ok(match env::var(name) {
        Ok(text) => text.parse()?,
        Err(_) => otherwise,
    })
}
