//! Expectations in files: compared, or written anew with `UPDATE=1`.

use std::path::Path;
use std::{env, fs};

/// Compares with a file, or writes it.
pub(crate) fn expect(path: &Path, actual: &str) -> Result<(), String> {
    if env::var_os("UPDATE").is_some() {
        fs::write(path, actual).expect("the expectation can be written");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let line = expected
        .lines()
        .zip(actual.lines())
        .position(|(expected, actual)| expected != actual);
    let line = line.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    Err(format!(
        "{}:{}: expected\n    {}\nfound\n    {}\n(UPDATE=1 writes it anew)",
        path.display(),
        line + 1,
        show(&expected),
        show(actual)
    ))
}
