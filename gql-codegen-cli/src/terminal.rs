//! Writes results to standard output and messages to standard error, with colors on terminals.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;

use clap::{Args, ColorChoice};

use crate::failure::Failure;
use crate::report::{Format, Limit, report};

/// Options for the amount and color of output.
#[derive(Debug, Args)]
pub(crate) struct OutputOptions {
    /// Print errors only
    #[arg(
        long,
        short,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Output options"
    )]
    pub(crate) quiet: bool,
    /// Print more information, such as files and timings
    #[arg(long, short, global = true, help_heading = "Output options")]
    pub(crate) verbose: bool,
    /// When to use colors; auto uses them on a terminal unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output options"
    )]
    pub(crate) color: ColorChoice,
}

/// Standard output and standard error of a command.
#[derive(Debug)]
pub(crate) struct Terminal {
    quiet: bool,
    verbose: bool,
    /// The buffered output, or `None` if output is not buffered.
    buffer: Option<Mutex<Vec<Output>>>,
}

#[derive(Debug)]
enum Output {
    Data(String),
    Message(String),
}

impl Terminal {
    pub(crate) fn new(options: &OutputOptions) -> Self {
        match options.color {
            // The streams themselves detect terminals and `NO_COLOR`.
            ColorChoice::Auto => {}
            ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
            ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        }
        Self {
            quiet: options.quiet,
            verbose: options.verbose,
            buffer: None,
        }
    }

    /// Returns a terminal that buffers its output until it is [replayed](Self::replay).
    pub(crate) fn buffered(&self) -> Self {
        Self {
            buffer: Some(Mutex::default()),
            ..*self
        }
    }

    /// Writes the buffered output of another terminal.
    pub(crate) fn replay(&self, other: &Self) -> Result<(), Failure> {
        let buffer = other.buffer.as_ref().and_then(|buffer| buffer.lock().ok());
        for output in buffer.iter().flat_map(|buffer| buffer.iter()) {
            match output {
                Output::Data(text) => self.data(text)?,
                Output::Message(text) => self.error(text),
            }
        }
        Ok(())
    }

    /// Buffers the output; returns false if output is not buffered.
    fn keep(&self, output: impl FnOnce() -> Output) -> bool {
        let buffer = self.buffer.as_ref().and_then(|buffer| buffer.lock().ok());
        buffer.map(|mut buffer| buffer.push(output())).is_some()
    }

    /// Writes a result to standard output.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        if self.keep(|| Output::Data(text.to_owned())) {
            return Ok(());
        }
        let mut stdout = anstream::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::OutputClosed),
            Err(error) => Err(Failure::new(format!("cannot write to standard output: {error}"))),
        }
    }

    /// Writes a message, unless quiet.
    pub(crate) fn info(&self, text: &str) {
        if !self.quiet {
            self.error(&format!("{text}\n"));
        }
    }

    /// Writes a message under `--verbose`.
    pub(crate) fn verbose(&self, text: impl FnOnce() -> String) {
        if self.verbose {
            self.error(&format!("{}\n", text()));
        }
    }

    /// Writes an error. Write failures are ignored, because the exit code still reports the error.
    pub(crate) fn error(&self, text: &str) {
        if self.keep(|| Output::Message(text.to_owned())) {
            return;
        }
        let mut stderr = anstream::stderr().lock();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }

    /// Reports a failure and returns its exit code.
    pub(crate) fn fail(&self, failure: Failure) -> ExitCode {
        match failure {
            Failure::OutputClosed => ExitCode::SUCCESS,
            Failure::Reported => ExitCode::from(2),
            Failure::Unable(diagnostics, sources) => {
                self.error(&report(&diagnostics, &sources, Format::Human, Limit::PerRule));
                ExitCode::from(2)
            }
        }
    }

    /// Returns whether progress is shown: on a terminal, unless quiet.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && self.buffer.is_none() && io::stderr().is_terminal()
    }

    /// Returns whether results are formatted for people: standard output is a terminal.
    pub(crate) fn shows_results(&self) -> bool {
        self.buffer.is_none() && io::stdout().is_terminal()
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}
