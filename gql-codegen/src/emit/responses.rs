//! Emits the structs, enums and views of responses.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Code, accessors, decode, derives, docs, ident, ty};
use crate::ir::{Field, Ident, Struct, Type, Union, Variant, Views};

const ALWAYS: &[&str] = &["Debug", "Clone", "PartialEq"];

pub(super) fn structure(item: &Struct) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let derives = derives(ALWAYS, &item.derives);
    let fields = item.fields.iter().map(|field| {
        let (docs, name, ty) = (docs(&field.docs), ident(&field.name), ty(&field.ty));
        quote! { #docs pub #name: #ty }
    });
    let decode = item
        .decode
        .as_ref()
        .map(|decode| decode::decode(&item.name, decode));
    let serialize = item.serialize.then(|| serialize_struct(item));
    let impls = quote! { #decode #serialize };
    let declaration = quote! {
        #docs_type
        #derives
        pub struct #name {
            #(#fields,)*
        }
    };
    Code { declaration, impls }
}

fn serialize(name: &Ident, body: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote! {
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}

fn serialize_struct(item: &Struct) -> TokenStream {
    // The type name comes first, as it was sent, because deserialization depends on it.
    let is_first = |field: &&Field| item.typed && field.key.as_deref() == Some("__typename");
    let first = item.fields.iter().filter(is_first);
    let fields = first.chain(item.fields.iter().filter(|field| !is_first(field)));
    let members = fields.map(|field| {
        let name = ident(&field.name);
        match &field.key {
            None => quote! { .part(&self.#name)? },
            Some(key) => {
                let value = sent(&field.ty, &quote!(&self.#name));
                match field.conditional {
                    true => quote! { .maybe(#key, #value)? },
                    false => quote! { .put(#key, #value)? },
                }
            }
        }
    });
    // Fragments may select parts of the same members, which are merged.
    let begin = match item.fields.iter().all(|field| field.key.is_some()) {
        true => quote!(Members::begin),
        false if item.typed => quote!(Merged::typed),
        false => quote!(Merged::begin),
    };
    serialize(&item.name, &quote! { codegen::#begin(s)? #(#members)* .end() })
}

/// Returns a reference to a value that serializes as it was sent: the errors in it are null.
fn sent(ty: &Type, value: &TokenStream) -> TokenStream {
    match has_result(ty) {
        true => {
            let value = without_errors(ty, value);
            quote!(&#value)
        }
        false => value.clone(),
    }
}

fn without_errors(ty: &Type, value: &TokenStream) -> TokenStream {
    let (inner, function) = match ty {
        Type::Option(inner) => (inner, quote!(codegen::each_value)),
        Type::Vec(inner) => (inner, quote!(codegen::each_item)),
        Type::Result(inner) => (inner, quote!(codegen::each_result)),
        _ => return value.clone(),
    };
    let inner = without_errors(inner, &quote!(value));
    quote!(#function(#value, |value| #inner))
}

fn has_result(ty: &Type) -> bool {
    match ty {
        Type::Result(_) => true,
        Type::Option(inner) | Type::Vec(inner) => has_result(inner),
        _ => false,
    }
}

fn serialize_union(item: &Union) -> TokenStream {
    let arms = item.variants.iter().map(|Variant { name, ty, type_name }| {
        let name = ident(name);
        match (ty, type_name) {
            (None, _) => quote! { Self::#name(name) => codegen::serialize_one(s, "__typename", name) },
            (Some(_), Some(known)) => {
                quote! { Self::#name(value) => codegen::serialize_variant(s, #known, value) }
            }
            (Some(_), None) => quote! { Self::#name(value) => codegen::Serialize::serialize(value, s) },
        }
    });
    serialize(&item.name, &quote! { match self { #(#arms,)* } })
}

pub(super) fn union(item: &Union) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let derives = derives(ALWAYS, &item.derives);
    let last = item.variants.len().saturating_sub(1);
    let variants = item.variants.iter().enumerate().map(|(index, variant)| {
        let other = (index == last).then(|| match variant.ty {
            None => quote! { #[doc = " Any other type, by its name."] },
            Some(_) => quote! { #[doc = " Any other type."] },
        });
        let name = ident(&variant.name);
        let holds = variant.ty.as_ref().map_or_else(|| quote!(String), ty);
        quote! { #other #name(#holds) }
    });
    let decode = item
        .decode
        .as_ref()
        .map(|decode| decode::decode(&item.name, decode));
    let serialize = item.serialize.then(|| serialize_union(item));
    let accessors = accessors::accessors(&item.name, &item.accessors);
    let impls = quote! { #accessors #decode #serialize };
    let declaration = quote! {
        #docs_type
        #derives
        pub enum #name {
            #(#variants,)*
        }
    };
    Code { declaration, impls }
}

pub(super) fn views(item: &Views) -> Code {
    let name = ident(&item.name);
    let first = ty(&item.first);
    let others: Vec<_> = item.others.iter().map(ty).collect();
    let rest_type = others.iter().cloned().rev();
    let rest_type = rest_type.reduce(|rest, ty| quote!(codegen::Both<#ty, #rest>));
    let values = (1..=others.len()).map(|index| {
        let index = Literal::usize_unsuffixed(index);
        quote!(self.#index)
    });
    let rest = values
        .rev()
        .reduce(|rest, value| quote!(codegen::Both(#value, #rest)));
    let decode = decode::decode(&item.name, &item.decode);
    let declaration = quote! {
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct #name(#first, #(#others),*);
    };
    let impls = quote! {
        impl codegen::Views for #name {
            type First = #first;
            type Rest = #rest_type;
            fn split(self) -> (Self::First, Self::Rest) {
                (self.0, #rest)
            }
        }
        #decode
    };
    Code { declaration, impls }
}
