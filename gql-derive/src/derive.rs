//! `#[derive(GraphQLQuery)]`: one operation, in a module beside its struct.

use gql_codegen::config::Layout;
use gql_codegen::project::Project;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{DeriveInput, Error, Result};

use crate::expand::expand;
use crate::keys::{Key, Keys};

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let parsed = syn::parse2::<DeriveInput>(input).and_then(|input| Ok((keys(&input)?, input)));
    match parsed {
        Ok((keys, input)) => {
            let is_named = keys.operations() > 0;
            let settle = |project: &mut Project| {
                let config = &mut project.config;
                config.layout = Layout::Single;
                config.visibility = input.vis.to_token_stream().to_string();
                config.marker = Some(input.ident.to_string());
                // The operations of a configuration file are for a module of all of them.
                if !is_named {
                    config.operations = vec![input.ident.to_string()];
                }
            };
            expand(keys, settle, input.ident.span()).into_iter().collect()
        }
        Err(error) => error.into_compile_error(),
    }
}

fn keys(input: &DeriveInput) -> Result<Keys> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "an operation has no generic parameters",
        ));
    }
    let mut keys = Keys::default();
    let attributes = input.attrs.iter();
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("graphql")) {
        keys.add(attribute.parse_args_with(Key::list)?)?;
    }
    if keys.operations() > 1 {
        return Err(Error::new_spanned(&input.ident, "a derive is for one operation"));
    }
    Ok(keys)
}
