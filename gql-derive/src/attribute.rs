//! `#[operations]`: generates all operations of a module.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::{Error, LitStr, Result};

use crate::documents::{self, Documents};
use crate::expand::{Call, expand};
use crate::keys::{Key, Keys};

pub(crate) fn operations(arguments: TokenStream, module: TokenStream) -> TokenStream {
    let keys = keys(arguments.clone());
    fill(module, |name, literals| {
        let keys = match keys {
            Ok(keys) => keys,
            Err(error) => return vec![error.into_compile_error()],
        };
        // The mistakes are in the module already.
        let Some(literals) = literals else {
            return Vec::new();
        };
        let call = Call {
            arguments: &arguments,
            documents: Documents::new(&literals),
            name,
        };
        let expansion = expand(keys, |_| (), &call);
        // Errors are placed in the module, so that the compiler does not report its names as missing.
        let mut items = expansion.code.unwrap_or_else(|errors| errors);
        items.extend(expansion.watched);
        items
    })
}

fn keys(arguments: TokenStream) -> Result<Keys> {
    let mut keys = Keys::default();
    keys.add(Key::list.parse2(arguments)?)?;
    match keys.queries().first() {
        None => Ok(keys),
        Some(query) => Err(Error::new(
            query.span(),
            "`query` is a key of the derive\nwrite the document in the module: `graphql! { r#\"…\"# }`",
        )),
    }
}

/// Replaces each `graphql!` of the module, and inserts the code after the existing items. Their tokens are passed on without
/// parsing, which keeps the macro small.
///
/// If the module contains items of the user, to which the user's lints apply, each generated item gets the attribute that
/// disables lints. Otherwise the module has the attribute once: on each item it would be 2 to 7 % of all tokens, more if items
/// are small.
fn fill(
    module: TokenStream,
    code: impl FnOnce(Span, Option<Vec<LitStr>>) -> Vec<TokenStream>,
) -> TokenStream {
    let mut tokens: Vec<TokenTree> = module.into_iter().collect();
    let name = tokens
        .iter()
        .skip_while(|token| !matches!(token, TokenTree::Ident(ident) if ident == "mod"))
        .nth(1)
        .map(TokenTree::span);
    match (name, tokens.pop()) {
        (Some(name), Some(TokenTree::Group(body))) if body.delimiter() == Delimiter::Brace => {
            let (written, literals) = documents::take(body.stream());
            let code = code(name, literals);
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
            "`#[operations]` requires a module with a body: `pub mod github {}`",
        )
        .into_compile_error(),
    }
}
