//! `completions`: prints scripts for shell completion.

use clap::Args;
use clap_complete::Shell;

use crate::failure::{CommandResult, Outcome};
use crate::terminal::Terminal;

/// Print shell completions
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen completions bash > /etc/bash_completion.d/gql-codegen
  gql-codegen completions fish > ~/.config/fish/completions/gql-codegen.fish
  gql-codegen completions zsh > \"${fpath[1]}/_gql-codegen\"")]
pub(crate) struct Completions {
    /// Shell to complete for
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script for this command and its subcommands.
    pub(crate) fn run(&self, mut command: clap::Command, terminal: &Terminal) -> CommandResult {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "gql-codegen", &mut script);
        // clap_complete mistakes the hyphen in `gql-codegen` for the separator of a subcommand in one half of its bash script,
        // but not in the other.
        let script = String::from_utf8_lossy(&script)
            .replace("gql__subcmd__codegen__subcmd__", "gql__codegen__subcmd__");
        terminal.data(&script)?;
        Ok(Outcome::Clean)
    }
}
