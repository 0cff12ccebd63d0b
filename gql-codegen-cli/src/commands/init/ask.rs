//! Questions to the user.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::failure::Failure;

/// Returns whether a user can answer: standard input and standard error are terminals.
pub(super) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question; an empty answer stands for the default.
pub(super) fn ask(question: &str, default: Option<&str>) -> Result<String, Failure> {
    let hint = default.map_or_else(String::new, |default| format!(" [{default}]"));
    let mut answer = String::new();
    let mut stderr = io::stderr();
    let read = write!(stderr, "{question}{hint} ")
        .and_then(|()| stderr.flush())
        .and_then(|()| io::stdin().lock().read_line(&mut answer));
    let answer = answer.trim();
    match (read, default) {
        (Ok(_), _) if !answer.is_empty() => Ok(answer.to_owned()),
        (Ok(length), Some(default)) if length > 0 => Ok(default.to_owned()),
        _ => Err(Failure::with_help(
            "no answer was given",
            "specify the values with flags; see `gql-codegen init --help`",
        )),
    }
}
