//! Results go to standard output, messages to standard error; colors are for terminals.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;

use clap::{Args, ColorChoice};

use crate::failure::Failure;
use crate::report::{Format, report};

/// How much is printed, and in which colors.
#[derive(Debug, Args)]
pub(crate) struct Talk {
    /// Print errors only
    #[arg(
        long,
        short,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Output options"
    )]
    pub(crate) quiet: bool,
    /// Print more: files, timings
    #[arg(long, short, global = true, help_heading = "Output options")]
    pub(crate) verbose: bool,
    /// When to use colors; auto: on a terminal, unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output options"
    )]
    pub(crate) color: ColorChoice,
}

/// Where a command speaks.
#[derive(Debug)]
pub(crate) struct Terminal {
    quiet: bool,
    verbose: bool,
    /// What was said so far, if it is to be kept rather than shown.
    heard: Option<Mutex<Vec<Said>>>,
}

#[derive(Debug)]
enum Said {
    Data(String),
    Talk(String),
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
            heard: None,
        }
    }

    /// One that keeps what is said, until it is [repeated](Self::repeat).
    pub(crate) fn listening(&self) -> Self {
        Self {
            heard: Some(Mutex::default()),
            ..*self
        }
    }

    /// Says what another has heard.
    pub(crate) fn repeat(&self, other: &Self) -> Result<(), Failure> {
        let heard = other.heard.as_ref().and_then(|heard| heard.lock().ok());
        for said in heard.iter().flat_map(|heard| heard.iter()) {
            match said {
                Said::Data(text) => self.data(text)?,
                Said::Talk(text) => self.error(text),
            }
        }
        Ok(())
    }

    /// Whether it was kept.
    fn keep(&self, said: impl FnOnce() -> Said) -> bool {
        let heard = self.heard.as_ref().and_then(|heard| heard.lock().ok());
        heard.map(|mut heard| heard.push(said())).is_some()
    }

    /// What the command was asked for.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        if self.keep(|| Said::Data(text.to_owned())) {
            return Ok(());
        }
        let mut stdout = anstream::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::OutputClosed),
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
        if self.keep(|| Said::Talk(text.to_owned())) {
            return;
        }
        let mut stderr = anstream::stderr().lock();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }

    /// Reports a failure, and returns the exit code that it calls for.
    pub(crate) fn fail(&self, failure: Failure) -> ExitCode {
        match failure {
            Failure::OutputClosed => ExitCode::SUCCESS,
            Failure::Reported => ExitCode::from(2),
            Failure::Unable(findings, sources) => {
                self.error(&report(&findings, &sources, Format::Human));
                ExitCode::from(2)
            }
        }
    }

    /// Whether somebody looks who wants to see it.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && self.heard.is_none() && io::stderr().is_terminal()
    }

    /// Whether results are for people: standard output is a terminal.
    pub(crate) fn shows_results(&self) -> bool {
        self.heard.is_none() && io::stdout().is_terminal()
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}
