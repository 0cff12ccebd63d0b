//! Federation: the directives that a schema links, and the parts of a supergraph that a router does not serve.
//! <https://specs.apollo.dev/link/v1.0>, <https://specs.apollo.dev/core/v0.2>

use std::collections::{HashMap, HashSet};

use super::collect::types_of;
use super::coordinate::Coordinate;
use super::roots;
use crate::source::Span;
use crate::syntax::ast::{
    Definition, Directive, DirectiveDefinition, Document, InputValueDefinition, Type, TypeDefinitionKind,
    Value,
};
use crate::syntax::is_executable_location;

/// The base URL of federation's specifications. Links to other URLs are unrelated to federation.
const SPECIFICATIONS: &str = "https://specs.apollo.dev/";

/// The specifications that a schema links.
#[derive(Debug, Default)]
pub(super) struct Features {
    features: Vec<Feature>,
    /// The names of the directives that link them: `link` or `core`.
    linking: Vec<String>,
}

/// A linked specification: `@link(url: "…", as: "…", import: […])` or `@core(feature: "…", as: "…")`.
#[derive(Debug)]
struct Feature {
    /// The name in its URL.
    specification: String,
    /// The name of the main directive, and the prefix before `__` of the names of other elements.
    namespace: String,
    /// The names of imported elements in the specification and in this schema; those of directives start with `@`.
    imports: Vec<(String, String)>,
}

impl Features {
    pub(super) fn of<'d, 'a: 'd>(documents: impl IntoIterator<Item = &'d Document<'a>>) -> Self {
        let mut features = Self::default();
        for directive in roots::definitions(documents).flat_map(|node| &node.directives) {
            if let Some(feature) = Feature::of(directive) {
                features.features.push(feature);
                features.linking.push(directive.name.text.to_owned());
            }
        }
        features
    }

    /// Returns whether there are any, in which case the schema is a supergraph or a part of one.
    pub(super) fn is_federation(&self) -> bool {
        !self.features.is_empty()
    }

    /// Returns whether the schema is a supergraph, the configuration of a router. <https://specs.apollo.dev/join/v0.3>
    pub(super) fn is_supergraph(&self) -> bool {
        self.features.iter().any(|it| it.specification == "join")
    }

    /// Returns whether a directive, named without `@`, belongs to a linked specification.
    pub(super) fn has_directive(&self, name: &str) -> bool {
        self.linking.iter().any(|linking| linking == name)
            || self.features.iter().any(|feature| {
                feature.namespace == name
                    || feature.has_in_namespace(name)
                    || feature
                        .imports
                        .iter()
                        .any(|(_, import)| import.strip_prefix('@') == Some(name))
            })
    }

    /// Returns whether a type belongs to a linked specification.
    pub(super) fn has_type(&self, name: &str) -> bool {
        let mut features = self.features.iter();
        features.any(|feature| {
            feature.has_in_namespace(name) || feature.imports.iter().any(|(_, import)| import == name)
        })
    }

    /// Returns the names in this schema of a directive of a linked specification.
    pub(super) fn names_of(&self, specification: &str, name: &str) -> Vec<String> {
        let linked = self
            .features
            .iter()
            .filter(|it| it.specification == specification);
        linked
            .flat_map(|feature| {
                let imports = feature.imports.iter();
                let imports = imports.filter(|(original, _)| original.strip_prefix('@') == Some(name));
                let imports = imports.map(|(_, import)| import.trim_start_matches('@').to_owned());
                imports.chain([format!("{}__{name}", feature.namespace)])
            })
            .collect()
    }

    /// Returns the directives that hide elements from clients. Subgraphs also contain them, but serve the elements.
    /// <https://specs.apollo.dev/inaccessible/v0.2>
    fn hiding(&self) -> Vec<&str> {
        if !self.is_supergraph() {
            return Vec::new();
        }
        let mut linked = self.features.iter();
        let linked = linked.find(|it| it.specification == "inaccessible");
        vec![linked.map_or("inaccessible", |feature| &feature.namespace)]
    }
}

impl Feature {
    fn of(directive: &Directive<'_>) -> Option<Self> {
        let argument = |name: &str| {
            let mut arguments = directive.arguments.iter();
            arguments.find(|it| it.name.text == name).map(|it| &it.value)
        };
        let url = argument("url").or_else(|| argument("feature")).and_then(string)?;
        let mut path = url
            .strip_prefix(SPECIFICATIONS)?
            .trim_end_matches('/')
            .rsplit('/');
        // The last segment is a version, as in `federation/v2.3`, or the name if there is no version.
        let last = path.next()?;
        let specification = path.next().unwrap_or(last).to_owned();
        let namespace = argument("as").and_then(string);
        let imports = match argument("import") {
            Some(Value::List(items, _)) => items.iter().filter_map(import).collect(),
            _ => Vec::new(),
        };
        Some(Self {
            namespace: namespace.unwrap_or_else(|| specification.clone()),
            specification,
            imports,
        })
    }

    fn has_in_namespace(&self, name: &str) -> bool {
        let rest = name.strip_prefix(&*self.namespace);
        rest.is_some_and(|rest| rest.starts_with("__"))
    }
}

