//! `#[derive(GraphQLQuery)]`: generates one operation in a module next to its struct.

use gql_codegen::config::Layout;
use gql_codegen::project::Project;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{DeriveInput, Error};

use crate::documents::Documents;
use crate::expand::{Call, expand};
use crate::fallback;
use crate::keys::{Key, Keys};

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    if !input.generics.params.is_empty() {
        let message = "an operation has no generic parameters";
        return Error::new_spanned(&input.generics, message).into_compile_error();
    }
    let Attribute {
        keys,
        arguments,
        error,
    } = Attribute::new(&input);
    if let Some(error) = error {
        let runtime = Project::default().config.runtime;
        return fallback::operation(&input, &runtime, &[error.into_compile_error()]);
    }
    let is_named = keys.operations() > 0;
    let settle = |project: &mut Project| {
        let config = &mut project.config;
        config.layout = Layout::Single;
        config.visibility = input.vis.to_token_stream().to_string();
        config.marker = Some(input.ident.to_string());
        // The operations in a configuration file are for modules of all operations.
        if !is_named {
            config.operations = vec![input.ident.to_string()];
        }
    };
    let call = Call {
        arguments: &arguments,
        documents: Documents::new(keys.queries()),
        name: input.ident.span(),
    };
    let expansion = expand(keys, settle, &call);
    let watched = expansion.watched;
    let code = match expansion.code {
        Ok(items) => quote! { #(#items)* },
        Err(errors) => fallback::operation(&input, &expansion.runtime, &errors),
    };
    quote! { #code #(#watched)* }
}

/// The values of `#[graphql(…)]` attributes.
#[derive(Default)]
struct Attribute {
    keys: Keys,
    arguments: TokenStream,
    /// All mistakes in the attributes.
    error: Option<Error>,
}

impl Attribute {
    fn new(input: &DeriveInput) -> Self {
        let mut read = Self::default();
        let attributes = input.attrs.iter();
        for attribute in attributes.filter(|attribute| attribute.path().is_ident("graphql")) {
            if let Ok(list) = attribute.meta.require_list() {
                let tokens = &list.tokens;
                read.arguments.extend(quote! { #tokens, });
            }
            let keys = attribute.parse_args_with(Key::list);
            if let Err(error) = keys.and_then(|keys| read.keys.add(keys)) {
                read.fail(error);
            }
        }
        if read.keys.operations() > 1 {
            read.fail(Error::new_spanned(
                &input.ident,
                "a derive generates a single operation",
            ));
        }
        read
    }

    fn fail(&mut self, error: Error) {
        match &mut self.error {
            Some(errors) => errors.combine(error),
            None => self.error = Some(error),
        }
    }
}
