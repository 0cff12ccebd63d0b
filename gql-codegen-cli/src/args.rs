//! What may be written on the command line.

use clap::{Args, ColorChoice, Parser, ValueEnum};

use crate::commands::Command;

/// Typed Rust out of a GraphQL schema and operation files.
#[derive(Debug, Parser)]
#[command(name = "gql-codegen", version, propagate_version = true, after_help = AFTER_HELP)]
#[command(
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 110
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) talk: Talk,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  gql-codegen generate --schema schema.graphql --documents 'graphql/*.graphql' --output src/graphql.rs
  gql-codegen check --format github

Exit codes:
  0  done, and all is well
  1  done, and something is wrong: invalid operations, stale files, breaking changes
  2  not done: a wrong flag, a wrong configuration, a file or server that cannot be reached";

/// How much is said, and in which colours.
#[derive(Debug, Args)]
pub(crate) struct Talk {
    /// Say nothing but errors
    #[arg(long, short, global = true, conflicts_with = "verbose", help_heading = "Talk")]
    pub(crate) quiet: bool,
    /// Say more: files, times
    #[arg(long, short, global = true, help_heading = "Talk")]
    pub(crate) verbose: bool,
    /// Colours: on a terminal (and never with NO_COLOR), or as said here
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Talk"
    )]
    pub(crate) color: ColorChoice,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// With the lines that they speak of
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
}
