//! The paths that a file names, written out in full: `use` trees flattened, `crate`, `self` and `super` resolved.

use crate::token::{Kind, Token, tokens};

/// A path, as in `crate::schema::Type` or `std::fs::read`, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// All paths in the text of the module, in the order in which they stand.
pub(crate) fn names(module: &[&str], text: &str) -> Vec<Name> {
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        module: owned(module),
        blocks: Vec::new(),
        found: Vec::new(),
    };
    while let Some(token) = reader.peek() {
        match token.kind {
            Kind::Ident("use") if reader.starts_item() => {
                reader.at += 1;
                reader.tree(&[]);
            }
            Kind::Ident("mod") if reader.starts_item() => reader.module(),
            Kind::Ident(_) => reader.path(),
            Kind::Punct('{') => reader.open(None),
            Kind::Punct('}') => reader.close(),
            Kind::PathSep | Kind::Punct(_) => reader.at += 1,
        }
    }
    reader.found
}

struct Reader<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    module: Vec<String>,
    /// For each open brace, whether it is a module's.
    blocks: Vec<bool>,
    found: Vec<Name>,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    fn take(&mut self, kind: Kind<'_>) -> bool {
        let is = self.peek().is_some_and(|token| token.kind == kind);
        self.at += usize::from(is);
        is
    }

    /// Returns whether a keyword here starts an item: `use` is also a part of a type, as in `impl Sized + use<>`.
    fn starts_item(&self) -> bool {
        self.tokens
            .get(self.at + 1)
            .is_some_and(|next| next.kind != Kind::Punct('<'))
    }

    fn open(&mut self, module: Option<&str>) {
        self.at += 1;
        self.blocks.push(module.is_some());
        self.module.extend(module.map(str::to_owned));
    }

    fn close(&mut self) {
        self.at += 1;
        if self.blocks.pop() == Some(true) {
            self.module.pop();
        }
    }

    /// `mod name {` or `mod name;`
    fn module(&mut self) {
        self.at += 1;
        if let Some(Token {
            kind: Kind::Ident(name),
            ..
        }) = self.peek()
        {
            self.at += 1;
            if self.peek().is_some_and(|token| token.kind == Kind::Punct('{')) {
                self.open(Some(name));
            }
        }
    }

    /// A path in an expression, a type or a macro call.
    fn path(&mut self) {
        let line = self.peek().map_or(0, |token| token.line);
        let mut path = Vec::new();
        while let Some(Token {
            kind: Kind::Ident(segment),
            ..
        }) = self.peek()
        {
            self.at += 1;
            path.push(segment.to_owned());
            if !self.take(Kind::PathSep) {
                break;
            }
        }
        // A name alone is a local one or was imported, which its `use` tells; a macro may be in scope without.
        let is_macro = self.peek().is_some_and(|token| token.kind == Kind::Punct('!'));
        if path.len() > 1 || is_macro {
            self.found.push(Name {
                line,
                path: resolve(&self.module, path),
            });
        }
    }

    /// A `use` tree below a prefix.
    fn tree(&mut self, prefix: &[String]) {
        let mut path = prefix.to_vec();
        let line = self.peek().map_or(0, |token| token.line);
        self.take(Kind::PathSep);
        loop {
            match self.peek().map(|token| token.kind) {
                Some(Kind::Ident(segment)) => {
                    self.at += 1;
                    // `a::{self}` names `a`.
                    if segment != "self" || path.is_empty() {
                        path.push(segment.to_owned());
                    }
                }
                Some(Kind::Punct('*')) => self.at += 1,
                Some(Kind::Punct('{')) => {
                    self.at += 1;
                    while self.peek().is_some() && !self.take(Kind::Punct('}')) {
                        self.tree(&path);
                        if !self.take(Kind::Punct(','))
                            && self.peek().is_some_and(|token| token.kind != Kind::Punct('}'))
                        {
                            self.at += 1;
                        }
                    }
                    return;
                }
                _ => {}
            }
            if !self.take(Kind::PathSep) {
                break;
            }
        }
        if self.take(Kind::Ident("as")) {
            self.at += 1;
        }
        self.found.push(Name {
            line,
            path: resolve(&self.module, path),
        });
    }
}

/// Puts the module's path in place of `self` and `super`.
fn resolve(module: &[String], path: Vec<String>) -> Vec<String> {
    let mut base = module.to_vec();
    let mut segments = path.into_iter().peekable();
    let mut relative = false;
    while let Some(segment) = segments.next_if(|segment| segment == "self" || segment == "super") {
        if segment == "super" {
            base.pop();
        }
        relative = true;
    }
    if relative {
        std::iter::once("crate".to_owned())
            .chain(base)
            .chain(segments)
            .collect()
    } else {
        segments.collect()
    }
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|segment| (*segment).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(module: &[&str], text: &str) -> Vec<String> {
        names(module, text)
            .into_iter()
            .map(|name| name.path.join("::"))
            .collect()
    }

    #[test]
    fn use_trees_are_flattened() {
        let text = "use crate::{a::{self, B as C}, d::*}; use std::fs; use ::e::F; let a = quote;";
        assert_eq!(
            paths(&[], text),
            ["crate::a", "crate::a::B", "crate::d", "std::fs", "e::F"]
        );
    }

    #[test]
    fn relative_paths_are_resolved() {
        let text = "use super::a; mod m { use super::super::b; } use self::c; super::d::e();";
        assert_eq!(
            paths(&["x", "y"], text),
            ["crate::x::a", "crate::x::b", "crate::x::y::c", "crate::x::d::e"]
        );
    }

    #[test]
    fn paths_in_expressions_count() {
        let text = "fn f() -> impl Sized + use<> { let now = std::time::Instant::now(); quote! { #now } }";
        let paths = paths(&[], text);
        assert!(paths.contains(&"std::time::Instant::now".to_owned()), "{paths:?}");
        assert!(paths.contains(&"quote".to_owned()), "{paths:?}");
    }
}
