//! `prune`: prints the smallest schema that the operations need.

mod needed;

use std::path::Path;

use clap::Args;
use gql_codegen::check::Typed;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema;
use gql_codegen::source::Sources;
use gql_codegen::syntax::ast::{Definition, Document, TypeDefinition, TypeDefinitionKind};
use gql_codegen::syntax::{parse, print};

use crate::failure::{CommandResult, Outcome};
use crate::inputs;
use crate::settings::{ProjectFlags, Uses};
use crate::terminal::Terminal;
use crate::usage::Usage;
use crate::write::write;
use needed::Needed;

/// Print the smallest schema that the operations need
///
/// Code generated from it is identical. Commit it instead of a schema of several megabytes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen prune > schema.small.graphql
  gql-codegen prune --schema github.graphql \\
      --documents 'graphql/*.graphql' --output schema.graphql")]
pub(crate) struct Prune {
    #[command(flatten)]
    project: ProjectFlags<Uses>,
}

impl Prune {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let project = self.project.project()?;
        let text = inputs::typed(&project, terminal, |typed, _| Ok(prune(typed)))?;
        match self.project.output() {
            None => terminal.data(&text)?,
            Some(path) => {
                write(Path::new(path), &text)?;
                terminal.info(&format!("wrote {path}: {} bytes", text.len()));
            }
        }
        Ok(Outcome::Clean)
    }
}

/// Returns the schema as text, without unneeded elements.
fn prune(typed: &Typed<'_>) -> String {
    let needed = Needed::new(typed.schema(), &Usage::of(typed));
    let text = schema::print(typed.schema());
    let mut sources = Sources::new();
    let id = sources.add("schema.graphql", text.as_str());
    // The text was printed from a schema, so it is well-formed.
    let mut document = parse(id, &text, &mut Diagnostics::new());
    retain(&mut document, &needed);
    print(&document) + "\n"
}

fn retain(document: &mut Document<'_>, needed: &Needed) {
    document.definitions.retain_mut(|definition| match definition {
        Definition::Type(ty) if needed.has(ty.name.text) => {
            retain_members(ty, needed);
            true
        }
        Definition::Directive(directive) => needed.has(&format!("@{}", directive.name.text)),
        Definition::Schema(schema) => {
            schema.operations.retain(|root| needed.has(root.ty.text));
            true
        }
        _ => false,
    });
}

fn retain_members(ty: &mut TypeDefinition<'_>, needed: &Needed) {
    let name = ty.name.text;
    match &mut ty.kind {
        TypeDefinitionKind::Object { implements, fields }
        | TypeDefinitionKind::Interface { implements, fields } => {
            implements.retain(|interface| needed.has(interface.text));
            fields.retain_mut(|field| {
                let coordinate = format!("{name}.{}", field.name.text);
                let argument = |argument: &str| needed.has(&format!("{coordinate}({argument}:)"));
                field.arguments.retain(|input| argument(input.name.text));
                needed.has(&coordinate)
            });
        }
        TypeDefinitionKind::Union { members } => members.retain(|member| needed.has(member.text)),
        // Code is generated for an enum or input as a whole.
        TypeDefinitionKind::Scalar
        | TypeDefinitionKind::Enum { .. }
        | TypeDefinitionKind::InputObject { .. } => {}
    }
}
