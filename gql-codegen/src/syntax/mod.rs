//! The lexer, the parser and the syntax tree. <https://spec.graphql.org/September2025/#sec-Language>
//!
//! Syntax trees borrow names from the text.

pub mod ast;
pub(crate) mod complaint;
mod document;
mod executable;
mod json;
mod lexer;
mod literal;
mod members;
mod name;
mod parser;
mod print;
mod recovery;
mod stacks;
pub(crate) mod string;
mod token;
mod type_system;
mod value;

pub use print::print;
pub(crate) use print::{WireForm, compact, quoted};
#[cfg(feature = "introspection")]
pub(crate) use type_system::is_directive_location;
pub(crate) use type_system::is_executable_location;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::syntax::complaint::SYNTAX;
use parser::{Failed, Parsed, Parser};

/// The maximum combined nesting depth of selection sets, values and list types.
///
/// Functions that walk a tree recurse once per level. This depth fits into the 2 MiB stack of a thread without optimization.
pub const MAX_NESTING: u32 = 500;

/// The maximum number of syntax errors in a text. The rest of the text is skipped.
pub const MAX_ERRORS: usize = 100;

/// Parses a document that may contain both executable and type system definitions.
///
/// Syntax errors are added to `diagnostics` (rule `Syntax`, in the wording of graphql-js), and the valid parts are returned. A
/// text of 4 GiB or more is an error, because spans use 32 bits. A JSON object is reported as a single error.
pub fn parse<'a>(source: SourceId, text: &'a str, diagnostics: &mut Diagnostics) -> ast::Document<'a> {
    let nothing = ast::Document {
        source,
        definitions: Vec::new(),
    };
    if let Some(diagnostic) = json::taken_for_graphql(source, text) {
        diagnostics.push(diagnostic);
        return nothing;
    }
    match countable(source, text, diagnostics) {
        Ok(text) => Parser::new(source, text, diagnostics).document(),
        Err(Failed) => nothing,
    }
}

/// Parses a text that consists of a single value. A `constant` value contains no variables. Returns `None` after an error.
#[doc(hidden)]
pub fn parse_value<'a>(
    source: SourceId,
    text: &'a str,
    constant: bool,
    diagnostics: &mut Diagnostics,
) -> Option<ast::Value<'a>> {
    let text = countable(source, text, diagnostics).ok()?;
    let mut parser = Parser::new(source, text, diagnostics);
    let value = parser.value(constant).ok()?;
    parser.end().map(|()| value)
}

/// Parses a text that consists of a single type reference. Returns `None` after an error.
#[doc(hidden)]
pub fn parse_type<'a>(
    source: SourceId,
    text: &'a str,
    diagnostics: &mut Diagnostics,
) -> Option<ast::Type<'a>> {
    let text = countable(source, text, diagnostics).ok()?;
    let mut parser = Parser::new(source, text, diagnostics);
    let ty = parser.type_reference().ok()?;
    parser.end().map(|()| ty)
}

/// Spans count bytes in 32 bits.
fn countable<'a>(source: SourceId, text: &'a str, diagnostics: &mut Diagnostics) -> Parsed<&'a str> {
    if u32::try_from(text.len()).is_ok() {
        return Ok(text);
    }
    let message = "the text is 4 GiB or longer";
    diagnostics.push(Diagnostic::error(&SYNTAX, message, Span::new(source, 0, 0)));
    Err(Failed)
}
