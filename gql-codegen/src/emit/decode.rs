//! Implementations of `Deserialize`: tables of response keys, and closures that make values from slots.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, path, ty};
use crate::ir::{Arm, Coercion, Conversion, Decode, Expr, Ident, Object, Path, Slot};

/// The maximum number of slots in a tuple.
const TUPLE: usize = 16;

pub(super) fn decode(name: &Ident, decode: &Decode) -> TokenStream {
    decode_as(name, decode, false)
}

/// Returns the implementations for a type, whose value may be null.
fn decode_as(name: &Ident, decode: &Decode, nullable: bool) -> TokenStream {
    let this = ident(name);
    match decode {
        Decode::Nullable(inner) => decode_as(name, inner, true),
        Decode::Object(object) => {
            let (keys, make) = (keys(object), closure(name, object, nullable));
            deserialize(name, quote! { codegen::object(d, #keys, #make) }, nullable)
        }
        Decode::Cases {
            types,
            arms,
            other,
            nameless,
        } => {
            let arms = arms.iter().map(|(indices, arm)| {
                let body = self::arm(name, arm, nullable);
                quote! { #(#indices)|* => #body }
            });
            let other = arm(name, other, nullable);
            // The index follows that of all other types.
            let behind = types.len() + 1;
            let (is_nameless, nameless) = match nameless {
                None => (None, None),
                Some(object) => {
                    let (keys, make) = (keys(object), closure(name, object, nullable));
                    (
                        Some(quote! { const NAMELESS: bool = true; }),
                        Some(quote! { #behind => case.object(#keys, #make), }),
                    )
                }
            };
            let (variants, trait_name, value) = match nullable {
                false => (quote!(variants), quote!(Variants), quote!(Self)),
                true => (
                    quote!(nullable_variants),
                    quote!(NullableVariants),
                    quote!(Option<Self>),
                ),
            };
            let deserialize = deserialize(name, quote! { codegen::#variants(d) }, nullable);
            quote! {
                #deserialize
                impl codegen::#trait_name for #this {
                    const TYPES: codegen::Keys = &[#(#types),*];
                    #is_nameless
                    fn read<'de, __A: codegen::VariantAccess<'de>>(case: codegen::Case<'de, __A>) -> codegen::Result<#value, __A::Error> {
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

fn deserialize(name: &Ident, body: TokenStream, nullable: bool) -> TokenStream {
    let this = ident(name);
    if nullable {
        return quote! {
            impl<'de> codegen::Deserialize<'de> for #this {
                fn deserialize<__D: codegen::Deserializer<'de>>(d: __D) -> codegen::Result<Self, __D::Error> {
                    codegen::not_null(d)
                }
            }
            impl codegen::NullableObject for #this {
                fn nullable<'de, __D: codegen::Deserializer<'de>>(d: __D) -> codegen::Result<Option<Self>, __D::Error> {
                    #body
                }
            }
        };
    }
    quote! {
        impl<'de> codegen::Deserialize<'de> for #this {
            fn deserialize<__D: codegen::Deserializer<'de>>(d: __D) -> codegen::Result<Self, __D::Error> {
                #body
            }
        }
    }
}

fn arm(name: &Ident, arm: &Arm, nullable: bool) -> TokenStream {
    match arm {
        Arm::Variant(variant) => {
            let variant = ident(variant);
            match nullable {
                false => quote! { case.variant(Self::#variant) },
                true => quote! { case.variant(|value| Some(Self::#variant(value))) },
            }
        }
        Arm::NullableVariant(variant) => {
            let variant = ident(variant);
            quote! { case.variant(|codegen::Nullable(value)| value.map(Self::#variant)) }
        }
        Arm::Object(object) => {
            let (keys, make) = (keys(object), closure(name, object, nullable));
            if object.needs_type_name {
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

/// Returns a closure such as `|(id, name)| Self { id, name }`, whose value is in `Some` if it may be null.
fn closure(name: &Ident, object: &Object, nullable: bool) -> TokenStream {
    let pattern = pattern(&object.slots, |slot| {
        let variable = ident(&slot.name);
        match wrapper(slot) {
            Some(wrapper) => quote!(codegen::#wrapper(#variable)),
            None => quote!(#variable),
        }
    });
    let typed = object.slots.iter().any(|slot| slot.ty.is_some()).then(|| {
        let types = wide(&object.slots, &quote!(codegen::Wide), '<', |slot| {
            match (&slot.ty, wrapper(slot)) {
                (None, _) => quote!(_),
                (Some(known), None) => ty(known),
                (Some(known), Some(wrapper)) => {
                    let known = ty(known);
                    quote!(codegen::#wrapper<#known>)
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
    let make = value(name, &object.value);
    let make = match nullable {
        true => quote!(Some(#make)),
        false => make,
    };
    if splits.is_empty() {
        quote! { |#pattern #typed| #make }
    } else {
        quote! { |#pattern #typed| { #(#splits)* #make } }
    }
}

/// Returns the type around the value of a slot.
fn wrapper(slot: &Slot) -> Option<TokenStream> {
    match (slot.maybe, slot.non_null) {
        (false, false) => None,
        (true, false) => Some(quote!(Maybe)),
        (false, true) => Some(quote!(NonNull)),
        (true, true) => Some(quote!(MaybeNonNull)),
    }
}

fn pattern(slots: &[Slot], each: impl Fn(&Slot) -> TokenStream) -> TokenStream {
    wide(slots, &quote!(codegen::Wide), '(', each)
}

/// Returns a tuple, or nested tuples in `Wide` if there are too many elements.
fn wide(slots: &[Slot], name: &TokenStream, open: char, each: impl Fn(&Slot) -> TokenStream) -> TokenStream {
    let tuple = |slots: &[Slot]| {
        let parts = slots.iter().map(&each);
        quote!((#(#parts,)*))
    };
    match slots.split_at_checked(TUPLE) {
        Some((first, rest)) if !rest.is_empty() => {
            let (tuple, rest) = (tuple(first), wide(rest, name, open, each));
            match open {
                '<' => quote!(#name<#tuple, #rest>),
                _ => quote!(#name(#tuple, #rest)),
            }
        }
        _ => tuple(slots),
    }
}

/// Returns a statement such as `let (owner_0, owner) = codegen::split(owner);`.
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

/// Returns the tokens of an expression in an implementation for `this`.
fn value(this: &Ident, expr: &Expr) -> TokenStream {
    let type_path = |at: &Path| match at {
        Path::Here(name) if name == this => quote!(Self),
        other => path(other),
    };
    match expr {
        Expr::Struct { path, fields } => {
            let path = type_path(path);
            let fields = fields.iter().map(|(field, expr)| {
                let name = ident(field);
                if is_variable(expr, field) {
                    return quote!(#name);
                }
                let value = value(this, expr);
                quote!(#name: #value)
            });
            quote! { #path { #(#fields),* } }
        }
        Expr::Variant {
            path,
            variant,
            value: inner,
        } => {
            let (path, variant, inner) = (type_path(path), ident(variant), value(this, inner));
            quote! { #path::#variant(#inner) }
        }
        Expr::Tuple { path, values } => {
            let path = type_path(path);
            let values = values.iter().map(|expr| value(this, expr));
            quote! { #path(#(#values),*) }
        }
        Expr::Slot {
            variable,
            clone,
            coercion,
        } => {
            let taken = taken(variable, *clone);
            match coercion {
                Coercion::None => taken,
                Coercion::Some => quote!(Some(#taken)),
                Coercion::Flatten => quote!(codegen::flatten(#taken)),
            }
        }
        Expr::When { guards, value: inner } => {
            let is_attempt = matches!(**inner, Expr::Attempt(_));
            let inner = value(this, inner);
            let inner = match is_attempt {
                true => inner,
                false => quote!(Some(#inner)),
            };
            if guards.is_empty() {
                return inner;
            }
            let asked = guards.iter().map(|guard| taken(&guard.variable, guard.clone));
            let there = guards.iter().map(|guard| {
                let variable = ident(&guard.variable);
                quote!(Some(#variable))
            });
            quote! { match (#(#asked,)*) { (#(#there,)*) => #inner, _ => None } }
        }
        Expr::Converted {
            value: inner,
            required,
            conversion,
        } => {
            let inner = value(this, inner);
            let inner = match required {
                true if matches!(conversion, Conversion::Caught(_)) => {
                    quote!(codegen::required_caught(#inner)?)
                }
                true => quote!(codegen::required(#inner)?),
                false => inner,
            };
            let converted = convert(conversion, &inner);
            match conversion.is_fallible() {
                true => quote!(#converted?),
                false => converted,
            }
        }
        Expr::Attempt(inner) => {
            let inner = value(this, inner);
            quote!(codegen::attempt(|| Some(#inner)))
        }
        Expr::Nullable(inner) => {
            let inner = value(this, inner);
            quote!(codegen::Nullable(#inner))
        }
        Expr::Maybe(inner) => {
            let inner = value(this, inner);
            quote!(codegen::Maybe(#inner))
        }
        Expr::Away => quote!(codegen::Maybe(None)),
        Expr::TypeName { some, clone } => {
            let name = match clone {
                false => quote!(typename),
                true => quote!(typename.clone()),
            };
            if *some { quote!(Some(#name)) } else { name }
        }
    }
}

/// Returns whether the expression is only the variable with this name.
fn is_variable(expr: &Expr, name: &Ident) -> bool {
    match expr {
        Expr::Slot {
            variable,
            clone: false,
            coercion: Coercion::None,
        } => variable == name,
        Expr::TypeName {
            some: false,
            clone: false,
        } => name.as_str() == "typename",
        Expr::Converted {
            value,
            required: false,
            conversion: Conversion::Same,
        } => is_variable(value, name),
        _ => false,
    }
}

/// Returns the converted value, which is in an `Option` if the conversion is fallible.
fn convert(conversion: &Conversion, value: &TokenStream) -> TokenStream {
    // The functions for an infallible and for a fallible conversion of the values inside.
    let (function, fallible, inner) = match conversion {
        Conversion::Same => return value.clone(),
        Conversion::Object => return quote!(codegen::object_or_null(#value)),
        Conversion::Some(inner) => {
            let converted = convert(inner, value);
            return match inner.is_fallible() {
                true => converted,
                false => quote!(Some(#converted)),
            };
        }
        Conversion::Caught(inner) if **inner == Conversion::Same => return quote!(codegen::caught(#value)),
        Conversion::Present(inner) if **inner == Conversion::Same => return quote!(codegen::present(#value)),
        // The conversion of a kept item is always fallible.
        Conversion::Kept(inner) => (quote!(kept_items), quote!(kept_items), inner),
        Conversion::Option(inner) | Conversion::Required(inner) => (quote!(map), quote!(and_then), inner),
        Conversion::List(inner) => (quote!(items), quote!(try_items), inner),
        Conversion::Caught(inner) => (quote!(map_caught), quote!(try_caught), inner),
        Conversion::Present(inner) => (quote!(present_items), quote!(try_present), inner),
    };
    let function = match inner.is_fallible() {
        true => fallible,
        false => function,
    };
    let value = match conversion {
        Conversion::Required(_) => &quote!(codegen::required_caught(#value)),
        _ => value,
    };
    let each = match &**inner {
        Conversion::Object => quote!(codegen::object_or_null),
        Conversion::Some(inner) if **inner == Conversion::Same => quote!(Some),
        inner => {
            let converted = convert(inner, &quote!(value));
            quote!(|value| #converted)
        }
    };
    quote!(codegen::#function(#value, #each))
}

/// Returns the variable, or a clone of it.
fn taken(variable: &Ident, clone: bool) -> TokenStream {
    let variable = ident(variable);
    if clone {
        quote!(codegen::clone(&#variable))
    } else {
        quote!(#variable)
    }
}
