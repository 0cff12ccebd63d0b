//! A program that a test writes, builds and runs: a package of its own under `target`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Returns the root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A package with a lock file of its own.
pub(crate) struct Program {
    /// Where the package is.
    pub(crate) folder: PathBuf,
    /// Where Cargo builds it; packages with the same dependencies share one.
    pub(crate) target: PathBuf,
}

impl Program {
    /// Writes a file of the package, and the folders around it.
    pub(crate) fn write(&self, path: &str, text: &str) -> Outcome {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        Ok(fs::write(path, text)?)
    }

    /// Runs cargo in the package. The versions of the dependencies are those of the workspace, so that nothing has to be
    /// looked up.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Outcome<Output> {
        fs::copy(root().join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .arg("--target-dir")
            .arg(&self.target)
            .current_dir(&self.folder);
        Ok(command.output()?)
    }
}
