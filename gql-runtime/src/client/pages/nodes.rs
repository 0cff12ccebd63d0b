//! The nodes of all pages of a list.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::{Pages, State};
use crate::pagination::{Paginated, PaginatedNodes};
use crate::{Error, Operation};

/// The type of the nodes of an operation's list.
type Node<O> = <<O as Operation>::Variables as PaginatedNodes>::Node;

/// A stream of the nodes of all pages of a list. See [`Call::nodes`](crate::Call::nodes).
///
/// The nodes of one page are in memory, and with [`look_ahead`](Pages::look_ahead) those of the next one. Null nodes are
/// skipped. Pages that are read with `before` come from the end of the list, so the last node of each page comes first, and
/// the stream has the reverse order of the list.
///
/// The stream ends with `None` after the last node. An `Err` is the last item: an error of [`Pages`], or the [GraphQL
/// errors](Error::is_graphql) of a page, even if it has nodes.
#[must_use = "nothing is sent until it is polled"]
pub struct Nodes<O: Operation<Variables: PaginatedNodes<Operation = O>>> {
    pages: Pages<O>,
    nodes: vec::IntoIter<Node<O>>,
}

impl<O: Operation<Variables: PaginatedNodes<Operation = O>>> Nodes<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            nodes: Vec::new().into_iter(),
        }
    }

    /// Returns the next node, or `None` after the last one. It is equivalent to `StreamExt::next`.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Node<O>, Error>>> {
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }
}

/// The stream is not self-referential.
impl<O: Operation<Variables: PaginatedNodes<Operation = O>>> Unpin for Nodes<O> {}

impl<O: Operation<Variables: PaginatedNodes<Operation = O>>> Stream for Nodes<O> {
    type Item = Result<Node<O>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(node) = self.nodes.next() {
                return Poll::Ready(Some(Ok(node)));
            }
            let page = match ready!(self.pages.poll_page(context)) {
                Some(page) => page.and_then(crate::Response::into_result),
                None => return Poll::Ready(None),
            };
            match page {
                Ok(data) => {
                    let mut nodes = O::Variables::nodes(data);
                    if self.pages.variables.is_backward() {
                        nodes.reverse();
                    }
                    self.nodes = nodes.into_iter();
                }
                Err(error) => {
                    self.pages.state = State::Over;
                    return Poll::Ready(Some(Err(error.with_terminal(true))));
                }
            }
        }
    }
}

impl<O: Operation<Variables: PaginatedNodes<Operation = O>>> FusedStream for Nodes<O> {
    fn is_terminated(&self) -> bool {
        self.nodes.as_slice().is_empty() && self.pages.is_terminated()
    }
}

impl<O: Operation<Variables: PaginatedNodes<Operation = O>>> fmt::Debug for Nodes<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nodes")
            .field("pages", &self.pages)
            .field("buffered", &self.nodes.as_slice().len())
            .finish()
    }
}