/// Returns the names of an imported element in its specification and in this schema: from `"@key"`, or from
/// `{ name: "@key", as: "@id" }`.
fn import(value: &Value<'_>) -> Option<(String, String)> {
    match value {
        Value::Object(fields, _) => {
            let field = |name: &str| fields.iter().find(|it| it.name.text == name);
            let name = field("name").and_then(|it| string(&it.value));
            let alias = field("as").and_then(|it| string(&it.value));
            let local = alias.or_else(|| name.clone())?;
            Some((name.unwrap_or_else(|| local.clone()), local))
        }
        value => string(value).map(|name| (name.clone(), name)),
    }
}

fn string(value: &Value<'_>) -> Option<String> {
    match value {
        Value::String(string) => Some(string.value().into_owned()),
        _ => None,
    }
}

/// The parts of a supergraph that a router does not serve: inaccessible elements, and those that describe the composition.
#[derive(Debug)]
pub(super) struct Hidden<'a> {
    features: Features,
    is_supergraph: bool,
    /// The inaccessible types.
    types: HashSet<&'a str>,
}

impl<'a> Hidden<'a> {
    /// Creates a value that hides nothing.
    pub(super) fn nothing() -> Self {
        Self {
            features: Features::default(),
            is_supergraph: false,
            types: HashSet::new(),
        }
    }

    pub(super) fn of(documents: &[&Document<'a>]) -> Self {
        let features = Features::of(documents.iter().copied());
        let is_supergraph = features.is_supergraph();
        let mut hidden = Self {
            features,
            is_supergraph,
            types: HashSet::new(),
        };
        if is_supergraph {
            let types = documents.iter().copied().flat_map(types_of);
            let types = types.filter(|node| hidden.is_marked(&node.directives));
            hidden.types = types.map(|node| node.name.text).collect();
        }
        hidden
    }

    pub(super) fn has_type(&self, name: &str) -> bool {
        self.is_supergraph && (self.types.contains(name) || self.features.has_type(name))
    }

    /// Directives that operations may use are served, regardless of the specification that defines them.
    pub(super) fn has_directive(&self, node: &DirectiveDefinition<'_>) -> bool {
        self.is_supergraph
            && self.features.has_directive(node.name.text)
            && !node.locations.iter().any(|it| is_executable_location(it.text))
    }

    /// Returns whether a field or input is hidden, by a directive or because its type is hidden.
    #[inline]
    pub(super) fn has_member(&self, directives: &[Directive<'_>], ty: &Type<'_>) -> bool {
        self.is_supergraph && (self.is_any_hiding(directives) || self.has_type(ty.name().text))
    }

    /// Returns whether one of these directives hides the element.
    #[inline]
    pub(super) fn is_marked(&self, directives: &[Directive<'_>]) -> bool {
        self.is_supergraph && self.is_any_hiding(directives)
    }

    #[cold]
    fn is_any_hiding(&self, directives: &[Directive<'_>]) -> bool {
        let hiding = self.features.hiding();
        directives.iter().any(|it| hiding.contains(&it.name.text))
    }

    /// Returns the inaccessible elements, by schema coordinate.
    pub(super) fn inaccessible(&self, documents: &[&Document<'a>]) -> HashMap<Box<str>, Span> {
        let mut found = HashMap::new();
        if !self.is_supergraph {
            return found;
        }
        let mut add = |coordinate: Coordinate<'_>, span| {
            found.entry(coordinate.to_string().into()).or_insert(span);
        };
        for definition in documents.iter().flat_map(|document| &document.definitions) {
            match definition {
                Definition::Directive(node) => {
                    self.inputs(Coordinate::Directive(node.name.text), &node.arguments, &mut add);
                }
                Definition::Type(node) => {
                    let ty = Coordinate::Type(node.name.text);
                    if self.is_marked(&node.directives) {
                        add(ty, node.name.span);
                    }
                    match &node.kind {
                        TypeDefinitionKind::Object { fields, .. }
                        | TypeDefinitionKind::Interface { fields, .. } => {
                            for field in fields {
                                let place = ty.member(field.name.text);
                                if self.has_member(&field.directives, &field.ty) {
                                    add(place, field.name.span);
                                }
                                self.inputs(place, &field.arguments, &mut add);
                            }
                        }
                        TypeDefinitionKind::InputObject { fields } => self.inputs(ty, fields, &mut add),
                        TypeDefinitionKind::Enum { values } => {
                            for value in values.iter().filter(|it| self.is_marked(&it.directives)) {
                                add(ty.member(value.name.text), value.name.span);
                            }
                        }
                        TypeDefinitionKind::Scalar | TypeDefinitionKind::Union { .. } => {}
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn inputs(
        &self,
        of: Coordinate<'_>,
        inputs: &[InputValueDefinition<'_>],
        add: &mut impl FnMut(Coordinate<'_>, Span),
    ) {
        for input in inputs.iter().filter(|it| self.has_member(&it.directives, &it.ty)) {
            add(of.member(input.name.text), input.name.span);
        }
    }
}
