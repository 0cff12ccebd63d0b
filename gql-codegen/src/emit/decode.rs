//! `Deserialize`: tables of response keys, and closures that make values of slots.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, path, ty};
use crate::ir::{Arm, Decode, Fit, Make, Object, Slot};

/// As many slots as a tuple takes.
const TUPLE: usize = 16;

pub(super) fn decode(name: &str, decode: &Decode) -> TokenStream {
    let this = ident(name);
    match decode {
        Decode::Object(object) => {
            let (keys, make) = (keys(object), closure(name, object));
            deserialize(name, quote! { codegen::object(d, #keys, #make) })
        }
        Decode::Cases {
            types,
            arms,
            other,
            nameless,
        } => {
            let arms = arms.iter().map(|(indices, arm)| {
                let body = self::arm(name, arm);
                quote! { #(#indices)|* => #body }
            });
            let other = arm(name, other);
            // Its index is behind that of all other types.
            let behind = types.len() + 1;
            let (is_nameless, nameless) = match nameless {
                None => (None, None),
                Some(object) => {
                    let (keys, make) = (keys(object), closure(name, object));
                    (
                        Some(quote! { const NAMELESS: bool = true; }),
                        Some(quote! { #behind => case.object(#keys, #make), }),
                    )
                }
            };
            let deserialize = deserialize(name, quote! { codegen::variants(d) });
            quote! {
                #deserialize
                impl codegen::Variants for #this {
                    const TYPES: codegen::Keys = &[#(#types),*];
                    #is_nameless
                    fn read<'de, __A: codegen::MapAccess<'de>>(case: codegen::Case<'de, __A>) -> codegen::Result<Self, __A::Error> {
                        match case.index() {
                            #(#arms,)*
                            #nameless
                            _ => #other,
                        }
                    }
                }
            }
        }
    }
}

fn deserialize(name: &str, body: TokenStream) -> TokenStream {
    let this = ident(name);
    quote! {
        impl<'de> codegen::Deserialize<'de> for #this {
            fn deserialize<__D: codegen::Deserializer<'de>>(d: __D) -> codegen::Result<Self, __D::Error> {
                #body
            }
        }
    }
}

fn arm(name: &str, arm: &Arm) -> TokenStream {
    match arm {
        Arm::Variant(variant) => {
            let variant = ident(variant);
            quote! { case.variant(Self::#variant) }
        }
        Arm::Object(object) => {
            let (keys, make) = (keys(object), closure(name, object));
            if type_names(&object.make) > 0 {
                quote! {{
                    let typename = case.typename();
                    case.object(#keys, #make)
                }}
            } else {
                quote! { case.object(#keys, #make) }
            }
        }
    }
}

fn keys(object: &Object) -> TokenStream {
    let keys = object.slots.iter().map(|slot| &slot.key);
    quote! { &[#(#keys),*] }
}

/// `|(id, name)| Self { id, name }`
fn closure(name: &str, object: &Object) -> TokenStream {
    let pattern = pattern(&object.slots, |slot| {
        let variable = ident(&slot.name);
        if slot.maybe {
            quote!(codegen::Maybe(#variable))
        } else {
            quote!(#variable)
        }
    });
    let typed = object.slots.iter().any(|slot| slot.ty.is_some()).then(|| {
        let types = wide(&object.slots, &quote!(codegen::Wide), '<', |slot| {
            match (&slot.ty, slot.maybe) {
                (None, _) => quote!(_),
                (Some(known), false) => ty(known),
                (Some(known), true) => {
                    let known = ty(known);
                    quote!(codegen::Maybe<#known>)
                }
            }
        });
        quote!(: #types)
    });
    let splits: Vec<_> = object
        .slots
        .iter()
        .filter(|slot| !slot.parts.is_empty())
        .map(split)
        .collect();
    let make = value(name, object, &object.make);
    if splits.is_empty() {
        quote! { |#pattern #typed| #make }
    } else {
        quote! { |#pattern #typed| { #(#splits)* #make } }
    }
}

fn pattern(slots: &[Slot], each: impl Fn(&Slot) -> TokenStream) -> TokenStream {
    wide(slots, &quote!(codegen::Wide), '(', each)
}

/// A tuple, or tuples in `Wide`s where there are too many for one.
fn wide(slots: &[Slot], name: &TokenStream, open: char, each: impl Fn(&Slot) -> TokenStream) -> TokenStream {
    let chunks: Vec<_> = if slots.is_empty() {
        vec![slots]
    } else {
        slots.chunks(TUPLE).collect()
    };
    let mut tuples = chunks.iter().map(|chunk| {
        let parts = chunk.iter().map(&each);
        quote!((#(#parts,)*))
    });
    let last = tuples.next_back().unwrap_or_default();
    tuples.rev().fold(last, |rest, tuple| match open {
        '<' => quote!(#name<#tuple, #rest>),
        _ => quote!(#name(#tuple, #rest)),
    })
}

/// `let (owner_0, owner) = codegen::split(owner);`
fn split(slot: &Slot) -> TokenStream {
    let source = ident(&slot.name);
    let names: Vec<_> = slot.parts.iter().map(|part| ident(&part.name)).collect();
    let mut statements = Vec::new();
    for (view, pair) in names.windows(2).enumerate() {
        let [first, last] = pair else { continue };
        let rest = if view + 2 == names.len() { last } else { &source };
        statements.push(quote! { let (#first, #rest) = codegen::split(#source); });
    }
    for part in slot.parts.iter().filter(|part| part.maybe) {
        let variable = ident(&part.name);
        statements.push(match slot.maybe {
            true => quote! { let #variable = codegen::flatten(codegen::whole(#variable)); },
            false => quote! { let #variable = codegen::whole(#variable); },
        });
    }
    quote! { #(#statements)* }
}

fn view_variable(slot: &Slot, view: usize) -> proc_macro2::Ident {
    ident(slot.parts.get(view).map_or(&slot.name, |part| &part.name))
}

fn value(this: &str, object: &Object, make: &Make) -> TokenStream {
    let type_path = |text: &str| if text == this { quote!(Self) } else { path(text) };
    match make {
        Make::Struct { path, fields } => {
            let path = type_path(path);
            let fields = fields.iter().map(|(field, make)| {
                let (name, value) = (ident(field), value(this, object, make));
                if value.to_string() == *field {
                    quote!(#name)
                } else {
                    quote!(#name: #value)
                }
            });
            quote! { #path { #(#fields),* } }
        }
        Make::Variant {
            path,
            variant,
            value: inner,
        } => {
            let (path, variant, inner) = (type_path(path), ident(variant), value(this, object, inner));
            quote! { #path::#variant(#inner) }
        }
        Make::Tuple { path, values } => {
            let path = type_path(path);
            let values = values.iter().map(|make| value(this, object, make));
            quote! { #path(#(#values),*) }
        }
        Make::Slot {
            slot,
            view,
            clone,
            fit,
        } => {
            let Some(slot) = object.slots.get(*slot) else {
                return TokenStream::new();
            };
            let variable = view_variable(slot, *view);
            let taken = if *clone {
                quote!(codegen::clone(&#variable))
            } else {
                quote!(#variable)
            };
            match fit {
                Fit::Same => taken,
                Fit::Some => quote!(Some(#taken)),
                Fit::Flatten => quote!(codegen::flatten(#taken)),
            }
        }
        Make::When { slots, value: inner } => {
            let inner = value(this, object, inner);
            if slots.is_empty() {
                return quote!(Some(#inner));
            }
            let known: Vec<_> = slots
                .iter()
                .filter_map(|(slot, view, clone)| {
                    Some((view_variable(object.slots.get(*slot)?, *view), *clone))
                })
                .collect();
            let asked = known.iter().map(|(variable, clone)| match clone {
                true => quote!(codegen::clone(&#variable)),
                false => quote!(#variable),
            });
            let there = known.iter().map(|(variable, _)| quote!(Some(#variable)));
            quote! { match (#(#asked,)*) { (#(#there,)*) => Some(#inner), _ => None } }
        }
        Make::Maybe(inner) => {
            let inner = value(this, object, inner);
            quote!(codegen::Maybe(#inner))
        }
        Make::Away => quote!(codegen::Maybe(None)),
        Make::TypeName { some } => {
            let name = match type_names(&object.make) {
                1 => quote!(typename),
                _ => quote!(typename.clone()),
            };
            if *some { quote!(Some(#name)) } else { name }
        }
    }
}

/// How often the type's name is asked for.
fn type_names(make: &Make) -> usize {
    match make {
        Make::Struct { fields, .. } => fields.iter().map(|(_, make)| type_names(make)).sum(),
        Make::Tuple { values, .. } => values.iter().map(type_names).sum(),
        Make::Variant { value, .. } | Make::When { value, .. } | Make::Maybe(value) => type_names(value),
        Make::Slot { .. } | Make::Away => 0,
        Make::TypeName { .. } => 1,
    }
}
