//! Text to tree: the lexer, the parser, the tree. <https://spec.graphql.org/September2025/#sec-Language>
//!
//! Trees borrow their names from the text.

pub mod ast;
pub(crate) mod complaint;
mod document;
mod executable;
mod json;
mod lexer;
mod literal;
mod members;
mod parser;
mod print;
mod recovery;
pub(crate) mod string;
mod token;
mod type_system;
mod value;

pub use print::print;
pub(crate) use print::{compact, quoted};
#[cfg(feature = "introspection")]
pub(crate) use type_system::is_directive_location;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::syntax::complaint::SYNTAX;
use parser::{Failed, Parsed, Parser};

/// How deep selection sets, values and list types nest together; what is deeper is an error.
///
/// Every walk over a tree calls itself once a level; this many fit into the 2 MiB stack of a thread, unoptimised.
pub const MAX_NESTING: u32 = 500;

/// With so many syntax errors in one text, the rest of it is not read.
pub const MAX_ERRORS: usize = 100;

/// Parses a document of any definitions, executable and type system alike.
///
/// Syntax errors go to `diagnostics` (rule `Syntax`, in graphql-js's words); what could be read is returned all the same.
/// A text of 4 GiB or more is an error, for spans could not count it.
/// A JSON object is one error, which names what it is.
pub fn parse<'a>(source: SourceId, text: &'a str, diagnostics: &mut Diagnostics) -> ast::Document<'a> {
    let nothing = ast::Document {
        source,
        definitions: Vec::new(),
    };
    if let Some(finding) = json::taken_for_graphql(source, text) {
        diagnostics.push(finding);
        return nothing;
    }
    match countable(source, text, diagnostics) {
        Ok(text) => Parser::new(source, text, diagnostics).document(),
        Err(Failed) => nothing,
    }
}

/// Parses a text that is one value; a `constant` one holds no variables. `None` after an error.
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

/// Parses a text that is one type reference. `None` after an error.
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
    let message = "Syntax Error: The text is 4 GiB long or longer.";
    diagnostics.push(Diagnostic::error(&SYNTAX, message, Span::new(source, 0, 0)));
    Err(Failed)
}
