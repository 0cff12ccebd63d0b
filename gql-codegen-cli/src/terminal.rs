//! Standard output for data, standard error for talk; colours only where they can be seen.

use std::io::{self, Write};

use clap::ColorChoice;

use crate::args::Talk;
use crate::failure::Failure;

/// Where a command speaks.
#[derive(Debug)]
pub(crate) struct Terminal {
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    pub(crate) fn new(talk: &Talk) -> Self {
        match talk.color {
            // The streams look at the terminal and at NO_COLOR themselves.
            ColorChoice::Auto => {}
            ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
            ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        }
        Self {
            quiet: talk.quiet,
            verbose: talk.verbose,
        }
    }

    /// What the command was asked for.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut stdout = anstream::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::Unread),
            Err(error) => Err(Failure::new(format!("The output cannot be written: {error}."))),
        }
    }

    /// What went on; not when quiet.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            self.error(&format!("{text}\n"));
        }
    }

    /// What only who asks for more wants to know.
    pub(crate) fn detail(&self, text: impl FnOnce() -> String) {
        if self.verbose {
            self.error(&format!("{}\n", text()));
        }
    }

    /// What must be said. If even that cannot be, the exit code speaks alone.
    pub(crate) fn error(&self, text: &str) {
        let mut stderr = anstream::stderr().lock();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}
