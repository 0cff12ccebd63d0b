//! Documents in the source of the program: `graphql!` in the module of the attribute, and `query` in the derive.

use std::collections::HashMap;
use std::fs;
use std::iter;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gql_codegen::SourceFile;
use gql_codegen::rust_source::{Misuse, RustLiteral, literal};
use gql_codegen::source::{Host, Source};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{Error, LitStr};

/// A document and the literal that contains it.
pub(crate) struct Document {
    pub(crate) text: SourceFile,
    span: Span,
}

/// The documents of a macro.
#[derive(Default)]
pub(crate) struct Documents(Vec<Document>);

impl Documents {
    /// Finds the files and places of literals.
    pub(crate) fn new(literals: &[LitStr]) -> Self {
        let mut files = HashMap::new();
        let document = |literal: &LitStr| Document {
            text: text(literal, &mut files),
            span: literal.span(),
        };
        Self(literals.iter().map(document).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = SourceFile> {
        self.0.iter().map(|document| document.text.clone())
    }

    /// Returns the location of the literal that a source of diagnostics is, if it is one.
    pub(crate) fn span(&self, source: &Source) -> Option<Span> {
        let document = self
            .0
            .iter()
            .find(|document| Arc::ptr_eq(&document.text.text, &source.text))?;
        Some(document.span)
    }
}

/// Returns the text of a literal with its place in the Rust file.
///
/// The file is read, because the tokens of a macro do not have the lines around a literal. If it cannot be found, as in
/// rust-analyzer, lines are counted from the start of the literal.
fn text(literal: &LitStr, files: &mut HashMap<PathBuf, Option<RustFile>>) -> SourceFile {
    let value = literal.value();
    let here = place(literal.span()).and_then(|(path, line, column)| {
        let file = files
            .entry(path.clone())
            .or_insert_with(|| RustFile::read(&path))
            .as_ref()?;
        let found = self::literal(&file.host, file.offset(line, column)?)?;
        // The file may have changed since the compiler read it.
        (*found.text == *value).then_some((path, found))
    });
    match here {
        Some((path, RustLiteral { text, embedding })) => SourceFile::embedded(path, text, embedding),
        None => SourceFile::new("graphql!", value),
    }
}

/// Returns the file, line and column of a location, each counted from 1; `None` if it is not in a file.
fn place(span: Span) -> Option<(PathBuf, usize, usize)> {
    // The tests of this crate run outside of the compiler.
    if !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap();
    Some((span.local_file()?, span.line(), span.column()))
}

/// A file with literals.
struct RustFile {
    host: Arc<Host>,
    /// The offsets of its lines, which end with a line feed.
    lines: Vec<usize>,
}

impl RustFile {
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        // The compiler ignores a byte order mark.
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let others = text.match_indices('\n').map(|(end, _)| end + 1);
        let lines = iter::once(first).chain(others).collect();
        let host = Arc::new(Host::new(text));
        Some(Self { host, lines })
    }

    /// Returns the offset of a line and a column, which counts characters.
    fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.lines.get(line.checked_sub(1)?)?;
        let rest = self.host.text.get(start..)?;
        let (before, _) = rest.char_indices().nth(column.checked_sub(1)?)?;
        Some(start + before)
    }
}

/// Takes every `graphql!` out of the body of a module. Returns the other tokens and the literals.
///
/// A mistake is replaced by a compile error, and the literals are `None`.
pub(crate) fn take(body: TokenStream) -> (TokenStream, Option<Vec<LitStr>>) {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let (mut literals, mut rest) = (Some(Vec::new()), Vec::new());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some((group, range)) = call(&tokens, at) else {
            rest.push(token.clone());
            at += 1;
            continue;
        };
        let before = tokens.get(..at).unwrap_or_default();
        at = range.end;
        let found = document(token, before, group);
        // A constant needs its semicolon. The compiler reports a missing one before it runs the macro.
        let is_item = !matches!(found, Err((Misuse::NotItem, _)));
        if is_item && group.delimiter() != Delimiter::Brace && tokens.get(at).is_some_and(is_end) {
            at += 1;
        }
        match found {
            Ok(literal) => {
                if let Some(literals) = &mut literals {
                    literals.push(literal);
                }
            }
            Err((misuse, span)) => {
                literals = None;
                drop_attributes(&mut rest);
                let message = format!("{}\n{}", misuse.message(), misuse.help());
                rest.extend(Error::new(span, message).into_compile_error());
            }
        }
    }
    (rest.into_iter().collect(), literals)
}

/// Removes the attributes at the end of some tokens. They could disable the compile error that follows.
fn drop_attributes(tokens: &mut Vec<TokenTree>) {
    while let [.., TokenTree::Punct(hash), TokenTree::Group(group)] = tokens.as_slice()
        && hash.as_char() == '#'
        && group.delimiter() == Delimiter::Bracket
    {
        tokens.truncate(tokens.len() - 2);
    }
}

/// Returns the group of the `graphql!` at a position, and the positions of all its tokens.
fn call(tokens: &[TokenTree], at: usize) -> Option<(&Group, Range<usize>)> {
    match tokens.get(at..at + 3)? {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(mark),
            TokenTree::Group(group),
        ] if name == "graphql" && mark.as_char() == '!' => Some((group, at..at + 3)),
        _ => None,
    }
}

/// Returns the literal of a `graphql!` whose name is `name`, or the place of the mistake. `before` contains the tokens before it.
fn document(name: &TokenTree, before: &[TokenTree], group: &Group) -> Result<LitStr, (Misuse, Span)> {
    match before {
        [] => {}
        [.., token] if is_end(token) => {}
        [.., TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {}
        // An inner attribute belongs to the module: `#![allow(…)]`.
        [.., TokenTree::Punct(mark), TokenTree::Group(group)]
            if mark.as_char() == '!' && group.delimiter() == Delimiter::Bracket => {}
        [.., TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            return Err((Misuse::Attribute, name.span()));
        }
        _ => return Err((Misuse::NotItem, name.span())),
    }
    let inside = group.stream();
    let first = inside.clone().into_iter().next();
    match syn::parse2::<LitStr>(inside) {
        Ok(literal) if literal.suffix().is_empty() => Ok(literal),
        _ => Err((
            Misuse::NotLiteral,
            first.map_or(name.span(), |token| token.span()),
        )),
    }
}

fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}
