//! The differences that are explained, each by a predicate. A difference without one fails the run.

use crate::verdicts::Findings;

/// A text on which another library says otherwise.
pub struct Difference<'d> {
    pub text: &'d str,
    /// The errors of this project; empty if it accepts.
    pub ours: &'d Findings,
    /// The errors of the other library; empty if it accepts.
    pub theirs: &'d Findings,
}

/// The reason for which the other library differs, and the predicate that recognizes it.
pub type Explanation = (&'static str, fn(&Difference<'_>) -> bool);

/// apollo-compiler, of a whole validation: what it accepts, and below each finding that it should not have.
pub const APOLLO: &[Explanation] = &[
    ("accepts an input field given twice", |it| {
        it.only_ours(|rule, _| rule == "UniqueInputFieldNames")
    }),
    (
        "accepts a nullable variable where null may not be, if its default is null",
        |it| it.only_ours(|rule, _| rule == POSITION) && it.text.contains("= null"),
    ),
    (
        "does not look at a variable within a list or an input object where a non-null value must be",
        |it| {
            it.only_ours(|rule, message| {
                rule == POSITION && expects_non_null(message) && stands_in_value(it.text, message)
            })
        },
    ),
    (
        "knows no @oneOf: accepts any number of fields, null and nullable variables in one",
        |it| {
            it.only_ours(|_, message| {
                message.contains("OneOf")
                    || message.starts_with("Field \"By.") && message.ends_with("must be non-null.")
            })
        },
    ),
    VARIABLE_DESCRIPTION,
    UNFINISHED_ARGUMENT,
    (
        "counts the root fields of a subscription before they are merged",
        |it| all_known(it) && it.theirs.iter().any(|(name, _)| counts_twice(name)),
    ),
    ("does not know __Type.isOneOf", |it| {
        all_known(it) && it.theirs.iter().any(|(_, message)| message.contains("isOneOf"))
    }),
    ("refuses descriptions of operations and fragments", |it| {
        all_known(it)
            && it
                .theirs
                .iter()
                .any(|(_, message)| is_description(it.text, message))
    }),
];

/// apollo-compiler, of syntax alone.
pub const APOLLO_SYNTAX: &[Explanation] = &[
    // September 2025 brought them: https://spec.graphql.org/September2025/#sec-Descriptions
    ("refuses descriptions of operations and fragments", |it| {
        it.only_theirs(|_, message| is_description(it.text, message))
    }),
    VARIABLE_DESCRIPTION,
    UNFINISHED_ARGUMENT,
    ("accepts `schema` without its body", |it| {
        it.only_ours(|rule, message| {
            rule == "Syntax" && message.starts_with("Syntax Error: Expected \"{\", found")
        }) && it.text.contains("schema")
    }),
    (
        "accepts a root operation type that is left out behind its colon",
        |it| {
            it.only_ours(|rule, message| {
                rule == "Syntax" && message.starts_with("Syntax Error: Expected Name, found \"}\"")
            }) && it.text.contains(" : }")
        },
    ),
];

const POSITION: &str = "VariablesInAllowedPosition";

/// The parser gives up at one; what it says of the rest follows from that.
const VARIABLE_DESCRIPTION: Explanation = ("refuses descriptions of variables", |it| {
    let first = it.theirs.first().map_or("", |(_, message)| message);
    it.ours.is_empty()
        && first.starts_with("syntax error: expected R_PAREN, got \"")
        && it.text.contains("\" $")
});

/// The parser passes over what does not look like an argument when one stands before or behind it.
const UNFINISHED_ARGUMENT: Explanation = ("accepts a name without colon and value among arguments", |it| {
    it.only_ours(|rule, message| {
        rule == "Syntax" && message.starts_with("Syntax Error: Expected \":\", found")
    })
});

/// graphql-parser, of operations.
pub const PARSER_QUERY: &[Explanation] = &[
    ("refuses \\u{…} in strings", |it| {
        it.only_theirs(|_, message| message.contains("is not a valid unicode code point"))
            && it.text.contains("\\u{")
    }),
    ("refuses descriptions of operations and fragments", |it| {
        it.only_theirs(|_, message| {
            message.contains("[StringValue]`\nExpected {, query, mutation")
                || message.contains("[StringValue]`\nExpected end of input")
                || message.contains("[BlockString]`\nExpected")
        })
    }),
    ("refuses descriptions of variables", |it| {
        let strings = [
            "[StringValue]`\nExpected $, Name",
            "[BlockString]`\nExpected $, Name",
        ];
        it.only_theirs(|_, message| strings.iter().any(|it| message.contains(it))) && it.text.contains("\" $")
    }),
    ("refuses directives on variables", |it| {
        it.only_theirs(|_, message| {
            message.contains("Unexpected `@[Punctuator]`\nExpected $, Name, :, = or )")
        })
    }),
    ("refuses type definitions among operations", |it| {
        it.only_theirs(|_, message| message.contains("[Name]`\nExpected end of input"))
            && it.text.contains("type ")
    }),
    ("refuses integers beyond 64 bits", |it| {
        it.only_theirs(|_, message| message.contains("number too large"))
    }),
];

