//! Random sets, made by node: each a schema with operations on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Outcome, root};

/// The version of graphql-js.
const GRAPHQL: &str = "graphql@16.15.0";
/// The number of responses for an operation.
const RESPONSES: &str = "12";

/// The sets of one program.
pub(crate) struct Sets {
    /// Holds the program; node runs in it.
    pub(crate) folder: PathBuf,
    /// Is the path of a schema that all of them share.
    schema: Option<String>,
    pub(crate) sets: Vec<Set>,
}

/// A schema with operations on it.
pub(crate) struct Set {
    pub(crate) number: usize,
    /// The schema's path, from the program's folder as that of the operations.
    pub(crate) schema: String,
    /// The pattern of the operations' files.
    pub(crate) documents: String,
    /// The operations' names.
    pub(crate) operations: Vec<String>,
    /// The Rust types of custom scalars.
    pub(crate) scalars: Vec<(String, &'static str)>,
}

/// Scalars are texts, or any JSON.
const TEXT: &str = "::std::string::String";
const JSON: &str = "::gql_runtime::codegen::Json";

impl Sets {
    /// Makes the sets of these numbers, and deletes those that were there.
    pub(crate) fn make(from: usize, count: usize, schema: Option<&Path>) -> Outcome<Self> {
        let folder = prepare(match schema {
            Some(_) => "target/random-schema",
            None => "target/random",
        })?;
        let schema = schema.map(|path| path.display().to_string());
        let place = folder.join("sets");
        if place.exists() {
            fs::remove_dir_all(&place)?;
        }
        let (from, count) = (from.to_string(), count.to_string());
        let mut arguments = vec!["sets", &from, &count];
        arguments.extend(schema.as_deref());
        let printed = node(&folder, "generate.js", &arguments, "")?;
        let sets = printed.lines().map(|line| Set::read(line, schema.as_deref()));
        Ok(Self {
            sets: sets.collect::<Outcome<_>>()?,
            folder,
            schema,
        })
    }

    /// Returns the name of the program: that of its folder.
    pub(crate) fn name(&self) -> Outcome<&str> {
        let name = self.folder.file_name().and_then(|name| name.to_str());
        Ok(name.ok_or("the program's folder has no name")?)
    }

    /// Returns lines with responses to these documents.
    pub(crate) fn respond(&self, documents: &str) -> Outcome<String> {
        let mut arguments = vec!["sets", RESPONSES];
        arguments.extend(self.schema.as_deref());
        node(&self.folder, "respond.js", &arguments, documents)
    }

    pub(crate) fn set(&self, number: usize) -> Option<&Set> {
        self.sets.iter().find(|set| set.number == number)
    }
}

impl Set {
    fn read(line: &str, schema: Option<&str>) -> Outcome<Self> {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let number = usize::try_from(line["number"].as_u64().ok_or("no number")?)?;
        let scalars = names(&line["scalars"]);
        Ok(Self {
            number,
            schema: schema.map_or_else(|| format!("sets/{number}/schema.graphql"), str::to_owned),
            documents: format!("sets/{number}/operations/*.graphql"),
            operations: names(&line["operations"]),
            scalars: scalars
                .into_iter()
                .enumerate()
                .map(|(place, name)| (name, if (place + number) % 2 == 0 { TEXT } else { JSON }))
                .collect(),
        })
    }

    /// Returns whether the schema was made for this set alone.
    pub(crate) fn is_whole(&self) -> bool {
        self.schema.starts_with("sets/")
    }

    /// Returns the custom scalars that are texts.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let texts = self.scalars.iter().filter(|(_, path)| *path == TEXT);
        texts.map(|(name, _)| name.as_str()).collect()
    }
}

fn names(list: &serde_json::Value) -> Vec<String> {
    let names = list.as_array().into_iter().flatten();
    names.filter_map(|name| Some(name.as_str()?.to_owned())).collect()
}

/// Makes a folder in which the scripts run: with graphql-js.
pub(crate) fn prepare(folder: &str) -> Outcome<PathBuf> {
    let folder = root().join(folder);
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    if folder.join("node_modules/graphql").exists() {
        return Ok(folder);
    }
    let status = Command::new("npm")
        .args([
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
            ".",
        ])
        .arg(GRAPHQL)
        .current_dir(&folder)
        .stdout(Stdio::null())
        .status()?;
    match status.success() {
        true => Ok(folder),
        false => Err(format!("npm cannot install {GRAPHQL}").into()),
    }
}

/// Returns the standard output of a script for an input.
pub(crate) fn node(folder: &Path, script: &str, arguments: &[&str], input: &str) -> Outcome<String> {
    // A file, not a pipe: neither side waits for the other.
    let path = folder.join("input.jsonl");
    fs::write(&path, input)?;
    let output = Command::new("node")
        .arg(root().join("tests/random").join(script).canonicalize()?)
        .args(arguments)
        .current_dir(folder)
        .stdin(fs::File::open(path)?)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
