//! Batches of requests: an array of requests, answered by an array of results.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::value::RawValue;

use super::media_types::{ACCEPT, JSON};
use crate::Error;
use crate::transport::endpoint::{Endpoint, Limits, Message, receive};
use crate::transport::runtime::{self, oneshot};
use crate::transport::{BoxFuture, Head, Payload};

/// Collects requests into a batch.
#[derive(Clone)]
pub(super) struct Batcher {
    wait: Duration,
    max_requests: usize,
    queue: Arc<Mutex<Vec<Waiting>>>,
    /// [`run`](Self::run), which only [`new`](Self::new) names, so that a program without batches does not contain it.
    run: Run,
}

type Run = fn(Batcher, Vec<u8>, Endpoint, Limits) -> BoxFuture<Result<Payload, Error>>;

/// The JSON of a request, and the sender for its result.
struct Waiting {
    json: Bytes,
    result: oneshot::Sender<Result<Payload, Error>>,
}

/// Omits the waiting requests, as their variables may be confidential.
impl fmt::Debug for Batcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batcher")
            .field("wait", &self.wait)
            .field("max_requests", &self.max_requests)
            .finish_non_exhaustive()
    }
}

impl Batcher {
    pub(super) fn new(wait: Duration, max_requests: usize) -> Self {
        Self {
            wait,
            max_requests: max_requests.max(1),
            queue: Arc::default(),
            run: |batcher, json, endpoint, limits| Box::pin(batcher.run(json, endpoint, limits)),
        }
    }

    /// Sends a request together with those that arrive in time.
    pub(super) fn send(
        &self,
        json: Vec<u8>,
        endpoint: &Endpoint,
        limits: Limits,
    ) -> BoxFuture<Result<Payload, Error>> {
        (self.run)(self.clone(), json, endpoint.clone(), limits)
    }

    async fn run(self, json: Vec<u8>, endpoint: Endpoint, limits: Limits) -> Result<Payload, Error> {
        let (result, answer) = oneshot::channel();
        let (now, first) = self.enqueue(Waiting {
            json: json.into(),
            result,
        });
        // Spawned in a task, as the caller may be dropped before the others have their results.
        if now.is_some() || first {
            runtime::spawn(async move {
                let batch = match now {
                    Some(batch) => batch,
                    None => self.collect().await,
                };
                if !batch.is_empty() {
                    send(batch, &endpoint, limits).await;
                }
            });
        }
        answer
            .await
            .unwrap_or_else(|_| Err(Error::canceled("the runtime of the batch was shut down")))
    }

    /// Adds a request. Returns the batch if the request completed it, and whether the request is the first of a batch.
    fn enqueue(&self, waiting: Waiting) -> (Option<Vec<Waiting>>, bool) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push(waiting);
        let now = (queue.len() >= self.max_requests).then(|| std::mem::take(&mut *queue));
        (now, queue.len() == 1)
    }

    /// Waits and returns the collected requests. There are none if the batch was completed before.
    async fn collect(&self) -> Vec<Waiting> {
        runtime::sleep(self.wait).await;
        std::mem::take(&mut *self.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn send(batch: Vec<Waiting>, endpoint: &Endpoint, limits: Limits) {
    // The callers of these requests were dropped.
    let batch: Vec<_> = batch
        .into_iter()
        .filter(|waiting| !waiting.result.is_closed())
        .collect();
    if batch.is_empty() {
        return;
    }
    let results = match exchange(&batch, endpoint, limits).await {
        Ok(payload) => split(&payload, batch.len()),
        Err(error) => vec![Err(error); batch.len()],
    };
    for (waiting, result) in batch.into_iter().zip(results) {
        // The receiver may be dropped.
        let _ = waiting.result.send(result);
    }
}

async fn exchange(batch: &[Waiting], endpoint: &Endpoint, limits: Limits) -> Result<Payload, Error> {
    let mut json = vec![b'['];
    for (index, waiting) in batch.iter().enumerate() {
        if index > 0 {
            json.push(b',');
        }
        json.extend_from_slice(&waiting.json);
    }
    json.push(b']');
    let json = Bytes::from(json);
    let message = Message {
        url: None,
        accept: HeaderValue::from_static(ACCEPT),
        accept_encoding: None,
        content_type: HeaderValue::from_static(JSON),
        headers: HeaderMap::new(),
        body: Some(Box::new(move || json.clone().into())),
        is_stream: false,
        read_timeout: limits.silence,
        upload: None,
        is_limited: limits.whole.is_some(),
    };
    let exchange = async { receive(endpoint.send(&message, None).await?, limits, &|_| {}).await };
    // The batch has its own timeout, as the callers may be dropped.
    match limits.whole {
        None => exchange.await,
        Some(limit) => runtime::timeout(limit, exchange)
            .await
            .unwrap_or_else(|_| Err(Error::timeout("the server did not answer", limit))),
    }
}

/// Returns one result for each request, in order.
fn split(payload: &Payload, count: usize) -> Vec<Result<Payload, Error>> {
    let head = payload.head().map(|head| Head {
        status: head.status,
        headers: head.headers.clone(),
    });
    let failed = |message: String| {
        let error = Error::protocol(message).with_body(payload.as_bytes());
        match &head {
            Some(head) => error.with_head(head.status, head.headers.clone()),
            None => error,
        }
    };
    let results = match serde_json::from_slice::<Vec<&RawValue>>(payload.as_bytes()) {
        Ok(results) if results.len() == count => results,
        Ok(results) => {
            let message = format!(
                "the server answered a batch of {count} requests with {} results",
                results.len()
            );
            return vec![Err(failed(message)); count];
        }
        // A server that does not support batches answers with one object, which every request gets.
        Err(_) => return vec![Ok(payload.clone()); count],
    };
    results
        .into_iter()
        .map(|result| {
            let one = Payload::from_bytes(Bytes::copy_from_slice(result.get().as_bytes()));
            Ok(match &head {
                Some(head) => one.with_head(head.clone()),
                None => one,
            })
        })
        .collect()
}