/// graphql-parser, of schemas.
pub const PARSER_SCHEMA: &[Explanation] = &[
    ("refuses `extend schema`", |it| {
        let message = "`schema[Name]`\nExpected scalar";
        it.only_theirs(|_, found| found.contains(message)) && it.text.contains("extend schema")
    }),
    ("refuses integers beyond 64 bits", |it| {
        it.only_theirs(|_, message| message.contains("number too large"))
    }),
    // To this project that is a rule of the type system, not of the grammar.
    ("refuses a root operation type given twice", |it| {
        it.only_theirs(|_, message| {
            message.contains("Unexpected duplicate `") && message.contains("` operation")
        })
    }),
    ("accepts true, false and null for enum values", |it| {
        it.only_ours(|_, message| message.contains("is reserved and cannot be used for an enum value"))
    }),
    ("refuses a description of the schema", |it| {
        let message = "`schema[Name]`\nExpected scalar";
        it.only_theirs(|_, found| found.contains(message)) && it.text.contains("\" schema")
    }),
];

/// The explanation of a difference.
pub fn explain(known: &[Explanation], difference: &Difference<'_>) -> Option<&'static str> {
    known
        .iter()
        .find(|(_, fits)| fits(difference))
        .map(|(name, _)| *name)
}

/// Returns whether this project accepts, and each error of apollo-compiler is one that it should not have.
fn all_known(it: &Difference<'_>) -> bool {
    let one_of = it
        .theirs
        .iter()
        .any(|(name, message)| is_no_one_of(name, message));
    it.only_theirs(|name, message| {
        // Where nothing else is selected, the selection is empty to it without the unknown field.
        let empty = one_of && name == "MissingSubselection";
        empty || is_no_one_of(name, message) || counts_twice(name) || is_description(it.text, message)
    })
}

/// `__Type.isOneOf` is September 2025.
/// <https://spec.graphql.org/September2025/#sec-Schema-Introspection.Schema-Introspection-Schema>
fn is_no_one_of(name: &str, message: &str) -> bool {
    name == "UndefinedField" && message.contains("isOneOf")
}

fn counts_twice(name: &str) -> bool {
    name == "SubscriptionUsesMultipleFields"
}

fn is_description(text: &str, message: &str) -> bool {
    text.contains('"') && message.contains("expected an Operation Type or a Selection Set")
}

/// Returns whether the place that a message names takes no null, or a list without nulls.
fn expects_non_null(message: &str) -> bool {
    let expected = message.split_once("expecting type").map_or("", |(_, it)| it);
    expected.contains('!')
}

/// Returns whether the variable that a message names first stands within a list or an input object somewhere.
fn stands_in_value(text: &str, message: &str) -> bool {
    // Where a token was changed there are spaces between all.
    let text = text.replace("$ ", "$");
    let name = message.split('"').nth(1).unwrap_or_default();
    let is_whole = |at: usize| !text[at + name.len()..].starts_with(|it: char| it.is_ascii_alphanumeric());
    let mut uses = text.match_indices(name).filter(|(at, _)| is_whole(*at));
    uses.any(|(at, _)| {
        let mut open = Vec::new();
        for character in text[..at].chars() {
            match character {
                '(' | '[' | '{' => open.push(character),
                ')' | ']' | '}' => drop(open.pop()),
                _ => {}
            }
        }
        open.contains(&'(') && open.last() != Some(&'(')
    })
}

impl Difference<'_> {
    /// Returns whether the other library accepts, and every error of this project, rule and message, fits.
    fn only_ours(&self, fits: impl Fn(&str, &str) -> bool) -> bool {
        self.theirs.is_empty() && self.ours.iter().all(|(rule, message)| fits(rule, message))
    }

    /// Returns whether this project accepts, and every error of the other library, name and message, fits.
    fn only_theirs(&self, fits: impl Fn(&str, &str) -> bool) -> bool {
        self.ours.is_empty() && self.theirs.iter().all(|(name, message)| fits(name, message))
    }
}
