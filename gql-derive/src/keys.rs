//! What the macros take: `key`, `key = "value"`, `key("value", …)`, `key(name = "value", …)`.

use gql_codegen::Config;
use gql_codegen::config::{Deprecation, Normalization, Nullable};
use gql_codegen::rule::Level;
use gql_codegen::suggest::{did_you_mean, suggestion_list};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitBool, LitStr, Result, Token, bracketed, parenthesized, token};

const KEYS: &[&str] = &[
    "crate",
    "custom_scalars_module",
    "deprecated",
    "documents",
    "extern_enums",
    "extern_types",
    "fragments_other_variant",
    "lenient",
    "normalization",
    "nullable",
    "nullable_overrides",
    "operation",
    "query_path",
    "response_derives",
    "rules",
    "scalars",
    "schema",
    "schema_path",
    "skip_serializing_none",
    "variables_derives",
];

/// One key with its values.
pub(crate) struct Key {
    name: Ident,
    values: Vec<Value>,
}

/// A value, with a name in front where it has one.
struct Value {
    name: Option<String>,
    text: LitStr,
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let mut values = Vec::new();
        if input.peek(token::Paren) {
            let inner;
            parenthesized!(inner in input);
            values.extend(Punctuated::<Value, Token![,]>::parse_terminated(&inner)?);
        } else if input.parse::<Option<Token![=]>>()?.is_some() {
            if input.peek(token::Bracket) {
                let inner;
                bracketed!(inner in input);
                values.extend(Punctuated::<Value, Token![,]>::parse_terminated(&inner)?);
            } else {
                values.push(Value {
                    name: None,
                    text: text(input)?,
                });
            }
        }
        Ok(Self { name, values })
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Ident::peek_any) && !input.peek(LitBool) {
            let name = input.call(Ident::parse_any)?.to_string();
            input.parse::<Token![=]>()?;
            return Ok(Self {
                name: Some(name),
                text: text(input)?,
            });
        }
        let first = text(input)?;
        if input.parse::<Option<Token![=]>>()?.is_some() {
            return Ok(Self {
                name: Some(first.value()),
                text: text(input)?,
            });
        }
        Ok(Self {
            name: None,
            text: first,
        })
    }
}

/// A string, or `true` and `false` as if they were strings.
fn text(input: ParseStream<'_>) -> Result<LitStr> {
    if input.peek(LitBool) {
        let value: LitBool = input.parse()?;
        return Ok(LitStr::new(&value.value.to_string(), value.span()));
    }
    input.parse()
}

impl Key {
    /// Parses what stands in the parentheses of `#[graphql(…)]` or `#[operations(…)]`.
    pub(crate) fn list(input: ParseStream<'_>) -> Result<Vec<Self>> {
        Ok(Punctuated::<Self, Token![,]>::parse_terminated(input)?
            .into_iter()
            .collect())
    }

    fn one(&self) -> Result<String> {
        match self.values.as_slice() {
            [Value { name: None, text }] => Ok(text.value()),
            _ => Err(self.fail(format!("write `{} = \"…\"`", self.name))),
        }
    }

    fn fail(&self, message: impl std::fmt::Display) -> Error {
        Error::new(
            self.values
                .first()
                .map_or(self.name.span(), |value| value.text.span()),
            message,
        )
    }

    fn list_of(&self) -> Result<Vec<String>> {
        if self.values.is_empty() || self.values.iter().any(|value| value.name.is_some()) {
            return Err(self.fail(format!(
                "write `{} = \"…\"` or `{}(\"…\", \"…\")`",
                self.name, self.name
            )));
        }
        Ok(self.values.iter().map(|value| value.text.value()).collect())
    }

    fn pairs(&self) -> Result<Vec<(String, &LitStr)>> {
        let pairs = self
            .values
            .iter()
            .map(|value| Some((value.name.clone()?, &value.text)));
        let message = || {
            self.fail(format!(
                "write `{}(Name = \"…\", \"Type.field\" = \"…\")`",
                self.name
            ))
        };
        pairs.collect::<Option<_>>().ok_or_else(message)
    }

