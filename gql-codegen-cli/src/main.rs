//! `gql-codegen`: generates typed Rust from GraphQL on the command line.
//!
//! ```text
//! gql-codegen introspect https://example.com/graphql --output schema.graphql
//! gql-codegen generate --schema schema.graphql --documents 'graphql/*.graphql' --output src/graphql.rs
//! ```
//!
//! `gql-codegen --help` lists the commands, and `gql-codegen help COMMAND` shows the flags of a command with examples. The
//! generator is the crate `gql-codegen`; `run` and `introspect` use the clients of `gql-runtime`.
//!
//! Results go to standard output, messages to standard error.
//! [The guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/guide/command.md) describes the commands and the configuration.

mod args;
mod commands;
mod diff;
mod failure;
mod inputs;
mod interrupt;
mod parallel;
mod progress;
mod report;
mod server;
mod settings;
mod spreads;
mod style;
mod terminal;
mod usage;
mod write;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::Arguments;
use failure::Outcome;
use mimalloc::MiMalloc;
use terminal::Terminal;

/// Generating code allocates many small, short-lived objects.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(&arguments.output);
    match commands::run(arguments.command, Arguments::command, &terminal) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(failure) => terminal.fail(failure),
    }
}
