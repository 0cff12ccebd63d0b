//! `manifest`: prints the operations with their hashes, for servers that accept only known documents.

use std::path::Path;

use clap::{Args, ValueEnum};
use gql_codegen::generate;
use gql_codegen::ir::Operation;
use serde_json::{Map, Value, json};

use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::settings::{ProjectFlags, Requests};
use crate::terminal::Terminal;
use crate::write::write;

/// Print a manifest of operations and hashes, for trusted documents
///
/// Documents and hashes are those of the generated code: `Operation::DOCUMENT` and `Operation::HASH`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen manifest --output persisted-queries.json
  gql-codegen manifest --style relay")]
pub(crate) struct Manifest {
    #[command(flatten)]
    project: ProjectFlags<Requests>,
    /// Manifest format
    #[arg(long, value_enum, default_value_t)]
    style: ManifestStyle,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum ManifestStyle {
    /// Apollo persisted query manifest
    #[default]
    Apollo,
    /// Relay persisted queries: hash to document
    Relay,
    /// Operation name to hash and document
    Plain,
}

impl Manifest {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let project = self.project.project()?;
        let loaded = inputs::texts(&project, terminal)?;
        let schema = inputs::schema(&loaded, terminal);
        let output = generate(&schema, &loaded.documents, &project.config);
        let Some(ir) = output.ir.filter(|_| !output.diagnostics.has_errors()) else {
            return Err(Failure::Unable(output.diagnostics, output.sources));
        };
        let manifest = format!("{:#}\n", self.style.manifest(&ir.operations));
        // The output in the configuration is for generated code, not for the manifest.
        match self.project.output() {
            None => terminal.data(&manifest)?,
            Some(path) => {
                write(Path::new(path), &manifest)?;
                terminal.info(&format!("wrote {path}"));
            }
        }
        Ok(Outcome::Clean)
    }
}

impl ManifestStyle {
    fn manifest(self, operations: &[Operation]) -> Value {
        match self {
            // <https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format>
            Self::Apollo => json!({
                "format": "apollo-persisted-query-manifest",
                "version": 1,
                "operations": operations.iter().map(|operation| json!({
                    "id": operation.hash,
                    "name": operation.name,
                    "type": operation.kind.as_str().to_ascii_lowercase(),
                    "body": operation.document,
                })).collect::<Vec<_>>(),
            }),
            // <https://relay.dev/docs/guides/persisted-queries/>
            Self::Relay => Value::Object(
                operations
                    .iter()
                    .map(|operation| (operation.hash.clone(), operation.document.clone().into()))
                    .collect::<Map<_, _>>(),
            ),
            Self::Plain => Value::Object(
                operations
                    .iter()
                    .map(|operation| {
                        let value = json!({ "hash": operation.hash, "document": operation.document });
                        (operation.name.clone(), value)
                    })
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}
