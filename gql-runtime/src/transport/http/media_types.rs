//! The media types of requests and results. <https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types>

/// The media type of a request.
pub(super) const JSON: &str = "application/json";

/// The accepted media types of results, in order of preference.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-Accept>
pub(super) const ACCEPT: &str = "application/graphql-response+json, application/json;q=0.9";
