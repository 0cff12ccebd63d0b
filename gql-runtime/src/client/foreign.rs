//! Operations of `graphql_client`, which every call runs.

use std::borrow::Cow;
use std::fmt;

use graphql_client::{GraphQLQuery, QueryBody};
use serde::ser::{Serialize, Serializer};

use crate::{Any, Error, Operation, OperationVariables, Request};

/// An operation of `graphql_client` with its variables: `client.query(Foreign::<Books>::new(variables))`.
///
/// Its kind is not known at compile time, so every call runs it.
pub struct Foreign<Q: GraphQLQuery> {
    body: QueryBody<Q::Variables>,
}

impl<Q: GraphQLQuery> Foreign<Q> {
    /// Creates an operation with these variables.
    pub fn new(variables: Q::Variables) -> Self {
        Self {
            body: Q::build_query(variables),
        }
    }
}

impl<Q> Operation for Foreign<Q>
where
    Q: GraphQLQuery<Variables: 'static, ResponseData: 'static> + 'static,
{
    type Kind = Any;
    type Variables = Self;
    type Data = Q::ResponseData;
    const NAME: &'static str = "";
    const DOCUMENT: &'static str = "";
    const HASH: &'static str = "";

    fn request(operation: &Self) -> Result<Request, Error> {
        let body = &operation.body;
        let mut request = Request::new(body.query);
        request.operation_name =
            (!body.operation_name.is_empty()).then_some(Cow::Borrowed(body.operation_name));
        request.set_variables(&body.variables)?;
        Ok(request)
    }
}

impl<Q> OperationVariables for Foreign<Q>
where
    Q: GraphQLQuery<Variables: 'static, ResponseData: 'static> + 'static,
{
    type Operation = Self;
}

impl<Q: GraphQLQuery> Serialize for Foreign<Q> {
    /// Serializes the variables.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.body.variables.serialize(serializer)
    }
}

/// Omits the variables, which may be confidential.
impl<Q: GraphQLQuery> fmt::Debug for Foreign<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Foreign").finish_non_exhaustive()
    }
}
