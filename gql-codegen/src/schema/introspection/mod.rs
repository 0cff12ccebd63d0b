//! Converts introspection results to GraphQL text. <https://spec.graphql.org/September2025/#sec-Schema-Introspection>
//!
//! The text is then parsed like any other text, so that a schema means the same in both forms.

mod unknown;

use std::fmt;

use super::builtin;
use super::coordinate::Coordinate;
use super::json::Json;
use super::sdl::{Sdl, SdlItem, deprecated, joined, specified_by};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::source::{SourceId, Span};
use crate::syntax::{is_directive_location, quoted};
use unknown::{Unknown, UnknownUse};

/// The rule `Introspection`.
pub static INTROSPECTION: Rule = Rule {
    name: "Introspection",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Schema-Introspection"),
    explanation: "A schema in a `.json` file is not a response to the introspection query. Both the whole response and its \
        `data` are read. Directive locations and kinds of types that are not known are left out with a warning.",
    example: None,
};

/// The message about a mistake in the JSON.
type Fault = String;

/// Converts the result of an introspection query to GraphQL text.
///
/// The result may be wrapped in `data`, and may follow any edition of the specification: unknown directive locations and
/// unknown kinds of types are left out, with a warning for each. If the JSON is not such a result, this adds an error to
/// `diagnostics`, with the errors of a failed query, and returns `None`.
pub fn to_sdl(source: SourceId, json: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut unknown = Unknown::default();
    let (fault, at) = match Json::parse(json) {
        Ok(value) => match schema(&value).and_then(|schema| document(schema, &mut unknown)) {
            Ok(text) => {
                unknown.report(Span::new(source, 0, 0), diagnostics);
                return Some(text);
            }
            Err(fault) => (fault, 0),
        },
        Err(error) => (format!("invalid JSON: {}", error.what), error.at),
    };
    let mut diagnostic = Diagnostic::error(&INTROSPECTION, fault, Span::of(source, at..at));
    if json
        .trim_start()
        .starts_with(|first: char| first.is_ascii_alphabetic() || "#\"".contains(first))
    {
        diagnostic =
            diagnostic.help("files with SDL must have the extension `.graphql`, `.graphqls` or `.gql`");
    }
    diagnostics.push(diagnostic);
    None
}

/// Returns `__schema` from a response or from its `data`.
fn schema<'v, 'a>(value: &'v Json<'a>) -> Result<&'v Json<'a>, Fault> {
    let schemas = [value.get("data").get("__schema"), value.get("__schema")];
    if let Some(schema) = schemas
        .into_iter()
        .find(|schema| matches!(schema, Json::Object(_)))
    {
        return Ok(schema);
    }
    let errors: Vec<&str> = list(value, "errors")
        .iter()
        .filter_map(|error| error.get("message").as_str())
        .collect();
    if errors.is_empty() {
        Err("expected the result of an introspection query, but `__schema` is missing".to_owned())
    } else {
        Err(format!("the introspection query failed: {}", errors.join("; ")))
    }
}

fn document(schema: &Json<'_>, unknown: &mut Unknown) -> Result<String, Fault> {
    let mut sdl = Sdl::default();
    let mut roots = Vec::new();
    for (operation, key) in [
        ("query", "queryType"),
        ("mutation", "mutationType"),
        ("subscription", "subscriptionType"),
    ] {
        if *schema.get(key) != Json::Null {
            roots.push(SdlItem {
                name: format!("{operation}: {}", name(schema.get(key), key)?),
                ..SdlItem::default()
            });
        }
    }
    if !roots.is_empty() {
        sdl.definition(schema.get("description").as_str(), "schema", &roots);
    }
    for directive in list(schema, "directives") {
        let known = name(directive, "directives")?;
        if !builtin::DIRECTIVES.contains(&known)
            && let Some(item) = directive_item(directive, known, unknown)?
        {
            sdl.directive(&item);
        }
    }
    if !matches!(schema.get("types"), Json::List(_)) {
        return Err("the introspection result has no `types`".to_owned());
    }
    for ty in list(schema, "types") {
        let known = name(ty, "types")?;
        if !builtin::is_type(known) {
            sdl.definition(
                ty.get("description").as_str(),
                &head(ty, known, unknown)?,
                &items(ty, known, unknown)?,
            );
        }
    }
    Ok(sdl.finish())
}

