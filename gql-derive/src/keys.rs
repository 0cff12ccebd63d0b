//! Parses the arguments of the macros: `key`, `key = "value"`, `key("value", …)` and `key(name = "value", …)`.

use std::ops::Range;

use gql_codegen::options::{ConfigOption, Entry, Given, Kind, Node, Value, Way, Wrong};
use gql_codegen::project::Project;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitBool, LitStr, Result, Token, bracketed, parenthesized, token};

/// The validated options of an attribute, in their order.
#[derive(Default)]
pub(crate) struct Keys {
    given: Vec<(&'static ConfigOption, Given)>,
    /// The values of `query`.
    queries: Vec<LitStr>,
}

impl Keys {
    /// Validates and adds the arguments of `#[graphql(…)]` or `#[operations(…)]`.
    ///
    /// # Errors
    /// Returns all mistakes.
    pub(crate) fn add(&mut self, keys: Vec<Key>) -> Result<()> {
        let mut errors: Option<Error> = None;
        for mut key in keys {
            self.queries.extend(key.query.take());
            match key.check() {
                Ok(given) => self.given.push(given),
                Err(error) => match &mut errors {
                    Some(errors) => errors.combine(error),
                    None => errors = Some(error),
                },
            }
        }
        errors.map_or(Ok(()), Err)
    }

    /// Returns the requested project of the configuration.
    pub(crate) fn project(&self) -> Option<&str> {
        self.given.iter().rev().find_map(|(option, given)| match given {
            Given::Text(name) if option.macros == ["project"] => Some(name.as_str()),
            _ => None,
        })
    }

    /// Returns whether the macro needs `gql.toml`, because it specifies no schema, no documents, or a project.
    /// `has_documents` is whether it has documents without files.
    pub(crate) fn need_file(&self, has_documents: bool) -> bool {
        let has_documents = has_documents || self.are_given("documents");
        !(self.are_given("schema") && has_documents) || self.project().is_some()
    }

    /// Returns whether an option, by its key in `gql.toml`, is set.
    pub(crate) fn are_given(&self, key: &str) -> bool {
        self.given.iter().any(|(option, _)| option.key == Some(key))
    }

    /// Returns the documents that are values of `query`.
    pub(crate) fn queries(&self) -> &[LitStr] {
        &self.queries
    }

    /// Returns the number of selected operations.
    pub(crate) fn operations(&self) -> usize {
        let count = |(option, given): &(&ConfigOption, Given)| match given {
            Given::Texts(names) if option.key == Some("operations") => names.len(),
            _ => 0,
        };
        self.given.iter().map(count).sum()
    }

    /// Applies the options to a project, over which they take precedence.
    pub(crate) fn apply(self, project: &mut Project) {
        let mut known: Vec<&[&str]> = Vec::new();
        for (option, given) in self.given {
            // The first part of a list replaces the list of the project; other parts are appended.
            match known.contains(&option.macros) {
                true => option.add(project, given),
                false => option.set(project, given),
            }
            known.push(option.macros);
        }
    }
}

/// A key and its value in the general form of configurations, with source locations.
pub(crate) struct Key {
    entry: Entry,
    spans: Spans,
    /// The value of `query`.
    query: Option<LitStr>,
}

/// The key of the derive whose value is a document.
const QUERY: &str = "query";

/// The source locations that nodes refer to by index.
#[derive(Default)]
struct Spans(Vec<Span>);

impl Spans {
    fn add(&mut self, span: Span) -> Option<Range<usize>> {
        self.0.push(span);
        Some(self.0.len() - 1..self.0.len())
    }
}

impl Key {
    /// Parses the arguments of an attribute.
    pub(crate) fn list(input: ParseStream<'_>) -> Result<Vec<Self>> {
        Ok(Punctuated::<Self, Token![,]>::parse_terminated(input)?
            .into_iter()
            .collect())
    }

    /// Finds the option of the key and converts its value.
    fn check(self) -> Result<(&'static ConfigOption, Given)> {
        let fail = |wrong: Wrong| {
            let place = wrong.at.and_then(|at| self.spans.0.get(at.start)).copied();
            let message = match wrong.help {
                Some(help) => format!("{}\n{help}", wrong.message),
                None => wrong.message,
            };
            Error::new(place.unwrap_or_else(Span::call_site), message)
        };
        let Entry { name, at, mut node } = self.entry;
        let option = ConfigOption::find(Way::Macro, &name)
            .ok_or_else(|| fail(Wrong::new(ConfigOption::unknown(Way::Macro, &name), at)))?;
        // `graphql_client` writes booleans as strings.
        if let (Kind::Switch(_), Value::Text(text)) = (&option.kind, &node.value)
            && let Ok(on) = text.parse()
        {
            node.value = Value::Switch(on);
        }
        let given = option.read(&node, Way::Macro).map_err(fail)?;
        Ok((option, given))
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let mut spans = Spans::default();
        let at = spans.add(name.span());
        let query = match name == QUERY {
            true => string(&input.fork()).ok(),
            false => None,
        };
        let inner;
        let node = if input.peek(token::Paren) {
            parenthesized!(inner in input);
            elements(&inner, &mut spans, at.clone())?
        } else if input.parse::<Option<Token![=]>>()?.is_none() {
            let value = Value::Switch(true);
            Node {
                at: at.clone(),
                value,
            }
        } else if input.peek(token::Bracket) {
            bracketed!(inner in input);
            elements(&inner, &mut spans, at.clone())?
        } else {
            scalar(input, &mut spans)?
        };
        let name = name.to_string();
        let entry = Entry { name, at, node };
        Ok(Self { entry, spans, query })
    }
}

/// Parses the string after a key: `= "…"` or `("…")`.
fn string(input: ParseStream<'_>) -> Result<LitStr> {
    if input.peek(token::Paren) {
        let inner;
        parenthesized!(inner in input);
        return inner.parse();
    }
    input.parse::<Token![=]>()?;
    input.parse()
}

/// Parses a single value, a list or a table in the parentheses after the key at `at`.
fn elements(input: ParseStream<'_>, spans: &mut Spans, at: Option<Range<usize>>) -> Result<Node> {
    let (mut nodes, mut entries) = (Vec::new(), Vec::new());
    while !input.is_empty() {
        if input.peek(Ident::peek_any) && !input.peek(LitBool) {
            let name = input.call(Ident::parse_any)?;
            input.parse::<Token![=]>()?;
            entries.push(Entry {
                at: spans.add(name.span()),
                name: name.to_string(),
                node: scalar(input, spans)?,
            });
        } else {
            let node = scalar(input, spans)?;
            match (input.parse::<Option<Token![=]>>()?, node.value) {
                (Some(_), Value::Text(name)) => entries.push(Entry {
                    name,
                    at: node.at,
                    node: scalar(input, spans)?,
                }),
                (_, value) => nodes.push(Node { at: node.at, value }),
            }
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    let value = match (nodes.len(), entries.is_empty()) {
        (1, true) => return Ok(nodes.remove(0)),
        (_, true) => Value::List(nodes),
        (0, false) => Value::Table(entries),
        // A mixture of named and unnamed values.
        _ => Value::Other,
    };
    Ok(Node { at, value })
}

/// Parses a string or a boolean.
fn scalar(input: ParseStream<'_>, spans: &mut Spans) -> Result<Node> {
    let (value, span) = if input.peek(LitBool) {
        let literal: LitBool = input.parse()?;
        (Value::Switch(literal.value), literal.span())
    } else {
        let literal: LitStr = input.parse()?;
        (Value::Text(literal.value()), literal.span())
    };
    let at = spans.add(span);
    Ok(Node { at, value })
}
