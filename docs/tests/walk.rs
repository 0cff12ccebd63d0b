//! The README's five minutes, walked as they are written: in an empty folder, with a server that runs meanwhile.
//!
//! It builds everything anew and takes port 8000, so it is ignored unless asked for.

mod project;

use std::process::{Child, Command, Stdio};
use std::{env, fs};

use project::{Outcome, blocks, make, root, shell, steps};

/// Ends the server with the test, however that ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself: there is nothing to end then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "builds everything anew and takes port 8000"]
fn the_readme_is_true() -> Outcome<()> {
    let root = root()?;
    let page = fs::read_to_string(root.join("README.md"))?;
    let blocks = blocks(steps(&page)?);
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

    let server = blocks
        .iter()
        .find(|block| block.language == "sh")
        .ok_or("no server")?;
    assert!(
        server.text.starts_with("cargo run -p gql-examples "),
        "{}",
        server.text
    );
    let project = make(&blocks, &root, &folder, &target)?;
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
