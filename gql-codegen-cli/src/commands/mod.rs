//! The commands, each in a file of its own.

mod check;
mod generate;

use clap::Subcommand;

use crate::failure::Outcome;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Generate(generate::Generate),
    Check(check::Check),
}

pub(crate) fn run(command: Command, terminal: &Terminal) -> Outcome {
    match command {
        Command::Generate(generate) => generate.run(terminal),
        Command::Check(check) => check.run(terminal),
    }
}
