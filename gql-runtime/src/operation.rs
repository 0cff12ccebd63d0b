//! Operations as types. Generated code implements the trait, and the kinds are known at compile time.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::OperationKind;
use crate::error::Error;
use crate::request::Request;
use crate::response::FieldErrors;

mod sealed {
    pub trait Sealed {}
}

/// A kind of operation: [`Query`], [`Mutation`], [`Subscription`] or [`Any`].
///
/// Each call is bounded by two of the traits below, so that the compiler can name the right method:
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

/// Implemented by every kind except [`Query`]. `O` is the operation, for the compiler's message.
#[diagnostic::on_unimplemented(message = "`{O}` is a query: use `Client::query`", label = "a query")]
pub trait NotQuery<O>: Kind {}

/// Implemented by every kind except [`Mutation`]. `O` is the operation, for the compiler's message.
#[diagnostic::on_unimplemented(message = "`{O}` is a mutation: use `Client::mutate`", label = "a mutation")]
pub trait NotMutation<O>: Kind {}

/// Implemented by every kind except [`Subscription`]. `O` is the operation, for the compiler's message.
#[diagnostic::on_unimplemented(
    message = "`{O}` is a subscription: use `Client::subscribe`",
    label = "a subscription"
)]
pub trait NotSubscription<O>: Kind {}

/// The kind of queries.
#[derive(Debug, Clone, Copy)]
pub enum Query {}

/// The kind of mutations.
#[derive(Debug, Clone, Copy)]
pub enum Mutation {}

/// The kind of subscriptions.
#[derive(Debug, Clone, Copy)]
pub enum Subscription {}

/// The kind of operations of `graphql_client`, whose kind is not known at compile time. Every call runs them.
#[derive(Debug, Clone, Copy)]
pub enum Any {}

macro_rules! kinds {
    ($($kind:ident = $value:expr, $($not:ident)*;)*) => {$(
        impl sealed::Sealed for $kind {}
        impl Kind for $kind {
            const KIND: Option<OperationKind> = $value;
        }
        $(
            // A list of the other kinds would not help.
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

/// An operation with its document and the types of its variables and data. It is implemented by the macros and the
/// generator.
///
/// A [`Client`](crate::Client) runs a value of its variables, which implement [`OperationVariables`]. In a module of
/// operations, both are the same type: `Books` is the operation, and `Books { first: 10 }` is the operation with its
/// variables.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    label = "not an operation",
    note = "name the operation, such as `Books`, not a type of its module, such as `books::ResponseData`"
)]
pub trait Operation: Sized + 'static {
    /// The kind, which decides at compile time which call runs the operation.
    type Kind: Kind;
    /// The type of the variables.
    type Variables: Serialize;
    /// The type of the data in a response.
    type Data: DeserializeOwned;
    /// The name of the operation in the document.
    const NAME: &'static str;
    /// The document to send: the operation and its fragments. It is empty if [`request`](Self::request) determines it at
    /// run time.
    const DOCUMENT: &'static str;
    /// The SHA-256 hash of [`DOCUMENT`](Self::DOCUMENT) in lowercase hexadecimal, which identifies a trusted document and
    /// an automatic persisted query. It is empty if it is not known.
    const HASH: &'static str;
    /// Whether the operation has `@defer` or `@stream`, so that its result may be delivered in parts. Otherwise, a call that is awaited
    /// receives one result, whatever [`Request::incremental`] is.
    const INCREMENTAL: bool = false;

    /// The fields whose errors the data represents or turns into errors of the call (`@catch`); `None` if errors are only in
    /// the response.
    #[doc(hidden)]
    const FIELD_ERRORS: Option<FieldErrors<Self::Data>> = None;

    /// Returns the request that runs the operation with these variables.
    ///
    /// # Errors
    /// Returns an error if the variables do not serialize to JSON ([`Error::is_encode`]).
    fn request(variables: &Self::Variables) -> Result<Request, Error> {
        let mut request = Request::new(Self::DOCUMENT);
        request.kind = Self::Kind::KIND;
        request.operation_name = (!Self::NAME.is_empty()).then_some(Cow::Borrowed(Self::NAME));
        request.incremental = Self::INCREMENTAL;
        request.hash = (!Self::HASH.is_empty()).then_some(Cow::Borrowed(Self::HASH));
        request.set_variables(variables)?;
        Ok(request)
    }
}

/// The variables of an operation, which [`Client::query`](crate::Client::query) and the other calls take.
///
/// The macros and the generator implement this trait. With `#[operations]`, a build script or the command, the operation
/// is the struct of its variables: `Books { first: 10 }`. With `#[derive(GraphQLQuery)]`, the struct is `Variables` in the
/// module of the operation: `books::Variables { first: 10 }`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation with its variables",
    label = "not an operation with its variables",
    note = "pass an operation with its variables, such as `Books {{ first: 10 }}`; with `#[derive(GraphQLQuery)]`, the variables of its \
            module, such as `books::Variables {{ first: 10 }}`",
    note = "an operation of the crate `graphql_client` is `gql_runtime::Foreign::<Books>::new(variables)` (feature `graphql-client`)"
)]
pub trait OperationVariables: Sized {
    /// The operation.
    type Operation: Operation<Variables = Self>;
}
