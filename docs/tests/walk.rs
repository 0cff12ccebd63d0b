//! The README's five minutes, walked as they are written: in an empty folder, with a server that runs meanwhile.
//!
//! It builds everything anew and takes port 8000, so it is ignored unless asked for.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

/// What the README has for the folder of this repository.
const TOOLKIT: &str = "/path/to/gql-toolkit";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A fenced block, and the line of text in front of it.
struct Block<'t> {
    before: &'t str,
    language: &'t str,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut before, mut lines) = (Vec::new(), "", page.lines());
    while let Some(line) = lines.next() {
        match line.strip_prefix("```") {
            Some(language) => {
                let text = lines.by_ref().take_while(|line| *line != "```");
                blocks.push(Block {
                    before,
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

/// Ends the server with the test, however that ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself: there is nothing to end then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn shell(script: &str, folder: &Path, target: &Path) -> Outcome<String> {
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

#[test]
#[ignore = "builds everything anew and takes port 8000"]
fn the_readme_is_true() -> Outcome<()> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo runs this")?);
    let root = package.join("..").canonicalize()?;
    let page = fs::read_to_string(root.join("README.md"))?;
    let (_, minutes) = page
        .split_once("## Five minutes")
        .ok_or("the README has no five minutes")?;
    let blocks = blocks(minutes.split("\n## ").next().unwrap_or_default());
    let folder = env::temp_dir().join(format!("walk-{}", std::process::id()));
    let target = root.join("target/walk");
    fs::create_dir_all(&folder)?;

    // The first block starts the server: built first, so that it is there when the program runs.
    shell("cargo build -p gql-examples", &root, &target)?;
    let _server = Server(
        Command::new(target.join("debug/gql-examples"))
            .stdout(Stdio::null())
            .spawn()?,
    );

    let mut commands = blocks.iter().filter(|block| block.language == "sh");
    let server = commands.next().ok_or("no server")?;
    assert!(
        server.text.starts_with("cargo run -p gql-examples "),
        "{}",
        server.text
    );
    for block in commands {
        let script = block.text.replace(TOOLKIT, &root.to_string_lossy());
        shell(&script, &folder, &target)?;
    }
    let project = folder.join("bookshop");
    for block in blocks
        .iter()
        .filter(|block| block.before.ends_with('`') && block.language != "sh")
    {
        let name = block.before.rsplit('`').nth(1).ok_or("a file without a name")?;
        fs::write(project.join(name), &block.text)?;
    }
    let printed = shell("cargo run", &project, &target)?;
    let told = blocks
        .iter()
        .find(|block| block.before.contains("`cargo run` prints"))
        .ok_or("nothing is printed")?;
    assert_eq!(printed, told.text);

    let mistake = blocks
        .iter()
        .find(|block| block.before.contains("Misspell"))
        .ok_or("no mistake")?;
    let query = project.join("graphql/books.graphql");
    fs::write(
        &query,
        fs::read_to_string(&query)?.replace("{ name }", "{ nmae }"),
    )?;
    let output = Command::new("cargo")
        .arg("check")
        .current_dir(&project)
        .env("CARGO_TARGET_DIR", &target)
        .output()?;
    let complaint = String::from_utf8(output.stderr)?;
    assert!(complaint.contains(&mistake.text), "{complaint}");
    Ok(fs::remove_dir_all(&folder)?)
}