fn head(ty: &Json<'_>, name: &str, unknown: &mut Unknown) -> Result<String, Fault> {
    let interfaces = || names(ty, "interfaces", name).map(|names| joined(" implements ", &names, " & "));
    let kind = kind(ty);
    if kind.is_empty() {
        return Err(format!("type `{name}` has no kind"));
    }
    let shape = shape(ty);
    if shape != kind {
        unknown.note(UnknownUse::Kind, kind, Coordinate::Type(name));
    }
    match shape {
        "SCALAR" => {
            let url = ty
                .get("specifiedByURL")
                .as_str()
                .or(ty.get("specifiedByUrl").as_str());
            Ok(format!("scalar {name}{}", specified_by(url)))
        }
        "OBJECT" => Ok(format!("type {name}{}", interfaces()?)),
        "INTERFACE" => Ok(format!("interface {name}{}", interfaces()?)),
        "UNION" => {
            let members = names(ty, "possibleTypes", name)?;
            Ok(format!("union {name}{}", joined(" = ", &members, " | ")))
        }
        "ENUM" => Ok(format!("enum {name}")),
        "INPUT_OBJECT" => {
            let one_of = ty.get("isOneOf").is_true();
            Ok(format!("input {name}{}", if one_of { " @oneOf" } else { "" }))
        }
        _ => Ok(format!("scalar {name}")),
    }
}

/// Returns the kind of a type. An unknown kind is replaced by one that fits the members, or by a scalar without members.
fn shape<'v>(ty: &'v Json<'_>) -> &'v str {
    let has = |key| !list(ty, key).is_empty();
    match kind(ty) {
        known @ ("SCALAR" | "OBJECT" | "INTERFACE" | "UNION" | "ENUM" | "INPUT_OBJECT") => known,
        _ if has("fields") && has("possibleTypes") => "INTERFACE",
        _ if has("fields") => "OBJECT",
        _ if has("possibleTypes") => "UNION",
        _ if has("inputFields") => "INPUT_OBJECT",
        _ if has("enumValues") => "ENUM",
        _ => "SCALAR",
    }
}

fn items(ty: &Json<'_>, of: &str, unknown: &mut Unknown) -> Result<Vec<SdlItem>, Fault> {
    match shape(ty) {
        "OBJECT" | "INTERFACE" => list(ty, "fields")
            .iter()
            .filter_map(|field| field_item(field, Coordinate::Type(of), unknown).transpose())
            .collect(),
        "ENUM" => list(ty, "enumValues")
            .iter()
            .map(|value| {
                Ok(SdlItem {
                    description: text(value, "description"),
                    name: name(value, of)?.to_owned(),
                    arguments: Vec::new(),
                    rest: deprecation(value),
                })
            })
            .collect(),
        "INPUT_OBJECT" => inputs(ty, "inputFields", Coordinate::Type(of), unknown),
        _ => Ok(Vec::new()),
    }
}

/// Converts a field; `None` if its type is unknown.
fn field_item<'v>(
    field: &'v Json<'_>,
    of: Coordinate<'v>,
    unknown: &mut Unknown,
) -> Result<Option<SdlItem>, Fault> {
    let known = name(field, of)?;
    let place = of.member(known);
    let Some(ty) = type_text(field.get("type"), place, unknown)? else {
        return Ok(None);
    };
    Ok(Some(SdlItem {
        description: text(field, "description"),
        name: known.to_owned(),
        arguments: inputs(field, "args", place, unknown)?,
        rest: format!(": {ty}{}", deprecation(field)),
    }))
}

/// Converts arguments or input fields, omitting those of unknown types.
fn inputs<'v>(
    owner: &'v Json<'_>,
    key: &str,
    of: Coordinate<'v>,
    unknown: &mut Unknown,
) -> Result<Vec<SdlItem>, Fault> {
    let mut items = Vec::new();
    for input in list(owner, key) {
        let known = name(input, of)?;
        let Some(ty) = type_text(input.get("type"), of.member(known), unknown)? else {
            continue;
        };
        let default = input
            .get("defaultValue")
            .as_str()
            .map(default_text)
            .unwrap_or_default();
        items.push(SdlItem {
            description: text(input, "description"),
            name: known.to_owned(),
            arguments: Vec::new(),
            rest: format!(": {ty}{default}{}", deprecation(input)),
        });
    }
    Ok(items)
}

/// Returns a default value, which is GraphQL text. Some servers return something else, in which case only its presence counts.
fn default_text(value: &str) -> String {
    let mut faults = Diagnostics::new();
    let parsed = crate::syntax::parse_value(SourceId::default(), value, true, &mut faults);
    if parsed.is_some() && faults.is_empty() {
        format!(" = {value}")
    } else {
        format!(" = {}", quoted(value))
    }
}

