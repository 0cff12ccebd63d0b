//! What generated code tells of an operation, its kind known at compile time.

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
pub trait Kind: sealed::Sealed + Send + Sync + 'static {
    /// The same as a value; `None` for [`Any`].
    const KIND: Option<OperationKind>;
}

/// Says that an operation of kind `Self` may be run as a `K`: a [`Query`] as a query, [`Any`] as whatever it is asked for.
#[diagnostic::on_unimplemented(
    message = "this operation is a {Self}, it cannot be run as a {K}",
    note = "`Client::query` runs queries, `Client::mutate` mutations, `Client::subscribe` subscriptions"
)]
pub trait RunsAs<K>: Kind {}

/// Marks queries.
#[derive(Debug, Clone, Copy)]
pub enum Query {}

/// Marks mutations.
#[derive(Debug, Clone, Copy)]
pub enum Mutation {}

/// Marks subscriptions.
#[derive(Debug, Clone, Copy)]
pub enum Subscription {}

/// Marks operations whose kind is not known at compile time: those of `graphql_client`.
#[derive(Debug, Clone, Copy)]
pub enum Any {}

macro_rules! kinds {
    ($($kind:ident: $value:expr),*) => {$(
        impl sealed::Sealed for $kind {}
        impl Kind for $kind {
            const KIND: Option<OperationKind> = $value;
        }
        impl RunsAs<$kind> for $kind {}
    )*};
}
kinds!(
    Query: Some(OperationKind::Query), Mutation: Some(OperationKind::Mutation),
    Subscription: Some(OperationKind::Subscription), Any: None
);
impl RunsAs<Query> for Any {}
impl RunsAs<Mutation> for Any {}
impl RunsAs<Subscription> for Any {}

/// An operation: its document, the type of its variables and the type of its data. The macros and the generator implement it.
pub trait Operation: Send + Sync + 'static {
    /// Told apart at compile time: a subscription cannot be sent as a query.
    type Kind: Kind;
    /// What it takes.
    type Variables: Serialize;
    /// What it gives.
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

    /// The request that runs the operation with these variables.
    ///
    /// # Errors
    /// If the variables do not serialise to JSON ([`Error::is_encode`]).
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
