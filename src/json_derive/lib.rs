//! `#[derive(Readable)]`: how the browser reads a type out of the values of its own JSON parser.
//!
//! The names are serde's, because the server writes the JSON with serde: `rename` and `rename_all = "lowercase"` are
//! followed. `default` is accepted and not followed, because the server writes each field. Other attributes of serde that
//! change the JSON need a `Readable` by hand.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Code;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, parse_macro_input};

#[proc_macro_derive(Readable, attributes(serde))]
pub fn readable(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    implement(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn implement(input: &DeriveInput) -> syn::Result<Code> {
    let (name, all) = (&input.ident, Names::of(&input.attrs)?);
    let body = match &input.data {
        Data::Struct(data) => {
            let fields = read_fields(&data.fields)?;
            quote!(Some(Self #fields))
        }
        Data::Enum(data) => {
            let variants = data.variants.iter().map(|variant| {
                let (ident, own) = (&variant.ident, Names::of(&variant.attrs)?);
                let name = own.rename.unwrap_or_else(|| all.apply(ident));
                Ok(match &variant.fields {
                    Fields::Unit => quote!(if text.as_deref() == Some(#name) { return Some(Self::#ident); }),
                    fields => {
                        let fields = read_fields(fields)?;
                        quote! {
                            let value = ::foundation::json::of(outer, #name);
                            if !value.is_undefined() {
                                let value = &value;
                                return Some(Self::#ident #fields);
                            }
                        }
                    }
                })
            });
            let variants = variants.collect::<syn::Result<Vec<Code>>>()?;
            quote!(let (outer, text) = (value, value.as_string()); #(#variants)* None)
        }
        Data::Union(data) => return Err(syn::Error::new(data.union_token.span, "JSON has no unions")),
    };
    Ok(quote! {
        #[cfg(not(feature = "ssr"))]
        impl ::foundation::json::Readable for #name {
            fn from_js(value: &::foundation::json::JsValue) -> Option<Self> { #body }
        }
    })
}

/// The fields of a struct or a variant, out of `value`.
fn read_fields(fields: &Fields) -> syn::Result<Code> {
    match fields {
        Fields::Named(fields) => {
            let fields = fields.named.iter().map(|field| {
                let (ident, own) = (field.ident.as_ref(), Names::of(&field.attrs)?);
                let name = own.rename.or_else(|| Some(ident?.unraw().to_string()));
                Ok(quote!(#ident: ::foundation::json::field(value, #name)?))
            });
            let fields = fields.collect::<syn::Result<Vec<Code>>>()?;
            Ok(quote!({ #(#fields),* }))
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok(quote!((::foundation::json::Readable::from_js(value)?)))
        }
        other => Err(syn::Error::new_spanned(other, "named fields, or a single field")),
    }
}

/// How `#[serde(…)]` names a type's parts.
#[derive(Default)]
struct Names {
    rename: Option<String>,
    lowercase: bool,
}

impl Names {
    fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut names = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("default") || meta.path.is_ident("deny_unknown_fields") {
                    return Ok(());
                }
                let value: LitStr = meta.value()?.parse()?;
                match meta.path.require_ident()?.to_string().as_str() {
                    "rename" => names.rename = Some(value.value()),
                    "rename_all" if value.value() == "lowercase" => names.lowercase = true,
                    _ => return Err(meta.error("`Readable` does not know this: write it by hand")),
                }
                Ok(())
            })?;
        }
        Ok(names)
    }

    fn apply(&self, ident: &Ident) -> String {
        let name = ident.unraw().to_string();
        if self.lowercase { name.to_lowercase() } else { name }
    }
}
