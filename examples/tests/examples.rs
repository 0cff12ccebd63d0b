//! Every example completes and prints the contents of the `.txt` file next to it. `UPDATE=1` updates the files.
//!
//! `cargo test` builds the examples before it runs this.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// An example that takes longer, even on a slow machine, waits for something that never happens.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn examples_print_what_is_expected() -> Result<(), Box<dyn Error>> {
    let mut failures = Vec::new();
    for source in sources()? {
        let expected = source.with_extension("txt");
        let printed = run(&program(&source)?)?;
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &printed)?;
        }
        if fs::read_to_string(&expected).unwrap_or_default() != printed {
            failures.push(format!(
                "{} is not what was printed:\n{printed}",
                expected.display()
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn every_expected_output_has_its_example() -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(examples())? {
        let path = entry?.path();
        assert!(
            path.with_extension("rs").is_file(),
            "{} has no example",
            path.display()
        );
    }
    Ok(())
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn sources() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(examples())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
    sources.sort();
    assert!(!sources.is_empty(), "there are no examples");
    Ok(sources)
}

/// Returns the path of the executable that cargo built for an example: in `examples`, next to the folder of this test.
fn program(source: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let test = std::env::current_exe()?;
    let profile = test
        .parent()
        .and_then(Path::parent)
        .ok_or("the test is not in a target folder")?;
    let name = source.file_stem().ok_or("an example without a name")?;
    Ok(profile
        .join("examples")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// Returns the output of the program, or an error if it fails or does not end.
fn run(program: &Path) -> Result<String, Box<dyn Error>> {
    let mut child = Command::new(program)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > LIMIT {
            child.kill()?;
            return Err(format!("{} does not end", program.display()).into());
        }
        thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output()?;
    let (printed, errors) = (
        String::from_utf8(output.stdout)?,
        String::from_utf8_lossy(&output.stderr),
    );
    if !output.status.success() {
        return Err(format!("{}: {}\n{printed}{errors}", program.display(), output.status).into());
    }
    Ok(printed)
}
