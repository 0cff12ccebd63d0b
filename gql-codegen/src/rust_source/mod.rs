//! Documents in Rust source: the string literals of `graphql!` in modules with `#[operations]`, and of `query` in the derive.
//!
//! The macros have the tokens of these literals, and only need `literal` to find their places. The command and build scripts
//! search whole files, regardless of `#[cfg]`: [`documents`].

mod items;
mod lexer;
mod literal;
mod misuse;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use items::MacroScope;
pub use literal::{RustLiteral, literal};
pub use misuse::Misuse;

use crate::SourceFile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Host, Sources, Span};

/// Returns the documents of a Rust file, in their order, of the macros whose options `is_wanted` accepts. Reports documents that
/// are not string literals.
pub fn documents(
    file: &SourceFile,
    mut is_wanted: impl FnMut(&MacroScope) -> bool,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<SourceFile> {
    // Most files have none.
    if !file.text.contains("graphql") {
        return Vec::new();
    }
    let host = Arc::new(Host::new(file.text.clone()));
    let mut texts = Vec::new();
    let mut source = None;
    for call in items::macro_calls(&host) {
        if !is_wanted(&call.scope) {
            continue;
        }
        for document in call.documents {
            let found =
                document.and_then(|range| literal(&host, range.start).ok_or((Misuse::NotLiteral, range)));
            match found {
                Ok(RustLiteral { text, embedding }) => {
                    texts.push(SourceFile::embedded(file.path.clone(), text, embedding))
                }
                Err((misuse, range)) => {
                    let id = *source.get_or_insert_with(|| file.add_to(sources));
                    diagnostics.push(
                        Diagnostic::configuration(misuse.message())
                            .with_primary(Span::of(id, range), "")
                            .help(misuse.help()),
                    );
                }
            }
        }
    }
    texts
}
