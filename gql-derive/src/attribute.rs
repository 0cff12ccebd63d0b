//! `#[operations]`: all operations of a module.

use gql_codegen::Config;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::{Error, Result};

use crate::expand::expand;
use crate::keys::Key;

pub(crate) fn operations(arguments: TokenStream, module: TokenStream) -> TokenStream {
    match config(arguments) {
        Ok(config) => fill(module, |name| expand(&config, name)),
        Err(error) => {
            let error = error.into_compile_error();
            quote! { #error #module }
        }
    }
}

fn config(arguments: TokenStream) -> Result<Config> {
    let mut config = Config::default();
    for key in Key::list.parse2(arguments)? {
        key.fill(&mut config)?;
    }
    Ok(config)
}

/// Puts the code behind the items that stand in the module. Its tokens are passed on, not parsed: that is what keeps the
/// macro small.
fn fill(module: TokenStream, code: impl FnOnce(Span) -> TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = module.into_iter().collect();
    let name = tokens
        .iter()
        .skip_while(|token| !matches!(token, TokenTree::Ident(ident) if ident == "mod"))
        .nth(1)
        .map(TokenTree::span);
    match (name, tokens.pop()) {
        (Some(name), Some(TokenTree::Group(body))) if body.delimiter() == Delimiter::Brace => {
            let (items, code) = (body.stream(), code(name));
            let mut filled = Group::new(Delimiter::Brace, quote! { #items #code });
            filled.set_span(body.span());
            let module = tokens.into_iter().collect::<TokenStream>();
            let allow = gql_codegen::emit::allow();
            quote! {
                #allow
                #module #filled
            }
        }
        _ => Error::new(
            Span::call_site(),
            "put #[operations] on a module with a body: `pub mod github {}`",
        )
        .into_compile_error(),
    }
}
