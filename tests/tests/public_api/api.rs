//! The public items of a crate, found in rustdoc's JSON by the paths that a user writes.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::signature::{array, bounds, clauses, generics, signature, ty};

/// The newest format of rustdoc's JSON that this code has been tried with, and the oldest.
const FORMATS: std::ops::RangeInclusive<u64> = 50..=60;

/// The documentation of a crate.
pub(crate) struct Api(Value);

/// A public item: its path, and its JSON.
struct Item<'a> {
    path: String,
    json: &'a Value,
}

impl Item<'_> {
    /// The kind of the item and what belongs to it.
    fn inner(&self) -> Option<(&str, &Value)> {
        let (kind, inner) = self.json["inner"].as_object()?.iter().next()?;
        Some((kind, inner))
    }
}

impl Api {
    pub(crate) fn new(json: Value) -> Self {
        let format = json["format_version"].as_u64().unwrap_or_default();
        assert!(
            FORMATS.contains(&format),
            "rustdoc's JSON has format {format}: see whether this test reads it, and extend FORMATS"
        );
        Self(json)
    }

    fn get(&self, id: &Value) -> Option<&Value> {
        self.0["index"].get(id.to_string())
    }

    /// Returns the public items, with their fields, variants, methods and associated items.
    fn items(&self) -> Vec<Item<'_>> {
        let mut found = Vec::new();
        if let Some(root) = self.get(&self.0["root"]) {
            let name = root["name"].as_str().unwrap_or_default();
            self.module(root, name, &mut found);
        }
        found
    }

    fn module<'a>(&'a self, module: &'a Value, path: &str, found: &mut Vec<Item<'a>>) {
        for item in array(&module["inner"]["module"]["items"]).filter_map(|id| self.get(id)) {
            self.item(item, item["name"].as_str(), path, found);
        }
    }

    fn item<'a>(&'a self, json: &'a Value, name: Option<&str>, path: &str, found: &mut Vec<Item<'a>>) {
        if let Some(import) = json["inner"].get("use") {
            match self.get(&import["id"]) {
                Some(target) if import["is_glob"] == true => self.module(target, path, found),
                Some(target) => self.item(target, import["name"].as_str(), path, found),
                None => found.push(Item {
                    path: format!("{path}::{}", import["name"].as_str().unwrap_or_default()),
                    json,
                }),
            }
            return;
        }
        let Some(name) = name else { return };
        let path = format!("{path}::{name}");
        if json["inner"].get("module").is_some() {
            self.module(json, &path, found);
            return;
        }
        let item = Item { path, json };
        let members = self.members(&item);
        found.push(item);
        found.extend(members);
    }

    /// The fields, variants, inherent methods and items of a trait.
    fn members<'a>(&'a self, item: &Item<'a>) -> Vec<Item<'a>> {
        let Some((kind, inner)) = item.json["inner"]
            .as_object()
            .and_then(|inner| inner.iter().next())
        else {
            return Vec::new();
        };
        let mut ids: Vec<&Value> = match kind.as_str() {
            "struct" => {
                let kind = &inner["kind"];
                array(&kind["plain"]["fields"])
                    .chain(array(&kind["tuple"]))
                    .collect()
            }
            "enum" => array(&inner["variants"]).collect(),
            "trait" => array(&inner["items"]).collect(),
            "variant" => {
                let kind = &inner["kind"];
                array(&kind["struct"]["fields"])
                    .chain(array(&kind["tuple"]))
                    .collect()
            }
            _ => return Vec::new(),
        };
        let own = array(&inner["impls"])
            .filter_map(|id| self.get(id))
            .map(|it| &it["inner"]["impl"]);
        ids.extend(
            own.filter(|it| it["trait"].is_null())
                .flat_map(|it| array(&it["items"])),
        );
        let mut members = Vec::new();
        for json in ids.into_iter().filter_map(|id| self.get(id)) {
            let name = json["name"].as_str().unwrap_or_default();
            let member = Item {
                path: format!("{}::{name}", item.path),
                json,
            };
            members.extend(self.members(&member));
            members.push(member);
        }
        members
    }

    /// Returns the traits that a type implements, without those of the compiler and those that hold for every type.
    fn implemented<'a>(&'a self, item: &Item<'a>) -> Vec<&'a Value> {
        let Some((_, inner)) = item.json["inner"]
            .as_object()
            .and_then(|inner| inner.iter().next())
        else {
            return Vec::new();
        };
        let impls = array(&inner["impls"])
            .filter_map(|id| self.get(id))
            .map(|it| &it["inner"]["impl"]);
        impls
            .filter(|it| !it["trait"].is_null() && it["is_synthetic"] != true && it["blanket_impl"].is_null())
            .collect()
    }

    /// Returns a line for each public item, in alphabetical order.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = BTreeSet::new();
        for item in self.items() {
            let Some((kind, inner)) = item.inner() else {
                continue;
            };
            let path = &item.path;
            let may_grow = array(&item.json["attrs"]).any(|attr| attr.to_string().contains("non_exhaustive"));
            let may_grow = if may_grow { ", non-exhaustive" } else { "" };
            lines.insert(match kind {
                "function" => {
                    let (of, to) = (&inner["generics"], signature(&inner["sig"]));
                    format!("{path}{}{to}{}", generics(of), clauses(of))
                }
                "struct_field" => format!("{path}: {}", ty(inner)),
                "constant" | "assoc_const" => format!("{path}: const {}", ty(&inner["type"])),
                "type_alias" => format!("{path}{} = {}", generics(&inner["generics"]), ty(&inner["type"])),
                "assoc_type" => format!("{path}: type {}", bounds(&inner["bounds"])),
                "trait" => format!(
                    "{path}{}: trait {}",
                    generics(&inner["generics"]),
                    bounds(&inner["bounds"])
                ),
                "variant" => format!("{path}: variant{may_grow}"),
                "use" => format!("{path}: from {}", inner["source"].as_str().unwrap_or_default()),
                other => format!("{path}{}: {other}{may_grow}", generics(&inner["generics"])),
            });
            if matches!(kind, "struct" | "enum") {
                let traits = self.implemented(&item);
                let traits = traits
                    .iter()
                    .map(|it| ty(&serde_json::json!({"resolved_path": it["trait"]})));
                let traits: BTreeSet<_> = traits.collect();
                let traits: Vec<_> = traits.into_iter().collect();
                lines.insert(format!("{path}: {}", traits.join(" + ")));
            }
        }
        lines.into_iter().collect()
    }

    /// Returns the items that have a type or a trait of another crate in their signature, each with the crate.
    pub(crate) fn foreign_types(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for item in self.items() {
            let Some((kind, inner)) = item.inner() else {
                continue;
            };
            let mut ids = Vec::new();
            match kind {
                "struct" | "enum" => {
                    paths(&inner["generics"], &mut ids);
                    for it in self.implemented(&item) {
                        paths(&it["trait"], &mut ids);
                        paths(&it["generics"], &mut ids);
                    }
                }
                "trait" => {
                    paths(&inner["generics"], &mut ids);
                    paths(&inner["bounds"], &mut ids);
                    for it in array(&inner["implementations"]).filter_map(|id| self.get(id)) {
                        paths(&it["inner"]["impl"]["for"], &mut ids);
                    }
                }
                "variant" => {}
                _ => paths(inner, &mut ids),
            }
            for id in ids {
                let krate = &self.0["paths"][id.to_string()]["crate_id"];
                if let Some(name) = self.0["external_crates"][krate.to_string()]["name"].as_str() {
                    found.push((item.path.clone(), name.to_owned()));
                }
            }
        }
        found
    }

    /// Returns the structs and enums that are not `Send`, `Sync` or `Unpin` whatever their parameters are, each with the trait.
    pub(crate) fn without_auto_traits(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for item in self.items() {
            let Some(("struct" | "enum", inner)) = item.inner() else {
                continue;
            };
            let impls = array(&inner["impls"])
                .filter_map(|id| self.get(id))
                .map(|it| &it["inner"]["impl"]);
            let impls: Vec<_> = impls.collect();
            for auto in ["Send", "Sync", "Unpin"] {
                let mut of = impls.iter().filter(|it| it["trait"]["path"] == auto);
                if of.next().is_none_or(|it| it["is_negative"] == true) {
                    found.push((item.path.clone(), auto.to_owned()));
                }
            }
        }
        found
    }
}

/// The ids of all types and traits within.
fn paths(of: &Value, ids: &mut Vec<Value>) {
    match of {
        Value::Array(items) => items.iter().for_each(|item| paths(item, ids)),
        Value::Object(members) => {
            if let (Some(_), Some(id)) = (members.get("path"), members.get("id")) {
                ids.push(id.clone());
            }
            members.values().for_each(|member| paths(member, ids));
        }
        _ => {}
    }
}
