//! `init`: a configuration and a first operation, from what is here.

mod first;
mod look;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::failure::{Failure, Outcome, Verdict};
use crate::inputs;
use crate::terminal::Terminal;
use crate::write::write;

/// Start a project: gql.toml and a first operation
///
/// Looks for a schema here and asks for what it cannot find; it never writes over a file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen init
  gql-codegen init --schema schema.graphql --documents 'graphql/*.graphql' --output src/graphql.rs")]
pub(crate) struct Init {
    /// The schema; without it, one that is found here
    #[arg(long, value_name = "FILE")]
    schema: Option<String>,
    /// Where operations are
    #[arg(long, value_name = "GLOB", default_value = "graphql/*.graphql")]
    documents: String,
    /// Where generated code goes
    #[arg(long, value_name = "PATH", default_value = "src/graphql.rs")]
    output: String,
}

const CONFIGURATION: &str = "gql.toml";

impl Init {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        if Path::new(CONFIGURATION).exists() {
            return Err(Failure::with_help(
                format!("{CONFIGURATION} is there already."),
                "`gql-codegen doctor` tells whether it is well",
            ));
        }
        let schema = match &self.schema {
            Some(schema) => schema.clone(),
            None => found_or_asked()?,
        };
        let read = inputs::schema_of(std::slice::from_ref(&schema))?;
        write(Path::new(CONFIGURATION), &self.configuration(&schema))?;
        terminal.say(&format!("{CONFIGURATION} written"));
        match self.first_path() {
            Some(path) if !look::has_operations(&self.documents) => {
                let operation = first::operation(&read.schema).ok_or_else(|| {
                    Failure::new("The schema has no query that can be asked without arguments: write an operation yourself.")
                })?;
                write(&path, &operation)?;
                terminal.say(&format!("{} written", path.display()));
            }
            _ => terminal.say(&format!("the operations are those of {}", self.documents)),
        }
        terminal.say(&format!("\nNext:\n{}", self.next_steps()));
        Ok(Verdict::Good)
    }

    fn configuration(&self, schema: &str) -> String {
        // A JSON string is a TOML string, too.
        let text = |text: &str| Value::from(text).to_string();
        format!(
            "# gql-codegen: https://docs.rs/gql-codegen\nschema = {}\ndocuments = {}\noutput = {}\n\n[scalars]\n# DateTime = \"chrono::DateTime<chrono::Utc>\"\n",
            text(schema),
            text(&self.documents),
            text(&self.output),
        )
    }

    /// Where a first operation goes, if the glob says that.
    fn first_path(&self) -> Option<PathBuf> {
        let folder = self.documents.split(['*', '?', '[']).next()?;
        let is_folder = folder.is_empty() || folder.ends_with('/');
        is_folder.then(|| Path::new(folder).join("first.graphql"))
    }

    fn next_steps(&self) -> String {
        let mut steps = String::new();
        if look::lacks_runtime() {
            steps += "  cargo add gql-runtime\n";
        }
        let module = Path::new(&self.output)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        steps + &format!("  gql-codegen generate\n  and in src/lib.rs or src/main.rs: mod {module};")
    }
}

/// The schema that is here; what is not found is asked for, if somebody is there to answer.
fn found_or_asked() -> Result<String, Failure> {
    let help = "name it with --schema, or download it: gql-codegen introspect URL --output schema.graphql";
    match look::schemas().as_slice() {
        [only] => Ok(only.clone()),
        [] if io::stdin().is_terminal() => asked("Where is the schema? A file: "),
        [] => Err(Failure::with_help("No schema is found here.", help)),
        several if io::stdin().is_terminal() => {
            asked(&format!("Which is the schema? {}: ", several.join(", ")))
        }
        several => Err(Failure::with_help(
            format!("Several schemas are found here: {}.", several.join(", ")),
            "name one with --schema",
        )),
    }
}

fn asked(question: &str) -> Result<String, Failure> {
    let mut answer = String::new();
    let mut stderr = io::stderr();
    let asked = stderr
        .write_all(question.as_bytes())
        .and_then(|()| stderr.flush())
        .and_then(|()| io::stdin().lock().read_line(&mut answer));
    match asked {
        Ok(_) if !answer.trim().is_empty() => Ok(answer.trim().to_owned()),
        _ => Err(Failure::with_help("No schema is named.", "name it with --schema")),
    }
}
