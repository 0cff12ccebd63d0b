//! `#[derive(GraphQLQuery)]`: one operation, in a module beside its struct.

use gql_codegen::Config;
use gql_codegen::config::Layout;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{DeriveInput, Error, Result};

use crate::expand::expand;
use crate::keys::Key;

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let parsed = syn::parse2::<DeriveInput>(input).and_then(|input| Ok((config(&input)?, input)));
    match parsed {
        Ok((config, input)) => expand(&config, input.ident.span()).into_iter().collect(),
        Err(error) => error.into_compile_error(),
    }
}

fn config(input: &DeriveInput) -> Result<Config> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "an operation has no generic parameters",
        ));
    }
    let mut config = Config {
        layout: Layout::Single,
        visibility: input.vis.to_token_stream().to_string(),
        marker: Some(input.ident.to_string()),
        ..Config::default()
    };
    let mut found = false;
    let mut errors: Option<Error> = None;
    for attribute in input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("graphql"))
    {
        found = true;
        for key in attribute.parse_args_with(Key::list)? {
            if let Err(error) = key.fill(&mut config) {
                match &mut errors {
                    Some(errors) => errors.combine(error),
                    None => errors = Some(error),
                }
            }
        }
    }
    if let Some(errors) = errors {
        return Err(errors);
    }
    if !found {
        let message = "say where the schema and the operation are: \
                       #[graphql(schema_path = \"…\", query_path = \"…\")]";
        return Err(Error::new_spanned(&input.ident, message));
    }
    if config.operations.is_empty() {
        config.operations.push(input.ident.to_string());
    }
    Ok(config)
}
