//! The arguments of the command line.

use clap::Parser;

use crate::commands::Command;
use crate::terminal::OutputOptions;

/// Generate typed Rust from a GraphQL schema and operations, and check both
#[derive(Debug, Parser)]
#[command(name = "gql-codegen", version, propagate_version = true, after_help = AFTER_HELP)]
#[command(arg_required_else_help = true, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  gql-codegen generate --schema schema.graphql \\
      --documents 'graphql/*.graphql' --output src/graphql.rs
  gql-codegen check --format github

Exit codes:
  0  success
  1  completed with errors: invalid operations, stale files, breaking changes
  2  failed: invalid flag or configuration, unreadable file, unreachable server";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    /// Help is wrapped to the terminal's width, which would break a longer line in the middle of a command.
    #[test]
    fn every_line_of_the_examples_fits_a_terminal() {
        let mut all = Arguments::command();
        all.build();
        for command in all.get_subcommands().chain([&all]) {
            let after = command.get_after_help();
            let text = after.map(ToString::to_string).unwrap_or_default();
            for line in text.lines() {
                assert!(line.len() <= 80, "{}: {line}", command.get_name());
            }
        }
    }

    #[test]
    fn every_flag_is_explained_on_its_page() {
        let mut all = Arguments::command();
        all.build();
        for command in all.get_subcommands() {
            for flag in command.get_arguments() {
                // The manual page shows the long help of a flag that the short help leaves out.
                let short = flag.get_help().filter(|_| !flag.is_hide_short_help_set());
                let text = flag.get_long_help().or(short);
                assert!(text.is_some(), "{} {}", command.get_name(), flag.get_id());
            }
        }
    }
}
