//! `#[operations]`: all operations of a module.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::{Error, Result};

use crate::expand::{Call, expand};
use crate::keys::{Key, Keys};

pub(crate) fn operations(arguments: TokenStream, module: TokenStream) -> TokenStream {
    let keys = keys(arguments.clone());
    fill(module, |name| {
        let keys = match keys {
            Ok(keys) => keys,
            Err(error) => return vec![error.into_compile_error()],
        };
        let call = Call {
            arguments: &arguments,
            name,
        };
        let expansion = expand(keys, |_| (), &call);
        // Errors stand in the module: the compiler then reports none of its names as missing.
        let mut items = expansion.code.unwrap_or_else(|errors| errors);
        items.extend(expansion.watched);
        items
    })
}

fn keys(arguments: TokenStream) -> Result<Keys> {
    let mut keys = Keys::default();
    keys.add(Key::list.parse2(arguments)?)?;
    Ok(keys)
}

/// Puts the code after the items that stand in the module. Its tokens are passed on, not parsed: that is what keeps the
/// macro small.
///
/// What stands in the module already is the user's, with the user's lints: then each item of the code gets the attribute that
/// keeps them off. A module of generated code alone has it once: on each item it is 2 to 7 % of all tokens, more where items are small.
fn fill(module: TokenStream, code: impl FnOnce(Span) -> Vec<TokenStream>) -> TokenStream {
    let mut tokens: Vec<TokenTree> = module.into_iter().collect();
    let name = tokens
        .iter()
        .skip_while(|token| !matches!(token, TokenTree::Ident(ident) if ident == "mod"))
        .nth(1)
        .map(TokenTree::span);
    match (name, tokens.pop()) {
        (Some(name), Some(TokenTree::Group(body))) if body.delimiter() == Delimiter::Brace => {
            let (written, code) = (body.stream(), code(name));
            let allow = gql_codegen::emit::allow();
            let (on_module, items) = match written.is_empty() {
                true => (Some(allow), quote! { #(#code)* }),
                false => (None, quote! { #written #(#allow #code)* }),
            };
            let mut filled = Group::new(Delimiter::Brace, items);
            filled.set_span(body.span());
            let module = tokens.into_iter().collect::<TokenStream>();
            quote! {
                #on_module
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
