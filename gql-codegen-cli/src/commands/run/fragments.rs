//! Adds fragments that are defined in other files to the document that is sent.

use gql_codegen::SourceFile;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::project::Project;
use gql_codegen::source::SourceId;
use gql_codegen::syntax::ast::Definition;
use gql_codegen::syntax::parse;

use crate::failure::Failure;
use crate::inputs;
use crate::spreads::spreads;
use crate::terminal::Terminal;

/// The text of a fragment and the names of the fragments that it spreads.
struct Fragment {
    name: String,
    text: String,
    needs: Vec<String>,
}

/// Appends the fragments that the text spreads but does not define.
///
/// They are looked up in `beside`, the texts of the same file, and then in the documents of the configuration.
pub(super) fn complete(
    mut text: String,
    beside: &[SourceFile],
    projects: &[Project],
    terminal: &Terminal,
) -> Result<String, Failure> {
    let (own, mut needed) = definitions(&text);
    let mut have: Vec<String> = own.into_iter().map(|fragment| fragment.name).collect();
    needed.retain(|name| !have.contains(name));
    if needed.is_empty() {
        return Ok(text);
    }
    let configured = documents(projects, terminal)?;
    let all: Vec<Fragment> = beside
        .iter()
        .chain(&configured)
        .flat_map(|text| definitions(&text.text).0)
        .collect();
    while let Some(name) = needed.pop() {
        if have.contains(&name) {
            continue;
        }
        let Some(fragment) = all.iter().find(|fragment| fragment.name == name) else {
            return Err(Failure::with_help(
                format!("no fragment named `{name}` in the file or in the documents of the configuration"),
                "add the file that defines it to `documents` in gql.toml",
            ));
        };
        text.push_str("\n\n");
        text.push_str(&fragment.text);
        needed.extend(fragment.needs.iter().cloned());
        have.push(name);
    }
    Ok(text)
}

/// Reads the documents of all projects; there are none without a configuration.
fn documents(projects: &[Project], terminal: &Terminal) -> Result<Vec<SourceFile>, Failure> {
    let mut documents = Vec::new();
    for project in projects {
        if !project.config.documents.is_empty() {
            documents.extend(inputs::texts(project, terminal)?.documents);
        }
    }
    Ok(documents)
}

/// Returns the fragments of a text, and the names of all fragments that the text spreads.
fn definitions(text: &str) -> (Vec<Fragment>, Vec<String>) {
    let (mut fragments, mut needed) = (Vec::new(), Vec::new());
    // Syntax errors are reported when the document is read.
    let document = parse(SourceId(0), text, &mut Diagnostics::new());
    for definition in &document.definitions {
        let set = match definition {
            Definition::Operation(operation) => &operation.selection_set,
            Definition::Fragment(fragment) => &fragment.selection_set,
            _ => continue,
        };
        let needs: Vec<String> = spreads(set).into_iter().map(str::to_owned).collect();
        needed.extend(needs.iter().cloned());
        if let Definition::Fragment(fragment) = definition {
            fragments.push(Fragment {
                name: fragment.name.text.to_owned(),
                text: text.get(fragment.span.range()).unwrap_or_default().to_owned(),
                needs,
            });
        }
    }
    (fragments, needed)
}