    fn flag(&self) -> Result<bool> {
        match self.values.as_slice() {
            [] => Ok(true),
            [Value { name: None, text }] if text.value() == "true" => Ok(true),
            [Value { name: None, text }] if text.value() == "false" => Ok(false),
            _ => Err(self.fail(format!("write `{}` or `{} = false`", self.name, self.name))),
        }
    }

    /// Puts the key into the configuration.
    pub(crate) fn fill(&self, config: &mut Config) -> Result<()> {
        match self.name.to_string().as_str() {
            "schema" | "schema_path" => config.schema.extend(self.list_of()?),
            "documents" | "query_path" => config.documents.extend(self.list_of()?),
            "operation" => config.operations = vec![self.one()?],
            "response_derives" => config.response_derives.extend(self.derives()?),
            "variables_derives" => config.variables_derives.extend(self.derives()?),
            "deprecated" => {
                config.deprecated = self.choice(&[
                    ("allow", Deprecation::Allow),
                    ("warn", Deprecation::Warn),
                    ("deny", Deprecation::Deny),
                ])?;
            }
            "normalization" => {
                config.normalization =
                    self.choice(&[("none", Normalization::None), ("rust", Normalization::Rust)])?;
            }
            "nullable" => config.nullable = self.choice(&NULLABLE)?,
            "nullable_overrides" => {
                for (name, text) in self.pairs()? {
                    config.nullable_overrides.insert(name, choose(text, &NULLABLE)?);
                }
            }
            "scalars" => self.map(&mut config.scalars)?,
            "extern_types" => self.map(&mut config.extern_types)?,
            "extern_enums" => {
                for name in self.list_of()? {
                    config.extern_types.insert(name.clone(), format!("super::{name}"));
                }
            }
            "custom_scalars_module" => config.custom_scalars_module = Some(self.one()?),
            // What it asks for is always there: a variant for types that the schema does not have yet.
            "fragments_other_variant" => drop(self.flag()?),
            "skip_serializing_none" => config.skip_none = self.flag()?,
            "lenient" => config.lenient = self.flag()?,
            "rules" => {
                let levels = [
                    ("allow", Level::Allow),
                    ("error", Level::Error),
                    ("warn", Level::Warn),
                ];
                for (name, text) in self.pairs()? {
                    config.rules.insert(name, choose(text, &levels)?);
                }
            }
            "crate" => config.runtime = self.one()?,
            other => {
                let near = did_you_mean(&suggestion_list(other, KEYS.iter().copied()));
                return Err(Error::new(
                    self.name.span(),
                    format!("there is no key `{other}`.{near}"),
                ));
            }
        }
        Ok(())
    }

    fn map(&self, map: &mut std::collections::BTreeMap<String, String>) -> Result<()> {
        for (name, text) in self.pairs()? {
            text.parse::<syn::Type>()?;
            map.insert(name, text.value());
        }
        Ok(())
    }

    fn derives(&self) -> Result<Vec<String>> {
        let texts = self.list_of()?;
        let names = texts
            .iter()
            .flat_map(|text| text.split(','))
            .map(str::trim)
            .filter(|name| !name.is_empty());
        names
            .map(|name| match syn::parse_str::<syn::Path>(name) {
                Ok(_) => Ok(name.to_owned()),
                Err(_) => Err(self.fail(format!("`{name}` is not the path of a derive"))),
            })
            .collect()
    }

    fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T> {
        match self.values.as_slice() {
            [Value { name: None, text }] => choose(text, choices),
            _ => Err(self.fail(format!("write `{} = \"…\"`", self.name))),
        }
    }
}

const NULLABLE: [(&str, Nullable); 2] = [("input", Nullable::Input), ("option", Nullable::Option)];

fn choose<T: Copy>(text: &LitStr, choices: &[(&str, T)]) -> Result<T> {
    let value = text.value();
    choices
        .iter()
        .find(|(name, _)| *name == value)
        .map(|(_, choice)| *choice)
        .ok_or_else(|| {
            let names: Vec<_> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            Error::new(
                text.span(),
                format!("\"{value}\" is none of {}", names.join(", ")),
            )
        })
}
