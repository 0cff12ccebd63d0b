//! The project that the README makes, and the blocks of code of a page.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The path that stands for the folder of this repository.
const TOOLKIT: &str = "/path/to/gql-toolkit";

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// A fenced block, and the last line of text before it.
pub(crate) struct Block<'t> {
    pub(crate) before: &'t str,
    pub(crate) language: &'t str,
    pub(crate) text: String,
}

impl Block<'_> {
    /// Returns the file that the block belongs into, if the line before it names one at its beginning or its end: a sentence that
    /// starts with it and ends in a colon, or one that ends with it.
    pub(crate) fn file(&self) -> Option<&str> {
        let ends = self.before.ends_with('`') || self.before.ends_with("`:");
        let name = if self.before.starts_with('`') && self.before.ends_with(':') {
            self.before.split('`').nth(1)
        } else {
            self.before.rsplit('`').nth(1).filter(|_| ends)
        };
        name.filter(|name| Path::new(name).extension().is_some())
    }
}

/// Returns the blocks of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut before, mut lines) = (Vec::new(), "", page.lines());
    while let Some(line) = lines.next() {
        match line.strip_prefix("```") {
            Some(language) => {
                let text = lines.by_ref().take_while(|line| *line != "```");
                blocks.push(Block {
                    before: std::mem::take(&mut before),
                    language,
                    text: text.map(|line| format!("{line}\n")).collect(),
                });
            }
            None if line.is_empty() => {}
            None => before = line,
        }
    }
    blocks
}

/// Returns the root of the repository.
pub(crate) fn root() -> Outcome<PathBuf> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo runs this")?);
    Ok(package.join("..").canonicalize()?)
}

/// Returns the part of the README that makes the project.
pub(crate) fn steps(readme: &str) -> Outcome<&str> {
    let (_, steps) = readme
        .split_once("## Five minutes")
        .ok_or("the README has no five minutes")?;
    Ok(steps.split("\n## ").next().unwrap_or_default())
}

/// Makes the project of the README in `folder`, without its server and without running it, and returns its folder.
pub(crate) fn make(blocks: &[Block<'_>], root: &Path, folder: &Path, target: &Path) -> Outcome<PathBuf> {
    let mut name = None;
    let commands = blocks.iter().filter(|block| block.language == "sh");
    for block in commands.filter(|block| !block.text.starts_with("cargo run ")) {
        let script = block.text.replace(TOOLKIT, &root.to_string_lossy());
        shell(&script, folder, target)?;
        name = name.or(block
            .text
            .lines()
            .find_map(|line| line.strip_prefix("cargo new ")));
    }
    let name = name.and_then(|rest| rest.split(' ').next());
    let project = folder.join(name.ok_or("no command creates the project")?);
    for block in blocks {
        if let Some(name) = block.file() {
            fs::write(project.join(name), &block.text)?;
        }
    }
    Ok(project)
}

/// Runs a script, and returns what it prints.
pub(crate) fn shell(script: &str, folder: &Path, target: &Path) -> Outcome<String> {
    let mut command = Command::new("sh");
    command.args(["-e", "-c", script]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", target);
    let output = command.stderr(Stdio::inherit()).output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("{}\n{script}", output.status).into())
    }
}
