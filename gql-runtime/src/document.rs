//! The kinds of operations, and the detection of the kind in a document, for requests that do not specify it.
//!
//! The detection is not a parser: it finds the definitions of a valid document, and its result for an invalid one is
//! unspecified.

use std::fmt;

/// The kind of an operation. <https://spec.graphql.org/September2025/#OperationType>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "GraphQL has three kinds of operations")]
pub enum OperationKind {
    /// A query, which may be sent again.
    Query,
    /// A mutation, which is never sent twice.
    Mutation,
    /// A subscription, a stream of events.
    Subscription,
}

impl OperationKind {
    /// Returns the keyword.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }
}

impl fmt::Display for OperationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns the kind of the operation with this name, or of the only operation if there is no name.
/// <https://spec.graphql.org/September2025/#GetOperation()>
pub(crate) fn kind(document: &str, operation_name: Option<&str>) -> Option<OperationKind> {
    let mut operations = Definitions(document);
    match operation_name {
        Some(wanted) => operations.find(|(_, name)| *name == wanted).map(|(kind, _)| kind),
        None => {
            let (kind, _) = operations.next()?;
            operations.next().is_none().then_some(kind)
        }
    }
}

/// The operations of a document with their names. The name of an anonymous operation is empty.
struct Definitions<'a>(&'a str);

impl<'a> Iterator for Definitions<'a> {
    type Item = (OperationKind, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let kind = match self.token()? {
                Token::Open => {
                    self.skip_selection_set(1);
                    return Some((OperationKind::Query, ""));
                }
                Token::Name("query") => OperationKind::Query,
                Token::Name("mutation") => OperationKind::Mutation,
                Token::Name("subscription") => OperationKind::Subscription,
                Token::Name(_) => {
                    self.skip_selection_set(0);
                    continue;
                }
                Token::Other | Token::Close => continue,
            };
            let name = match self.token()? {
                Token::Name(name) => name,
                Token::Open => {
                    self.skip_selection_set(1);
                    return Some((kind, ""));
                }
                Token::Other | Token::Close => "",
            };
            self.skip_selection_set(0);
            return Some((kind, name));
        }
    }
}

enum Token<'a> {
    Name(&'a str),
    /// An opening brace, `{`.
    Open,
    /// A closing brace, `}`.
    Close,
    Other,
}

impl<'a> Definitions<'a> {
    /// Skips to the end of the selection set, of which `open` braces were read.
    ///
    /// The default value of a variable may have braces before the selection set, so parentheses are skipped as a whole.
    fn skip_selection_set(&mut self, mut open: usize) {
        while let Some(token) = self.token() {
            match token {
                Token::Open => open += 1,
                Token::Close if open <= 1 => return,
                Token::Close => open -= 1,
                Token::Name(_) | Token::Other => {}
            }
        }
    }

    fn token(&mut self) -> Option<Token<'a>> {
        loop {
            let first = self.0.chars().next()?;
            match first {
                '#' => {
                    let end = self.0.find(['\n', '\r']).unwrap_or(self.0.len());
                    self.advance(end);
                }
                '"' => self.skip_string(),
                '(' => self.skip_parentheses(),
                'a'..='z' | 'A'..='Z' | '_' => {
                    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
                    let end = self.0.find(|sign| !is_name(sign)).unwrap_or(self.0.len());
                    let name = self.0.get(..end)?;
                    self.advance(end);
                    return Some(Token::Name(name));
                }
                ' ' | '\t' | '\n' | '\r' | ',' | '\u{feff}' => self.advance(first.len_utf8()),
                _ => {
                    self.advance(first.len_utf8());
                    return Some(match first {
                        '{' => Token::Open,
                        '}' => Token::Close,
                        _ => Token::Other,
                    });
                }
            }
        }
    }

    fn advance(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }

    fn skip_parentheses(&mut self) {
        let mut open = 0_usize;
        while let Some(first) = self.0.chars().next() {
            match first {
                '"' => {
                    self.skip_string();
                    continue;
                }
                '#' => {
                    let end = self.0.find(['\n', '\r']).unwrap_or(self.0.len());
                    self.advance(end);
                    continue;
                }
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                _ => {}
            }
            self.advance(first.len_utf8());
            if open == 0 {
                return;
            }
        }
    }

    /// Skips a string. <https://spec.graphql.org/September2025/#StringValue>
    fn skip_string(&mut self) {
        let (quotes, escape) = if self.0.starts_with(r#"""""#) {
            (r#"""""#, r#"\""""#)
        } else {
            ("\"", "\\")
        };
        self.advance(quotes.len());
        while let Some(first) = self.0.chars().next() {
            if self.0.starts_with(quotes) {
                self.advance(quotes.len());
                return;
            }
            if self.0.starts_with(escape) {
                self.advance(escape.len());
                if escape.len() > 1 {
                    continue;
                }
                let escaped = self.0.chars().next().map_or(0, char::len_utf8);
                self.advance(escaped);
                continue;
            }
            self.advance(first.len_utf8());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::document::OperationKind::{Mutation, Query, Subscription};

    #[test]
    fn kinds_are_found() {
        for (document, name, found) in [
            ("{ a }", None, Some(Query)),
            (
                "\u{feff}# subscription\n subscription { a }",
                None,
                Some(Subscription),
            ),
            (
                "subscription S { a } fragment F on T { a }",
                None,
                Some(Subscription),
            ),
            (
                "fragment mutation on T { a { b } } mutation { a }",
                None,
                Some(Mutation),
            ),
            (
                "query A { a } subscription B { b }",
                Some("B"),
                Some(Subscription),
            ),
            ("query A { a } subscription B { b }", Some("A"), Some(Query)),
            ("query A { a } subscription B { b }", None, None),
            ("query A { a } subscription B { b }", Some("C"), None),
            (
                "subscription S($a: I = {b: \"})\\\"\"}) @d(e: \"\"\"}\\\"\"\" )\"\"\") { a(b: {c: 1}) { d } }",
                None,
                Some(Subscription),
            ),
            ("\"\"\"query\"\"\" mutation M @a { b }", Some("M"), Some(Mutation)),
            ("query($a: Int) { a } ", None, Some(Query)),
            ("", None, None),
            ("the document", None, None),
            ("subscription", None, None),
            ("subscription { a", None, Some(Subscription)),
        ] {
            assert_eq!(kind(document, name), found, "{document}");
        }
    }
}
