//! The results that a client received, as text for the tables, which is equal in each run.

use std::fmt::Debug;

use futures_util::{Stream, StreamExt};
use gql_runtime::{Error, GraphQLError, Response};

/// An error: what it is by its own questions, the codes and the GraphQL errors that came with it.
pub(crate) fn error(error: &Error) -> String {
    let kinds = [
        ("connect", error.is_connect()),
        ("timeout", error.is_timeout()),
        ("tls", error.is_tls()),
        ("status", error.is_status()),
        ("protocol", error.is_protocol()),
        ("decode", error.is_decode()),
        ("graphql", error.is_graphql()),
        ("closed", error.is_closed()),
        ("auth", error.is_auth()),
    ];
    let mut words: Vec<String> = kinds
        .iter()
        .filter(|(_, is)| *is)
        .map(|(kind, _)| (*kind).to_owned())
        .collect();
    words.extend(error.status().map(|status| status.as_u16().to_string()));
    words.extend(error.close_code().map(|code| code.to_string()));
    words.extend(error.graphql_errors().iter().map(graphql_error));
    format!("error({})", words.join(" "))
}

fn graphql_error(error: &GraphQLError) -> String {
    // async-graphql quotes the document above the message.
    let text = error.to_string();
    let mut text = format!("{:?}", text.lines().next_back().unwrap_or_default().trim());
    if let Some(code) = error.code() {
        text.push(' ');
        text.push_str(code);
    }
    text
}

/// An answer: its data, then its errors.
pub(crate) fn answer<D: Debug>(answer: &Result<Response<D>, Error>) -> String {
    let response = match answer {
        Ok(response) => response,
        Err(failure) => return error(failure),
    };
    let data = match &response.data {
        Some(data) => format!("{data:?}"),
        None => "no data".to_owned(),
    };
    let errors: Vec<_> = response.errors.iter().map(graphql_error).collect();
    if errors.is_empty() {
        return data;
    }
    format!("{data} with {}", errors.join(", "))
}

/// All that a stream gives: `end` is last when it was complete, an error when not.
pub(crate) async fn all<D: Debug>(
    mut stream: impl Stream<Item = Result<Response<D>, Error>> + Unpin,
) -> String {
    let mut items = Vec::new();
    let mut complete = true;
    while let Some(item) = stream.next().await {
        complete = !matches!(&item, Err(error) if error.is_terminal());
        items.push(answer(&item));
    }
    if complete {
        items.push("end".to_owned());
    }
    items.join("; ")
}
