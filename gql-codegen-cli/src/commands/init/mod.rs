//! `init`: creates a configuration and a first operation.

mod ask;
mod first;
mod look;

use std::path::{Path, PathBuf};

use clap::Args;
use gql_codegen::schema::{Schema, TypeKind};
use serde_json::Value;

use super::introspect;
use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::server::Server;
use crate::terminal::Terminal;
use crate::write::write;
use ask::ask;

/// Create gql.toml and a first operation
///
/// Looks for a schema and a graphql-config file in this folder; on a terminal, asks for values not given by flags. A schema
/// at a URL is downloaded. Without a graphql-config file, writes .graphqlrc.yml for the GraphQL plugins of editors.
/// Existing files are not overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen init
  gql-codegen init --schema schema.graphql \\
      --documents 'graphql/*.graphql' --output src/graphql.rs
  gql-codegen init --schema https://api.github.com/graphql \\
      -H 'Authorization: Bearer ${GITHUB_TOKEN}' --yes")]
pub(crate) struct Init {
    /// Schema file, or URL of a server. Default: the schema found in this folder
    #[arg(long, short, value_name = "FILE")]
    schema: Option<String>,
    /// Glob of the operation files. Default: graphql/*.graphql
    #[arg(long, short, value_name = "GLOB")]
    documents: Option<String>,
    /// File for the generated code. Default: src/graphql.rs
    #[arg(long, short, value_name = "PATH")]
    output: Option<String>,
    /// Accept defaults without asking
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    server: Server,
}

const CONFIGURATION: &str = "gql.toml";
/// The configuration of graphql-config, which the GraphQL plugins of editors read.
const EDITORS: &str = ".graphqlrc.yml";
/// The file for a downloaded schema.
const DOWNLOADED: &str = "schema.graphql";
const DOCUMENTS: &str = "graphql/*.graphql";
const OUTPUT: &str = "src/graphql.rs";

/// The values of a new configuration.
struct Answers {
    /// The URL that the schema was downloaded from.
    url: Option<String>,
    schema: Vec<String>,
    documents: Vec<String>,
    output: String,
}

