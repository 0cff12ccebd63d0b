//! `gql-codegen`: typed Rust out of GraphQL, from the command line.
//!
//! ```text
//! gql-codegen introspect https://example.com/graphql --output schema.graphql
//! gql-codegen generate --schema schema.graphql --documents 'graphql/*.graphql' --output src/graphql.rs
//! ```
//!
//! `gql-codegen --help` lists the commands, and `--help` behind one shows its flags with examples. The generator is the crate
//! `gql-codegen`, the clients of `run` and `introspect` are `gql-runtime`'s.
//!
//! What a command is asked for goes to standard output, everything else to standard error.
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

/// Generated code is made of many small pieces, which come and go.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(&arguments.output);
    match commands::run(arguments.command, Arguments::command, &terminal) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => terminal.fail(failure),
    }
}
