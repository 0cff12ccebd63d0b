//! Methods of unions that return references to members common to the variants.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, ty};
use crate::ir::{Access, Accessor, BuiltIn, Ident, Path, Reach, Type};

pub(super) fn accessors(name: &Ident, accessors: &[Accessor]) -> Option<TokenStream> {
    if accessors.is_empty() {
        return None;
    }
    let (name, accessors) = (ident(name), accessors.iter().map(accessor));
    Some(quote! { impl #name { #(#accessors)* } })
}

fn accessor(item: &Accessor) -> TokenStream {
    let (docs, name) = (docs(&item.docs), ident(&item.name));
    let lent = Lent::of(&item.ty);
    let mut returns = lent.ty(&item.ty);
    if item.optional {
        returns = quote!(Option<#returns>);
    }
    let arms = item.variants.iter().map(|(variant, access)| {
        let variant = ident(variant);
        let value = value(access, lent, item.optional);
        quote! { Self::#variant(value) => #value, }
    });
    let other = item.other.as_ref().map(|_| quote! { _ => None, });
    let docs_other = item.other.as_ref().map(|other| {
        let text = format!(" `None` for `{other}`.");
        let gap = item.docs.text.is_some().then(|| quote!(#[doc = ""]));
        quote! { #gap #[doc = #text] }
    });
    quote! {
        #docs
        #docs_other
        #[inline]
        pub fn #name(&self) -> #returns {
            match self { #(#arms)* #other }
        }
    }
}

/// The form in which an accessor returns a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lent {
    /// A copy, for numbers and booleans.
    Copied,
    /// The deref target: `&str` or `&[T]`.
    Slice,
    /// A reference: `&T`.
    Borrowed,
}

impl Lent {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Path(Path::BuiltIn(BuiltIn::Bool | BuiltIn::F64 | BuiltIn::I64)) => Self::Copied,
            Type::Path(Path::BuiltIn(BuiltIn::String)) => Self::Slice,
            Type::Vec(_) => Self::Slice,
            _ => Self::Borrowed,
        }
    }

    fn ty(self, of: &Type) -> TokenStream {
        match (self, of) {
            (Self::Copied, of) => ty(of),
            (Self::Slice, Type::Vec(item)) => {
                let item = ty(item);
                quote!(&[#item])
            }
            (Self::Slice, _) => quote!(&str),
            (Self::Borrowed, of) => {
                let of = ty(of);
                quote!(&#of)
            }
        }
    }
}

/// Accesses the member in a variant's value.
fn value(access: &Access, lent: Lent, optional: bool) -> TokenStream {
    let given = match &access.reach {
        Reach::Whole => quote!(value),
        Reach::Method(name) => {
            let name = ident(name);
            quote!(value.#name())
        }
        Reach::Field(name) => {
            let name = ident(name);
            let part = access.part.as_ref().map(ident);
            match (access.optional, lent, part) {
                (true, _, Some(part)) => quote!(value.#name.as_ref().map(|value| &value.#part)),
                (true, Lent::Copied, None) => quote!(value.#name),
                (true, Lent::Slice, None) => quote!(value.#name.as_deref()),
                (true, Lent::Borrowed, None) => quote!(value.#name.as_ref()),
                (false, _, Some(part)) => quote!(&value.#name.#part),
                (false, Lent::Copied, None) => quote!(value.#name),
                (false, _, None) => quote!(&value.#name),
            }
        }
    };
    if optional && !access.optional {
        quote!(Some(#given))
    } else {
        given
    }
}
