//! Checks the location and the arguments of a client directive, with the rules for directives of the schema.
//! <https://spec.graphql.org/September2025/#sec-Validation.Directives>

use super::{ClientArgument, ClientDirective, ClientType, DIRECTIVES};
use crate::check::arguments::{KNOWN_ARGUMENT_NAMES, unique};
use crate::check::values::VALUES_OF_CORRECT_TYPE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::validate::directives::KNOWN_DIRECTIVES;
use crate::suggest;
use crate::syntax::ast::{Directive, Value};

/// Reports what is wrong with a use of the directive, apart from its context.
pub(in crate::check) fn check(
    client: &ClientDirective,
    directive: &Directive<'_>,
    location: &str,
    diagnostics: &mut Diagnostics,
) {
    let name = client.name;
    if !client.locations.contains(&location) {
        let message = format!("Directive \"@{name}\" may not be used on {location}.");
        let used = directive.span.through(directive.name.span);
        // `@catchByDefault` is `@catch` for operations and fragments.
        let is_meant = |it: &&ClientDirective| it.name.starts_with(name) && it.locations.contains(&location);
        let help = match DIRECTIVES.iter().copied().find(is_meant) {
            Some(meant) => format!("use `@{}` here", meant.name),
            None => format!("allowed locations: {}", client.locations.join(", ")),
        };
        diagnostics.push(
            Diagnostic::error(&KNOWN_DIRECTIVES, message, used)
                .with_label("not allowed here")
                .help(help),
        );
    }
    unique(&directive.arguments, diagnostics);
    for given in &directive.arguments {
        let argument = client.arguments.iter().find(|it| it.name == given.name.text);
        let Some(argument) = argument else {
            let near = suggest::suggestion_list(given.name.text, client.arguments.iter().map(|it| it.name));
            let message = format!(
                "Unknown argument \"{}\" on directive \"@{name}\".{}",
                given.name.text,
                suggest::did_you_mean(&near)
            );
            diagnostics.push(
                Diagnostic::error(&KNOWN_ARGUMENT_NAMES, message, given.name.span)
                    .with_label("no such argument")
                    .replace(given.name.span, &near),
            );
            continue;
        };
        if let Some(diagnostic) = value(client, argument, &given.value) {
            diagnostics.push(diagnostic);
        }
    }
}

/// Returns ValuesOfCorrectType for a value that the argument does not accept.
/// <https://spec.graphql.org/September2025/#sec-Values-of-Correct-Type>
fn value(client: &ClientDirective, argument: &ClientArgument, value: &Value<'_>) -> Option<Diagnostic> {
    let expected = argument.type_text();
    let wrong = |message: String, near: &[&str]| {
        Diagnostic::error(&VALUES_OF_CORRECT_TYPE, message, value.span())
            .with_label(format!("expected `{expected}`"))
            .replace(value.span(), near)
    };
    match (&argument.ty, value) {
        (_, Value::Variable(_)) => {
            let message = format!(
                "Argument \"@{}({}:)\" must be a literal.",
                client.name, argument.name
            );
            Some(wrong(message, &[]).help("the argument determines the generated code, and is not sent"))
        }
        (_, Value::Null(_)) if argument.default.is_none() => None,
        (_, Value::Null(_)) => Some(wrong(
            format!("Expected value of type \"{expected}\", found null."),
            &[],
        )),
        (ClientType::Enum(ty), Value::Enum(name)) => {
            let names = || ty.values.iter().map(|(name, _)| *name);
            if names().any(|it| it == name.text) {
                return None;
            }
            let near = suggest::suggestion_list(name.text, names());
            let message = format!(
                "Value \"{}\" does not exist in \"{}\" enum.{}",
                name.text,
                ty.name,
                suggest::did_you_mean_with("the enum value", &near)
            );
            let all = suggest::quoted_list(names());
            Some(wrong(message, &near).help(format!("the values are {all}")))
        }
        (ClientType::Enum(ty), other) => {
            let message = format!("Enum \"{}\" cannot represent non-enum value: {other}.", ty.name);
            Some(wrong(message, &[]))
        }
        (ClientType::Ints, value) => {
            let items = match value {
                Value::List(items, _) => items.as_slice(),
                single => std::slice::from_ref(single),
            };
            let odd = items.iter().find(|it| !is_int(it))?;
            let message = format!("Int cannot represent non-integer value: {odd}");
            Some(wrong(message, &[]))
        }
    }
}

fn is_int(value: &Value<'_>) -> bool {
    matches!(value, Value::Int(text, _) if text.parse::<i32>().is_ok())
}
