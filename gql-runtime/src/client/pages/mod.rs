//! Lists that are read page by page: a stream of responses.

mod nodes;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::call::ResponseFuture;
use crate::document::OperationKind;
use crate::pagination::{Advance, Paginated, PaginatedNodes};
use crate::request::Prepared;
use crate::transport::{Transport, sendable};
use crate::{Error, Operation, Request, Response};

pub use nodes::Nodes;

/// A stream of the pages of a list, each a whole [`Response`]. See [`Call::pages`](crate::Call::pages).
///
/// A page is requested when the stream is polled for it, or [one page ahead](Self::look_ahead). Every request has the
/// settings of the [`Call`](crate::Call) and its variables, except for the cursor: the size of pages remains the same. The
/// timeout applies to each page. Dropping the stream cancels a request that is in progress, if the transport supports it.
///
/// The stream ends with `None` after the last page, and after a page without the list because it is null, such as for an
/// object that does not exist. An `Err` is the last item. It is returned if a request fails, if the server announces another
/// page without a new cursor for it ([`Error::is_protocol`]), and after a response with [GraphQL
/// errors](Error::is_graphql) in place of the list. Other GraphQL errors are in the response of their page and do not end
/// the stream.
#[must_use = "nothing is sent until it is polled"]
pub struct Pages<O: Operation> {
    transport: Arc<dyn Transport>,
    /// The variables of the latest request, or of the next one.
    variables: O::Variables,
    /// The request with its settings, for the variables of every page.
    request: Prepared,
    advance: Box<AdvanceFn<O>>,
    look_ahead: bool,
    state: State<O::Data>,
}

/// Changes variables to those of the next page.
type AdvanceFn<O> =
    sendable!(dyn FnMut(&mut <O as Operation>::Variables, &<O as Operation>::Data) -> Result<Advance, Error>);

enum State<D> {
    /// No page has been requested.
    Idle,
    /// The variables are those of the next page, which has not been requested.
    Next,
    Running(ResponseFuture<D>),
    /// The page that was requested ahead.
    Arrived(Box<Result<Response<D>, Error>>),
    Failed(Error),
    Over,
}

impl<O: Operation> Pages<O> {
    pub(super) fn new(
        transport: Arc<dyn Transport>,
        variables: O::Variables,
        request: Prepared,
        advance: Box<AdvanceFn<O>>,
    ) -> Self {
        let mutation = request
            .0
            .as_ref()
            .is_ok_and(|request| request.operation_kind() == Some(OperationKind::Mutation));
        let state = match mutation {
            false => State::Idle,
            true => State::Failed(Error::builder(
                "a mutation cannot be read page by page, because each page would run it again",
            )),
        };
        Self {
            transport,
            variables,
            request,
            advance,
            look_ahead: false,
            state,
        }
    }

    /// Sets whether the next page is requested as soon as a page arrives, instead of when the stream is polled for it. At
    /// most one page is requested ahead. The default is `false`: a program that stops early does not pay for a page that it
    /// does not read.
    pub fn look_ahead(mut self, look_ahead: bool) -> Self {
        self.look_ahead = look_ahead;
        self
    }

    /// Converts into a stream of the nodes of all pages. See [`Call::nodes`](crate::Call::nodes).
    pub fn nodes(self) -> Nodes<O>
    where
        O::Variables: PaginatedNodes<Operation = O>,
    {
        Nodes::new(self)
    }

    /// Returns the next page, or `None` after the last one. It is equivalent to `StreamExt::next`.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Response<O::Data>, Error>>> {
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }

    /// Sends the request for the current variables.
    fn request(&mut self) -> Result<ResponseFuture<O::Data>, Error> {
        let mut request = match &self.request.0 {
            Ok(request) => request.clone(),
            Err(error) => return Err(error.clone()),
        };
        if !matches!(self.state, State::Idle) {
            let Request {
                variables, uploads, ..
            } = O::request(&self.variables)?;
            request.variables = variables;
            request.uploads = uploads;
        }
        Ok(ResponseFuture::new::<O>(&self.transport, Ok(request)))
    }

    /// Returns the state after a page.
    fn after(&mut self, page: &Response<O::Data>) -> State<O::Data> {
        let advance = match &page.data {
            Some(data) => (self.advance)(&mut self.variables, data),
            None => Ok(Advance::Missing),
        };
        match advance {
            Ok(Advance::Next) => State::Next,
            Ok(Advance::Missing) if page.data.is_none() || !page.errors.is_empty() => {
                State::Failed(Error::graphql(page.errors.clone()))
            }
            Ok(Advance::Last | Advance::Missing) => State::Over,
            Err(error) => State::Failed(error),
        }
    }

    /// Requests a page ahead, and polls once so that the request is sent.
    fn prefetch(&mut self, context: &mut Context<'_>) {
        if !self.look_ahead || !matches!(self.state, State::Next) {
            return;
        }
        self.state = match self.request() {
            Ok(mut response) => match Pin::new(&mut response).poll(context) {
                Poll::Ready(page) => State::Arrived(Box::new(page)),
                Poll::Pending => State::Running(response),
            },
            Err(error) => State::Failed(error),
        };
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<O::Data>, Error>>> {
        loop {
            let page = match &mut self.state {
                State::Idle | State::Next => {
                    self.state = match self.request() {
                        Ok(response) => State::Running(response),
                        Err(error) => State::Failed(error),
                    };
                    continue;
                }
                State::Running(response) => ready!(Pin::new(response).poll(context)),
                State::Arrived(_) => match std::mem::replace(&mut self.state, State::Over) {
                    State::Arrived(page) => *page,
                    _ => return Poll::Ready(None),
                },
                State::Failed(error) => Err(error.clone()),
                State::Over => return Poll::Ready(None),
            };
            return Poll::Ready(Some(match page {
                Ok(page) => {
                    self.state = self.after(&page);
                    self.prefetch(context);
                    Ok(page)
                }
                Err(error) => {
                    self.state = State::Over;
                    Err(error.with_terminal(true))
                }
            }));
        }
    }
}

/// The stream is not self-referential.
impl<O: Operation> Unpin for Pages<O> {}

impl<O: Operation> Stream for Pages<O> {
    type Item = Result<Response<O::Data>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<O: Operation> FusedStream for Pages<O> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Over)
    }
}

/// Omits the variables, which may be confidential.
impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request.0)
            .field("look_ahead", &self.look_ahead)
            .finish_non_exhaustive()
    }
}

/// Returns the function that advances a connection.
pub(super) fn connection<O: Operation<Variables: Paginated<Operation = O>>>() -> Box<AdvanceFn<O>> {
    Box::new(|variables, data| variables.advance(data))
}
