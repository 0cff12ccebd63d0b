//! Operations as types: generated code implements the trait, and their kinds are known at compile time.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::OperationKind;
use crate::error::Error;
use crate::request::Request;

mod sealed {
    pub trait Sealed {}
}

/// One of [`Query`], [`Mutation`], [`Subscription`] and [`Any`].
///
/// Which kinds a call runs is bounded by the three traits beside it, so that the compiler names the method for the others:
///
/// | Call | Bounds of `O::Kind` |
/// | --- | --- |
/// | [`Client::query`](crate::Client::query) | [`NotMutation<O>`](NotMutation), [`NotSubscription<O>`](NotSubscription) |
/// | [`Client::mutate`](crate::Client::mutate) | [`NotQuery<O>`](NotQuery), [`NotSubscription<O>`](NotSubscription) |
/// | [`Client::subscribe`](crate::Client::subscribe) | [`NotQuery<O>`](NotQuery), [`NotMutation<O>`](NotMutation) |
pub trait Kind: sealed::Sealed + Send + Sync + 'static {
    /// The kind as a value; `None` for [`Any`].
    const KIND: Option<OperationKind>;
}

/// Holds for every kind but [`Query`]. `O` is the operation, for the compiler's message.
#[diagnostic::on_unimplemented(message = "`{O}` is a query: use `Client::query`", label = "a query")]
pub trait NotQuery<O>: Kind {}

/// Holds for every kind but [`Mutation`]. `O` is the operation, for the compiler's message.
#[diagnostic::on_unimplemented(message = "`{O}` is a mutation: use `Client::mutate`", label = "a mutation")]
pub trait NotMutation<O>: Kind {}

/// Holds for every kind but [`Subscription`]. `O` is the operation, for the compiler's message.
#[diagnostic::on_unimplemented(
    message = "`{O}` is a subscription: use `Client::subscribe`",
    label = "a subscription"
)]
pub trait NotSubscription<O>: Kind {}

/// Marks queries.
#[derive(Debug, Clone, Copy)]
pub enum Query {}

/// Marks mutations.
#[derive(Debug, Clone, Copy)]
pub enum Mutation {}

/// Marks subscriptions.
#[derive(Debug, Clone, Copy)]
pub enum Subscription {}

/// Marks operations whose kind is not known at compile time: those of `graphql_client`. Every call runs them.
#[derive(Debug, Clone, Copy)]
pub enum Any {}

macro_rules! kinds {
    ($($kind:ident = $value:expr, $($not:ident)*;)*) => {$(
        impl sealed::Sealed for $kind {}
        impl Kind for $kind {
            const KIND: Option<OperationKind> = $value;
        }
        $(
            // The list of the kinds that are not meant is of no help.
            #[diagnostic::do_not_recommend]
            impl<O> $not<O> for $kind {}
        )*
    )*};
}
kinds! {
    Query = Some(OperationKind::Query), NotMutation NotSubscription;
    Mutation = Some(OperationKind::Mutation), NotQuery NotSubscription;
    Subscription = Some(OperationKind::Subscription), NotQuery NotMutation;
    Any = None, NotQuery NotMutation NotSubscription;
}

/// An operation: its document, the type of its variables and the type of its data. The macros and the generator implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    label = "not an operation",
    note = "name the operation, such as `Books`, not a type of its module, such as `books::Variables` or `books::ResponseData`",
    note = "an operation of the crate `graphql_client` is `gql_runtime::Foreign<…>` (feature `graphql-client`)"
)]
pub trait Operation: Send + Sync + 'static {
    /// The kind, which decides at compile time by which call it runs.
    type Kind: Kind;
    /// The variables.
    type Variables: Serialize;
    /// The data of its responses.
    type Data: DeserializeOwned;
    /// The operation's name, as in the document.
    const NAME: &'static str;
    /// What is sent: the operation and the fragments that it uses; empty where [`request`](Self::request) finds it at run time.
    const DOCUMENT: &'static str;
    /// SHA-256 of [`DOCUMENT`](Self::DOCUMENT) in lower-case hexadecimal: the id of a trusted document and of automatic
    /// persisted queries; empty where it is not known.
    const HASH: &'static str;
    /// Whether its result may come in parts: it has `@defer` or `@stream`.
    const INCREMENTAL: bool = false;

    /// Returns the request that runs the operation with these variables.
    ///
    /// # Errors
    /// If the variables do not serialize to JSON ([`Error::is_encode`]).
    fn request(variables: Self::Variables) -> Result<Request, Error>
    where
        Self: Sized,
    {
        let mut request = Request::new(Self::DOCUMENT);
        request.kind = Self::Kind::KIND;
        request.operation_name = (!Self::NAME.is_empty()).then_some(Cow::Borrowed(Self::NAME));
        request.incremental = Self::INCREMENTAL;
        request.hash = (!Self::HASH.is_empty()).then_some(Cow::Borrowed(Self::HASH));
        request.set_variables(&variables)?;
        Ok(request)
    }
}