impl Init {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        if Path::new(CONFIGURATION).exists() {
            return Err(Failure::with_help(
                format!("{CONFIGURATION} already exists"),
                "run `gql-codegen doctor` to check it",
            ));
        }
        let answers = self.answers(terminal)?;
        let read = inputs::schema_of(&answers.schema)?;
        write(Path::new(CONFIGURATION), &answers.configuration(&read.schema))?;
        terminal.info(&format!("wrote {CONFIGURATION}"));
        if !look::has_graphql_config() {
            write(Path::new(EDITORS), &answers.for_editors())?;
            terminal.info(&format!("wrote {EDITORS}, for the GraphQL plugins of editors"));
        }
        match answers.first_path() {
            Some(path) if !look::has_operations(&answers.documents) => match first::operation(&read.schema) {
                Some(operation) => {
                    write(&path, &operation)?;
                    terminal.info(&format!("wrote {}", path.display()));
                }
                None => terminal
                    .info("no example operation was written: every query of the schema requires arguments"),
            },
            _ => terminal.info(&format!(
                "using the operations in {}",
                answers.documents.join(", ")
            )),
        }
        terminal.info(&format!("\nNext:\n{}", answers.next_steps()));
        Ok(Outcome::Clean)
    }

    /// Collects the values from flags, existing files, and the user.
    fn answers(&self, terminal: &Terminal) -> Result<Answers, Failure> {
        let asks = !self.yes && ask::is_possible();
        let theirs = look::graphql_config(terminal);
        let or_ask = |said: &Option<String>, question: &str, default: &str| match said {
            Some(said) => Ok(said.clone()),
            None if asks => ask(question, Some(default)),
            None => Ok(default.to_owned()),
        };
        let schema = match (&self.schema, &theirs) {
            (Some(schema), _) => vec![schema.clone()],
            (None, Some(theirs)) if !theirs.config.schema.is_empty() => theirs.config.schema.clone(),
            (None, _) => vec![found_or_asked(asks)?],
        };
        let url = schema.first().filter(|url| is_url(url)).cloned();
        let schema = match schema.as_slice() {
            [url] if is_url(url) => vec![self.download(url, terminal)?],
            _ => schema,
        };
        let theirs = theirs.map_or_else(Vec::new, |theirs| look::graphql_files(&theirs.config.documents));
        let documents = match &self.documents {
            None if !theirs.is_empty() => theirs,
            _ => vec![or_ask(&self.documents, "Operation files (glob):", DOCUMENTS)?],
        };
        let output = or_ask(&self.output, "Generated code (file):", OUTPUT)?;
        Ok(Answers {
            url,
            schema,
            documents,
            output,
        })
    }

    fn download(&self, url: &str, terminal: &Terminal) -> Result<String, Failure> {
        let path = Path::new(DOWNLOADED);
        if path.exists() {
            return Err(Failure::with_help(
                format!("cannot download the schema at {url}: {DOWNLOADED} already exists"),
                format!("use the existing file with `--schema {DOWNLOADED}`, or move it"),
            ));
        }
        write(path, &introspect::sdl(url, &self.server, terminal)?)?;
        terminal.info(&format!("wrote {DOWNLOADED}"));
        Ok(DOWNLOADED.into())
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

impl Answers {
    fn configuration(&self, schema: &Schema) -> String {
        // A JSON string is also a TOML string.
        let text = |text: &str| Value::from(text).to_string();
        let list = |texts: &[String]| match texts {
            [only] => text(only),
            several => Value::from(several.to_vec()).to_string(),
        };
        // Parts of a URL that may be secret are not written.
        let url = self.url.as_ref().filter(|url| !url.contains(['@', '?', '#']));
        let url = url
            .map(|url| format!("url = {}\n", text(url)))
            .unwrap_or_default();
        let mut configuration = format!(
            "# Run `gql-codegen generate --help` for a list of all keys.\n{url}schema = {}\ndocuments = {}\noutput = {}\n",
            list(&self.schema),
            list(&self.documents),
            text(&self.output),
        );
        let custom = |ty: &&gql_codegen::schema::TypeDef| {
            ty.span.is_some() && matches!(ty.kind, TypeKind::Scalar { .. })
        };
        let scalars: String = schema
            .types
            .iter()
            .filter(custom)
            .map(|ty| format!("# {} = {}\n", ty.name, text(suggested(&ty.name))))
            .collect();
        if !scalars.is_empty() {
            configuration += &format!(
                "\n# The Rust type of each scalar. Without one, its values are JSON.\n[scalars]\n{scalars}"
            );
        }
        configuration
    }

    /// Returns the schema and the documents in the format of graphql-config. JSON strings and lists are also YAML.
    /// <https://the-guild.dev/graphql/config/docs/user/usage>
    fn for_editors(&self) -> String {
        let list = |texts: &[String]| match texts {
            [only] => Value::from(only.as_str()),
            several => Value::from(several.to_vec()),
        };
        format!(
            "# For the GraphQL plugins of editors.\nschema: {}\ndocuments: {}\n",
            list(&self.schema),
            list(&self.documents),
        )
    }

    /// Returns the path of the first operation, if the glob determines it.
    fn first_path(&self) -> Option<PathBuf> {
        let documents = self.documents.first()?;
        let folder = documents.split(['*', '?', '[']).next()?;
        let is_folder = folder.is_empty() || folder.ends_with('/');
        let name = match documents.ends_with(".gql") {
            true => "first.gql",
            false => "first.graphql",
        };
        is_folder.then(|| Path::new(folder).join(name))
    }

    fn next_steps(&self) -> String {
        let mut steps = String::new();
        if !Path::new("Cargo.toml").exists() {
            steps += "  cargo init\n";
        }
        if look::lacks_runtime() {
            steps += "  cargo add gql-runtime\n";
        }
        let module = Path::new(&self.output)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        steps + &format!("  gql-codegen generate\n  add `mod {module};` to src/lib.rs or src/main.rs")
    }
}

/// Suggests a Rust type that often fits a scalar of this name.
fn suggested(scalar: &str) -> &'static str {
    match scalar {
        "DateTime" | "Timestamp" => "chrono::DateTime<chrono::Utc>",
        "Date" => "chrono::NaiveDate",
        "UUID" | "Uuid" => "uuid::Uuid",
        "JSON" | "JSONObject" => "serde_json::Value",
        "BigInt" | "Long" => "i64",
        _ => "String",
    }
}

/// Returns the schema found in this folder. If there is not exactly one, asks the user if possible.
fn found_or_asked(asks: bool) -> Result<String, Failure> {
    const QUESTION: &str = "Schema (file or URL of a server):";
    match look::schemas().as_slice() {
        [only] if asks => ask(QUESTION, Some(only)),
        [only] => Ok(only.clone()),
        [] if asks => ask(QUESTION, None),
        [] => Err(Failure::with_help(
            "no schema found in this folder",
            "specify a file or the URL of a server with `--schema`",
        )),
        several if asks => ask(&format!("Schema ({}):", several.join(", ")), None),
        several => Err(Failure::with_help(
            format!("several schemas found in this folder: {}", several.join(", ")),
            "choose one with `--schema`",
        )),
    }
}
