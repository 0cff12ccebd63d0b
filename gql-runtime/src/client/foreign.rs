//! Operations of `graphql_client`, run by every call here.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use graphql_client::GraphQLQuery;

use crate::{Any, Error, Operation, Request};

/// An operation that `graphql_client` describes: `client.query::<Foreign<TheirQuery>>(variables)`.
///
/// What kind it is is not known at compile time, so every call runs it.
pub struct Foreign<Q>(PhantomData<fn() -> Q>);

impl<Q> Operation for Foreign<Q>
where
    Q: GraphQLQuery<ResponseData: 'static> + 'static,
{
    type Kind = Any;
    type Variables = Q::Variables;
    type Data = Q::ResponseData;
    const NAME: &'static str = "";
    const DOCUMENT: &'static str = "";
    const HASH: &'static str = "";

    fn request(variables: Self::Variables) -> Result<Request, Error> {
        let body = Q::build_query(variables);
        let mut request = Request::new(body.query);
        request.operation_name =
            (!body.operation_name.is_empty()).then_some(Cow::Borrowed(body.operation_name));
        request.set_variables(&body.variables)?;
        Ok(request)
    }
}

impl<Q> fmt::Debug for Foreign<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Foreign")
    }
}
