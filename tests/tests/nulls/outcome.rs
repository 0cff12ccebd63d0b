//! The outcome of a response: by the rules, and by generated code.

use gql_codegen::check::typed::Typed;
use gql_runtime::codegen::{Json, decode};
use gql_runtime::transport::Payload;
use gql_runtime::{Error, FieldError, GraphQLError, Operation};

use crate::counts::Counts;
use crate::handling::{Handling, Place};
use crate::interpret::{Interpreter, Undecodable};
use crate::settle::{Settled, settle};

/// The outcome of a response.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    Data {
        /// The data in the form of `Debug`, without the names of structs.
        text: String,
        errors: Vec<GraphQLError>,
        /// Whether `data()` returns the data.
        is_complete: bool,
    },
    /// A GraphQL error, and the number of all errors.
    Thrown(GraphQLError, usize),
    /// A decoding error.
    Undecodable,
}

/// An operation with generated code.
pub(crate) struct Generated {
    /// The text with its directives.
    pub(crate) text: &'static str,
    /// The value of the option `errors`.
    pub(crate) errors: &'static str,
    /// The document that is sent.
    pub(crate) sent: &'static str,
    decode: fn(&str) -> Result<Outcome, Error>,
}

/// Returns an operation, which was generated with this value of the option `errors`.
pub(crate) const fn generated<O: Operation>(errors: &'static str, text: &'static str) -> Generated
where
    O::Data: std::fmt::Debug,
{
    Generated {
        text,
        errors,
        sent: O::DOCUMENT,
        decode: |body| {
            let response = decode::<O>(Payload::from_bytes(body.to_owned()))?;
            Ok(Outcome::Data {
                text: without_names(&format!("{:?}", response.data)),
                errors: response.errors.clone(),
                is_complete: response.into_result().is_ok(),
            })
        },
    }
}

impl Generated {
    /// Returns the outcome of a response. A decoding error must have the path of a null in this data.
    pub(crate) fn outcome(&self, body: &str, settled: &Json) -> Outcome {
        match (self.decode)(body) {
            Ok(data) => data,
            Err(error) if error.is_graphql() => {
                let errors = error.graphql_errors();
                Outcome::Thrown(errors[0].clone(), errors.len())
            }
            Err(error) if error.is_decode() => {
                let path = error.response_path().unwrap_or_default();
                assert!(is_null_at(settled, path), "{error}\n{}\n{body}", self.text);
                Outcome::Undecodable
            }
            Err(error) => panic!("{error}\n{}\n{body}", self.text),
        }
    }
}

/// Returns whether a path such as `data.items[0].id` is that of a null.
fn is_null_at(data: &Json, path: &str) -> bool {
    let Some(steps) = path.strip_prefix("data.") else {
        return false;
    };
    let mut steps = steps.split(['.', '[']).map(|step| step.trim_end_matches(']'));
    let value = steps.try_fold(data, |value, step| match step.parse::<usize>() {
        Ok(index) => value.get(index),
        Err(_) => value.get(step),
    });
    value.is_some_and(Json::is_null)
}

/// An operation and its rules.
pub(crate) struct Rules<'t> {
    pub(crate) typed: &'t Typed<'t>,
    /// The handling of errors by the configuration.
    pub(crate) configured: Handling,
    pub(crate) places: &'t [Place<'t>],
}

impl Rules<'_> {
    /// Returns the outcome of a response with these errors and this data, and the data with errors in place of values.
    pub(crate) fn outcome(&self, errors: &[Json], data: &Json, counts: &mut Counts) -> (Outcome, Json) {
        let field_error = |entry: &Json| -> FieldError {
            serde_json::from_value(entry.clone()).expect("an entry is an error")
        };
        let entries: Vec<FieldError> = errors.iter().map(field_error).collect();
        let (data, handled) = match settle(self.places, errors, data) {
            Settled::Thrown(index) => {
                counts.thrown += 1;
                let first = entries[index].graphql_error().clone();
                return (Outcome::Thrown(first, errors.len()), Json::Null);
            }
            Settled::Data { data, handled } => (data, handled),
        };
        let shown = |error: &FieldError| without_names(&format!("Err({error:?})"));
        let interpreter = Interpreter {
            typed: self.typed,
            configured: self.configured,
            errors: entries.iter().map(shown).collect(),
            required: Default::default(),
            dropped: Default::default(),
        };
        let value = match interpreter.data(&data) {
            Ok(value) => value,
            Err(Undecodable) => {
                counts.undecodable += 1;
                return (Outcome::Undecodable, data);
            }
        };
        let is_complete = value.is_some() && handled;
        let text = value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"));
        counts.note(&text, &interpreter, is_complete && !errors.is_empty());
        let errors = entries.into_iter().map(FieldError::into_graphql_error).collect();
        let outcome = Outcome::Data {
            text,
            errors,
            is_complete,
        };
        (outcome, data)
    }
}

/// Removes the names of structs from the output of `Debug`, because the interpreter does not know them.
fn without_names(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(place) = rest.find(" {") {
        let (head, tail) = rest.split_at(place);
        let name = head
            .rfind(|it: char| !(it.is_alphanumeric() || it == '_'))
            .map_or(0, |it| it + 1);
        out.push_str(&head[..name]);
        out.push('{');
        rest = &tail[2..];
    }
    out + rest
}
