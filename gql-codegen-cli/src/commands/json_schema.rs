//! `json-schema`: prints the JSON Schema with which editors complete and check `gql.toml`.

use clap::Args;

use crate::failure::{CommandResult, Outcome};
use crate::settings;
use crate::terminal::Terminal;

/// Print the JSON Schema of gql.toml, for editors
#[derive(Debug, Args)]
pub(crate) struct JsonSchema {}

impl JsonSchema {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        terminal.data(&settings::json_schema())?;
        Ok(Outcome::Clean)
    }
}
