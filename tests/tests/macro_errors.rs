//! Errors of the compiler where a macro fails: the program `errors/macros/NAME.rs` gives `errors/macros/NAME.txt`, and one
//! mistake makes one error, whatever else the program does with the operations. The programs are in a member of a workspace,
//! with the GraphQL files beside, and `gql.toml` for the macros that read it. `UPDATE=1 cargo test -p gql-tests --test
//! macro_errors` writes the texts anew.

mod expectation;
mod program;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use expectation::expect;
use program::{Outcome, Program, root};
use serde_json::Value;

#[test]
fn one_mistake_is_one_error_at_its_place() -> Outcome {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("errors/macros");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = Program {
        folder: scratch.join("macro_errors"),
        target: scratch.join("programs"),
    };
    let _ = fs::remove_dir_all(&program.folder);
    program.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"bookshop\"]\nresolver = \"3\"\n",
    )?;
    program.write("bookshop/Cargo.toml", &manifest()?)?;
    let mut names = Vec::new();
    for file in files(&cases)? {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&file)?;
        if let Some(case) = name.strip_suffix(".rs") {
            program.write(&format!("bookshop/src/bin/{name}"), &text)?;
            names.push(case.to_owned());
        } else if name.ends_with(".graphql") {
            program.write(&format!("bookshop/graphql/{name}"), &text)?;
        } else if name == "gql.toml" {
            program.write("bookshop/gql.toml", &text)?;
        }
    }
    assert!(!names.is_empty(), "there are no cases");

    let output = program.cargo(&[
        "check",
        "--quiet",
        "--bins",
        "--keep-going",
        "--message-format",
        "json",
    ])?;
    let folder = fs::canonicalize(&program.folder)?;
    let folder = folder.to_string_lossy();
    let mut found: BTreeMap<String, String> = names.into_iter().map(|name| (name, String::new())).collect();
    for line in String::from_utf8(output.stdout)?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let target = line["target"]["name"].as_str().unwrap_or_default();
        match found.get_mut(target) {
            Some(text) => text.push_str(&error(&line["message"])?.replace(&*folder, "/workspace")),
            None => assert_ne!(line["message"]["level"], "error", "{line}"),
        }
    }
    let mut wrong = Vec::new();
    for (name, text) in found {
        assert!(
            !text.is_empty(),
            "{name} compiles: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        wrong.extend(expect(&cases.join(name).with_extension("txt"), &text).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

fn manifest() -> Outcome<String> {
    let runtime = fs::canonicalize(root().join("gql-runtime"))?;
    Ok(format!(
        "[package]\nname = \"bookshop\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies.gql-runtime]\n\
         path = {runtime:?}\ndefault-features = false\nfeatures = [\"derive\"]\n"
    ))
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

/// An error as `path:line:column: message`, after the source that is underlined; empty for anything else.
fn error(message: &Value) -> Outcome<String> {
    let mut text = String::new();
    if message["level"] != "error" {
        return Ok(text);
    }
    // The last message counts the others.
    let Some(span) = message["spans"].as_array().and_then(|spans| spans.first()) else {
        return Ok(text);
    };
    let line = &span["text"][0];
    let column = |key: &str| line[key].as_u64().unwrap_or(1) as usize - 1;
    let underlined: String = line["text"]
        .as_str()
        .unwrap_or_default()
        .chars()
        .take(column("highlight_end"))
        .skip(column("highlight_start"))
        .collect();
    let path = span["file_name"].as_str().unwrap_or_default();
    let message = message["message"].as_str().unwrap_or_default();
    writeln!(
        text,
        "{}:{}:{}: {underlined}\nerror: {message}\n",
        path, span["line_start"], span["column_start"]
    )?;
    Ok(text)
}
