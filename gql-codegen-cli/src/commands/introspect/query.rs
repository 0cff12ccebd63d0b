//! The introspection query, limited to the features that the server supports.
//! <https://spec.graphql.org/September2025/#sec-Schema-Introspection>

use std::fmt;

use serde_json::Value;

/// The query that detects the supported introspection features.
pub(super) const KNOWS: &str = "query Knows {\
 schema: __type(name: \"__Schema\") { fields { name args { name } } }\
 type: __type(name: \"__Type\") { fields { name args { name } } }\
 field: __type(name: \"__Field\") { fields { name args { name } } }\
 directive: __type(name: \"__Directive\") { fields { name args { name } } }\
 input: __type(name: \"__InputValue\") { fields { name } }\
 }";

/// The optional introspection features, added by later editions of the specification, that a server supports.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Knows {
    schema_description: bool,
    specified_by: bool,
    one_of: bool,
    repeatable: bool,
    deprecated_inputs: bool,
    deprecated_arguments: bool,
    deprecated_directive_arguments: bool,
    input_deprecation: bool,
    deprecated_directives: bool,
}

impl Knows {
    /// Reads the response to [`KNOWS`]. No feature is supported if the response is malformed.
    pub(super) fn read(answer: &[u8]) -> Self {
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let field = |of: &str, name: &str| {
            let fields = answer.get("data")?.get(of)?.get("fields")?.as_array()?;
            fields
                .iter()
                .find(|field| field.get("name").is_some_and(|value| value == name))
        };
        let has = |of, name| field(of, name).is_some();
        let takes_deprecated = |of, name| {
            let arguments = field(of, name).and_then(|field| field.get("args")?.as_array());
            arguments.is_some_and(|arguments| {
                arguments.iter().any(|argument| {
                    argument
                        .get("name")
                        .is_some_and(|value| value == "includeDeprecated")
                })
            })
        };
        Self {
            schema_description: has("schema", "description"),
            specified_by: has("type", "specifiedByURL"),
            one_of: has("type", "isOneOf"),
            repeatable: has("directive", "isRepeatable"),
            deprecated_inputs: takes_deprecated("type", "inputFields"),
            deprecated_arguments: takes_deprecated("field", "args"),
            deprecated_directive_arguments: takes_deprecated("directive", "args"),
            input_deprecation: has("input", "isDeprecated") && has("input", "deprecationReason"),
            deprecated_directives: takes_deprecated("schema", "directives")
                && has("directive", "isDeprecated")
                && has("directive", "deprecationReason"),
        }
    }
}

impl fmt::Display for Knows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = [
            (self.schema_description, "schema descriptions"),
            (self.specified_by, "@specifiedBy"),
            (self.one_of, "@oneOf"),
            (self.repeatable, "repeatable directives"),
            (self.deprecated_inputs, "deprecated inputs"),
            (self.deprecated_directives, "deprecated directives"),
        ];
        let names: Vec<_> = known
            .iter()
            .filter(|(known, _)| *known)
            .map(|(_, name)| *name)
            .collect();
        match names.as_slice() {
            [] => f.write_str("only the basics"),
            names => f.write_str(&names.join(", ")),
        }
    }
}

/// The maximum number of type wrappers: `[[[[T!]!]!]!]!` has nine.
const WRAPPERS: usize = 9;

/// Returns the introspection query.
pub(super) fn document(knows: &Knows) -> String {
    let when = |known: bool, text: &'static str| if known { text } else { "" };
    let deprecated = |known: bool| when(known, "(includeDeprecated: true)");
    let mut reference = "kind name".to_owned();
    for _ in 0..WRAPPERS {
        reference = format!("kind name ofType {{ {reference} }}");
    }
    format!(
        "query IntrospectionQuery {{ __schema {{ {description} \
         queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }} \
         types {{ ...FullType }} \
         directives{directives} {{ name description {repeatable} {directive_deprecation} locations args{directive_arguments} {{ ...InputValue }} }} }} }} \
         fragment FullType on __Type {{ kind name description {specified_by} {one_of} \
         fields(includeDeprecated: true) {{ name description args{arguments} {{ ...InputValue }} \
         type {{ ...TypeRef }} isDeprecated deprecationReason }} \
         inputFields{inputs} {{ ...InputValue }} interfaces {{ ...TypeRef }} \
         enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }} \
         possibleTypes {{ ...TypeRef }} }} \
         fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue {input_deprecation} }} \
         fragment TypeRef on __Type {{ {reference} }}",
        description = when(knows.schema_description, "description"),
        repeatable = when(knows.repeatable, "isRepeatable"),
        specified_by = when(knows.specified_by, "specifiedByURL"),
        one_of = when(knows.one_of, "isOneOf"),
        input_deprecation = when(knows.input_deprecation, "isDeprecated deprecationReason"),
        directives = deprecated(knows.deprecated_directives),
        directive_deprecation = when(knows.deprecated_directives, "isDeprecated deprecationReason"),
        arguments = deprecated(knows.deprecated_arguments),
        directive_arguments = deprecated(knows.deprecated_directive_arguments),
        inputs = deprecated(knows.deprecated_inputs),
    )
}
