//! Enums, inputs and variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Code, derives, docs, ident, ty};
use crate::ir::{Enum, Input, InputField, OneOf};

pub(super) fn enumeration(item: &Enum) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let derives = derives(&["Debug", "Clone", "PartialEq", "Eq", "Hash"], &item.derives);
    let variants = item.values.iter().map(|value| {
        let (docs, variant) = (docs(&value.docs), ident(&value.variant));
        quote! { #docs #variant }
    });
    let mut sorted: Vec<_> = item.values.iter().collect();
    sorted.sort_by(|a, b| a.value.cmp(&b.value));
    let table = sorted.iter().map(|value| {
        let (value, variant) = (&value.value, ident(&value.variant));
        quote! { (#value, Self::#variant) }
    });
    let other = ident(&item.other);
    let declaration = quote! {
        #docs_type
        #derives
        pub enum #name {
            #(#variants,)*
            /// A value that the schema does not have.
            #other(String),
        }
    };
    let impls = quote! {
        impl codegen::Enum for #name {
            const VALUES: &'static [(&'static str, Self)] = &[#(#table),*];
            fn other(name: String) -> Self {
                Self::#other(name)
            }
            fn as_other(&self) -> Option<&str> {
                if let Self::#other(name) = self { Some(name) } else { None }
            }
        }
        impl #name {
            /// The value's name in the schema.
            pub fn as_str(&self) -> &str {
                codegen::enum_name(self)
            }
        }
        impl<'de> codegen::Deserialize<'de> for #name {
            fn deserialize<__D: codegen::Deserializer<'de>>(d: __D) -> codegen::Result<Self, __D::Error> {
                codegen::deserialize_enum(d)
            }
        }
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                codegen::serialize_enum(self, s)
            }
        }
    };
    Code { declaration, impls }
}

pub(super) fn input(item: &Input) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let always: &[&str] = if item.default {
        &["Debug", "Clone", "PartialEq", "Default"]
    } else {
        &["Debug", "Clone", "PartialEq"]
    };
    let derives = derives(always, &item.derives);
    let fields = item.fields.iter().map(|field| {
        let (docs, name, ty) = (docs(&field.docs), ident(&field.name), ty(&field.ty));
        quote! { #docs pub #name: #ty }
    });
    let body = if item.fields.is_empty() {
        quote!(;)
    } else {
        quote!({ #(#fields,)* })
    };
    let members = item.fields.iter().map(|field| {
        let (key, name) = (&field.key, ident(&field.name));
        let put = if field.skip { quote!(maybe) } else { quote!(put) };
        quote! { .#put(#key, &self.#name)? }
    });
    let new = new(item);
    let declaration = quote! {
        #docs_type
        #derives
        pub struct #name #body
    };
    let impls = quote! {
        #new
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                codegen::Members::begin(s)? #(#members)* .end()
            }
        }
    };
    Code { declaration, impls }
}

/// `new` with what must be given, where something may be left out as well.
fn new(item: &Input) -> Option<TokenStream> {
    let required =
        |field: &&InputField| !field.ty.is_optional() && !matches!(field.ty, crate::ir::Type::Input(_));
    if item.default || item.fields.iter().all(|field| required(&field)) {
        return None;
    }
    let name = ident(&item.name);
    let parameters = item.fields.iter().filter(required).map(|field| {
        let (variable, ty) = (ident(&field.variable), ty(&field.ty));
        quote! { #variable: #ty }
    });
    let fields = item.fields.iter().map(|field| {
        let (name, variable) = (ident(&field.name), ident(&field.variable));
        if !required(&field) {
            quote!(#name: codegen::absent())
        } else if field.name == field.variable {
            quote!(#name)
        } else {
            quote!(#name: #variable)
        }
    });
    Some(quote! {
        impl #name {
            /// With what must be given; everything else is left out.
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}

pub(super) fn one_of(item: &OneOf) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let derives = derives(&["Debug", "Clone", "PartialEq"], &item.derives);
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (docs(&variant.docs), ident(&variant.name), ty(&variant.ty));
        quote! { #docs #name(#ty) }
    });
    let arms = item.variants.iter().map(|variant| {
        let (key, name) = (&variant.key, ident(&variant.name));
        quote! { Self::#name(value) => codegen::serialize_one(s, #key, value) }
    });
    let declaration = quote! {
        #docs_type
        #derives
        pub enum #name {
            #(#variants,)*
        }
    };
    let impls = quote! {
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                match self {
                    #(#arms,)*
                }
            }
        }
    };
    Code { declaration, impls }
}
