//! `man`: prints manual pages in roff.

use std::path::PathBuf;

use clap::Args;
use clap_mangen::Man as Page;

use crate::failure::{CommandResult, Failure, Outcome};
use crate::terminal::Terminal;
use crate::write::write;

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen man | man -l -
  gql-codegen man --folder /usr/local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for each command to this folder
    #[arg(long, value_name = "PATH")]
    folder: Option<PathBuf>,
}

impl Man {
    /// Prints or writes the manual pages of this command and its subcommands.
    pub(crate) fn run(&self, mut command: clap::Command, terminal: &Terminal) -> CommandResult {
        command.build();
        let Some(folder) = &self.folder else {
            terminal.data(&roff(command)?)?;
            return Ok(Outcome::Clean);
        };
        let subcommands: Vec<_> = command.get_subcommands().cloned().collect();
        for command in subcommands.into_iter().chain([command]) {
            let name = command
                .get_display_name()
                .unwrap_or(command.get_name())
                .to_owned();
            let path = folder.join(format!("{name}.1"));
            write(&path, &roff(command.name(name))?)?;
            terminal.verbose(|| format!("wrote {}", path.display()));
        }
        Ok(Outcome::Clean)
    }
}

fn roff(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    Page::new(command)
        .render(&mut page)
        .map_err(|error| Failure::new(format!("cannot create the manual page: {error}")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
