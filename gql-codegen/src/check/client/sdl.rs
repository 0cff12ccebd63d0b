//! The definitions of the client directives in GraphQL, for editors.

use super::{ClientArgument, ClientDirective, ClientEnum, ClientType, DIRECTIVES};

/// Returns the definitions of all client directives and of the enums of their arguments.
///
/// Editors need them in a file beside the schema, because servers do not know the directives. The generator ignores them there.
pub fn sdl() -> String {
    let mut parts: Vec<String> = DIRECTIVES.iter().map(|it| directive(it)).collect();
    let mut enums: Vec<&ClientEnum> = Vec::new();
    for argument in DIRECTIVES.iter().flat_map(|it| it.arguments) {
        if let ClientType::Enum(ty) = argument.ty
            && !enums.iter().any(|known| known.name == ty.name)
        {
            enums.push(ty);
        }
    }
    parts.extend(enums.into_iter().map(enumeration));
    parts.join("\n")
}

fn directive(directive: &ClientDirective) -> String {
    let mut text = description("", directive.description);
    text.push_str(&format!("directive @{}", directive.name));
    if !directive.arguments.is_empty() {
        text.push_str("(\n");
        text.extend(directive.arguments.iter().map(argument));
        text.push(')');
    }
    text.push_str(&format!(" on {}\n", directive.locations.join(" | ")));
    text
}

fn argument(argument: &ClientArgument) -> String {
    let default = argument
        .default
        .as_ref()
        .map(|it| format!(" = {it}"))
        .unwrap_or_default();
    let (name, ty) = (argument.name, argument.type_text());
    format!(
        "{}  {name}: {ty}{default}\n",
        description("  ", argument.description)
    )
}

fn enumeration(ty: &ClientEnum) -> String {
    let values = ty.values.iter();
    let values = values.map(|(name, text)| format!("{}  {name}\n", description("  ", text)));
    format!("enum {} {{\n{}}}\n", ty.name, values.collect::<String>())
}

fn description(indent: &str, text: &str) -> String {
    format!("{indent}\"\"\"{text}\"\"\"\n")
}

#[cfg(test)]
mod tests {
    use super::super::{DIRECTIVES, find};
    use super::sdl;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;
    use crate::{schema, syntax};

    fn schema_of(text: &str) -> schema::Schema {
        let mut diagnostics = Diagnostics::new();
        let mut sources = Sources::new();
        let document = syntax::parse(sources.add("schema.graphql", text), text, &mut diagnostics);
        let schema = schema::build(sources, std::slice::from_ref(&document), &mut diagnostics);
        schema::validate(&[document], &schema, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        schema
    }

    /// Users put the definitions beside their schema, where the generator may read them, too.
    #[test]
    fn definitions_for_editors_are_valid_and_change_nothing() {
        let schema = schema_of(&format!("type Query {{ now: String }}\n{}", sdl()));
        for directive in DIRECTIVES {
            let found = find(&schema, directive.name).map(|it| it.name);
            assert_eq!(found, Some(directive.name));
        }
    }

    #[test]
    fn an_executable_directive_of_the_schema_replaces_the_one_with_its_name() {
        let schema = schema_of("type Query { now: String } directive @required(of: Int) on FIELD");
        assert!(find(&schema, "required").is_none());
        let schema = schema_of("type Query { now: String } directive @required on ARGUMENT_DEFINITION");
        assert!(find(&schema, "required").is_some());
    }
}
