//! Locates the literals of configured texts among a macro's arguments.

use gql_codegen::diagnostic::Origin;
use gql_codegen::options::{ConfigOption, Way};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::LitStr;

/// Finds the literal, or the name before one, that contains a text of the configuration.
///
/// Returns `None` if the macro does not set the option, in which case the text is in a configuration file. A file that cannot
/// be read may belong to any option.
pub(crate) fn find(arguments: &TokenStream, origin: &Origin) -> Option<Span> {
    let option = ConfigOption::find(Way::File, origin.key);
    let tokens: Vec<TokenTree> = arguments.clone().into_iter().collect();
    tokens
        .split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','))
        .filter(|argument| {
            let key = argument.first().map(ToString::to_string).unwrap_or_default();
            origin.key.is_empty()
                || option.is_some_and(|option| option.names(Way::Macro).any(|name| name == key))
        })
        .find_map(|argument| holding(argument.iter().skip(1).cloned(), &origin.text))
}

/// Finds a string or a name with this text.
fn holding(mut tokens: impl Iterator<Item = TokenTree>, text: &str) -> Option<Span> {
    tokens.find_map(|token| match token {
        TokenTree::Group(group) => holding(group.stream().into_iter(), text),
        TokenTree::Ident(ident) if ident == text => Some(ident.span()),
        TokenTree::Literal(literal) => {
            let string = syn::parse2::<LitStr>(TokenTree::Literal(literal).into()).ok()?;
            (string.value() == text).then(|| string.span())
        }
        _ => None,
    })
}