/// Converts a directive; `None` if none of its locations is known.
fn directive_item(
    directive: &Json<'_>,
    known: &str,
    unknown: &mut Unknown,
) -> Result<Option<SdlItem>, Fault> {
    let place = Coordinate::Directive(known);
    let mut locations = Vec::new();
    for location in list(directive, "locations").iter().filter_map(Json::as_str) {
        match is_directive_location(location) {
            true => locations.push(location),
            false => unknown.note(UnknownUse::Location, location, place),
        }
    }
    // Servers from before 2016 use flags instead of locations.
    for (flag, of_flag) in [
        ("onOperation", &["QUERY", "MUTATION", "SUBSCRIPTION"][..]),
        (
            "onFragment",
            &["FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        ),
        ("onField", &["FIELD"]),
    ] {
        if list(directive, "locations").is_empty() && directive.get(flag).is_true() {
            locations.extend(of_flag);
        }
    }
    if locations.is_empty() {
        unknown.without_location(place);
        return Ok(None);
    }
    let repeatable = directive.get("isRepeatable").is_true();
    Ok(Some(SdlItem {
        description: text(directive, "description"),
        name: format!("directive {place}"),
        arguments: inputs(directive, "args", place, unknown)?,
        rest: format!(
            "{}{}{}",
            deprecation(directive),
            if repeatable { " repeatable" } else { "" },
            joined(" on ", &locations, " | ")
        ),
    }))
}

/// Converts a type reference; `None` if it is entirely unknown. The JSON parser limits the nesting.
fn type_text(ty: &Json<'_>, place: Coordinate<'_>, unknown: &mut Unknown) -> Result<Option<String>, Fault> {
    let inner = |unknown: &mut Unknown| type_text(ty.get("ofType"), place, unknown);
    let has = |key| *ty.get(key) != Json::Null;
    match kind(ty) {
        "LIST" => Ok(inner(unknown)?.map(|item| format!("[{item}]"))),
        "NON_NULL" => Ok(inner(unknown)?.map(|inner| match inner.ends_with('!') {
            // An unknown wrapper between the two was omitted.
            true => inner,
            false => inner + "!",
        })),
        "" => Err(format!(
            "the type of `{place}` is incomplete: the introspection query must select more levels of `ofType`"
        )),
        "SCALAR" | "OBJECT" | "INTERFACE" | "UNION" | "ENUM" | "INPUT_OBJECT" => {
            name(ty, place).map(|name| Some(name.to_owned()))
        }
        // The type itself is reported.
        _ if has("name") => name(ty, place).map(|name| Some(name.to_owned())),
        wrapper if has("ofType") => {
            unknown.note(UnknownUse::Wrapper, wrapper, place);
            inner(unknown)
        }
        other => {
            unknown.note(UnknownUse::Nameless, other, place);
            Ok(None)
        }
    }
}

fn deprecation(value: &Json<'_>) -> String {
    let reason = value.get("deprecationReason").as_str();
    if reason.is_some() || value.get("isDeprecated").is_true() {
        deprecated(Some(reason.unwrap_or(builtin::NO_REASON)))
    } else {
        String::new()
    }
}

fn kind<'v>(ty: &'v Json<'_>) -> &'v str {
    ty.get("kind").as_str().unwrap_or_default()
}

/// Returns a valid name. <https://spec.graphql.org/September2025/#Name>
fn name<'v>(value: &'v Json<'_>, of: impl fmt::Display) -> Result<&'v str, Fault> {
    let name = value.get("name").as_str().or(value.as_str()).unwrap_or_default();
    let letter = |byte: u8| byte == b'_' || byte.is_ascii_alphabetic();
    let valid = name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit());
    if valid {
        Ok(name)
    } else if name.is_empty() {
        Err(format!("missing name in `{of}` of the introspection result"))
    } else {
        Err(format!(
            "invalid name `{name}` in `{of}` of the introspection result"
        ))
    }
}

fn names<'v>(value: &'v Json<'_>, key: &str, of: &str) -> Result<Vec<&'v str>, Fault> {
    list(value, key).iter().map(|value| name(value, of)).collect()
}

fn text(value: &Json<'_>, key: &str) -> Option<String> {
    value.get(key).as_str().map(str::to_owned)
}

/// Returns the items of a list, which may be missing or `null`.
fn list<'v, 'a>(value: &'v Json<'a>, key: &str) -> &'v [Json<'a>] {
    value.get(key).items()
}
