//! The WebSocket of the browser. <https://websockets.spec.whatwg.org/>

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::Bytes;
use gql_protocol::websocket::close;
use http::HeaderMap;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, CloseEvent, MessageEvent};

use super::config::{AddressSource, Config, Source};
use super::connect::opening;
use super::failure::Failure;
use super::socket::{Incoming, Opening, Socket};
use crate::transport::endpoint::Address;
use crate::transport::runtime::{Sleep, sleep};
use crate::{Error, browser};

/// The number of bytes that may wait in the browser before the server is considered slow. The browser takes some time to
/// send even bytes that the network accepts immediately.
const MAX_WAITING: usize = 64 * 1024;
/// The interval at which the browser is polled while more bytes wait, as it does not report that they were sent.
const PAUSE: Duration = Duration::from_millis(20);
/// The maximum size of unread messages, in bytes, in addition to one of the maximum size. A browser cannot be made to stop
/// reading.
const MAX_UNREAD: usize = 64 << 20;
/// The maximum length of the reason in a close frame, in bytes. <https://websockets.spec.whatwg.org/#dom-websocket-close>
const MAX_REASON: usize = 123;

/// A WebSocket of the browser.
pub(super) struct BrowserSocket {
    socket: web_sys::WebSocket,
    subprotocol: String,
    state: Rc<SocketEvents>,
    /// The timer until the browser is polled again.
    pause: Option<Sleep>,
    _listeners: Listeners,
}

/// The events of the socket that were not read.
struct SocketEvents {
    incoming: RefCell<VecDeque<Incoming>>,
    /// The size of the unread messages, in bytes.
    unread: Cell<usize>,
    max_message_size: usize,
    opened: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

struct Listeners {
    socket: web_sys::WebSocket,
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

/// The options of connections, of which a browser has none.
#[derive(Clone, Default)]
pub(super) struct SocketOptions {}

/// Rejects headers, which a browser does not send with the upgrade, unless `connection_init` has a payload instead.
///
/// # Errors
/// Returns an error if there are some ([`Error::is_builder`]).
pub(super) fn check(config: &Config) -> Result<(), Error> {
    let SocketOptions {} = &config.socket_options;
    let has_payload = !matches!(config.payload, Source::Fixed(None));
    let in_url = matches!(&config.address, AddressSource::Address(address) if address.credentials.is_some());
    if has_payload || !(in_url || config.endpoint.target().has_headers()) {
        return Ok(());
    }
    Err(Error::builder(
        "a browser does not send headers of a program when it opens a WebSocket, but the endpoint has some: send the credentials in \
         the payload of `connection_init` (`init_payload` or `init_payload_with` of the WebSocket), or use an endpoint without headers",
    ))
}

/// Opens a WebSocket. The browser sends its cookies, but no headers of the program.
pub(super) async fn open(
    config: &Config,
    address: Address,
    headers: HeaderMap,
) -> Result<Box<dyn Socket>, Failure> {
    open_socket(opening(config, address.url("ws"), headers)).await
}

async fn open_socket(opening: Opening) -> Result<Box<dyn Socket>, Failure> {
    let offered: Array = opening
        .subprotocols
        .iter()
        .copied()
        .map(JsValue::from_str)
        .collect();
    let socket = web_sys::WebSocket::new_with_str_sequence(&opening.url, &offered).map_err(|exception| {
        let reason = browser::message(&exception);
        // The message of an invalid URL contains it.
        let reason = if reason.contains("://") { "" } else { &reason };
        Failure::fatal(Error::builder(format!(
            "the browser opens no such WebSocket: {reason}"
        )))
    })?;
    socket.set_binary_type(BinaryType::Arraybuffer);
    let state = Rc::new(SocketEvents {
        incoming: RefCell::default(),
        unread: Cell::new(0),
        max_message_size: opening.max_message_size,
        opened: Cell::new(false),
        waker: RefCell::default(),
    });
    // Dropping this future closes the socket.
    let mut socket = BrowserSocket {
        _listeners: Listeners::new(&socket, &state),
        socket,
        subprotocol: String::new(),
        state,
        pause: None,
    };
    poll_fn(|context| socket.poll_open(context)).await?;
    socket.subprotocol = socket.socket.protocol();
    Ok(Box::new(socket))
}

impl BrowserSocket {
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        if self.state.opened.get() {
            return Poll::Ready(Ok(()));
        }
        if self.state.incoming.borrow().is_empty() {
            self.state.register(context);
            return Poll::Pending;
        }
        Poll::Ready(Err(Failure::retryable(Error::connect(
            "the WebSocket was not opened; a browser does not show why: the server is not there, refused the upgrade or offers none of \
             the subprotocols (the console of the browser has more)",
        ))))
    }

    fn waiting(&self) -> usize {
        let bytes = usize::try_from(self.socket.buffered_amount()).unwrap_or(usize::MAX);
        bytes.saturating_sub(MAX_WAITING)
    }
}

impl Socket for BrowserSocket {
    fn subprotocol(&self) -> Option<&str> {
        Some(&self.subprotocol)
    }

    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming> {
        let next = self.state.incoming.borrow_mut().pop_front();
        match next {
            Some(incoming) => {
                if let Incoming::Text(text) = &incoming {
                    self.state.unread.set(self.state.unread.get() - text.len());
                }
                Poll::Ready(incoming)
            }
            None => {
                self.state.register(context);
                Poll::Pending
            }
        }
    }

    fn send(&mut self, text: String, _key: Option<u64>) {
        // A closed socket reports its end when it is read.
        let _ = self.socket.send_with_str(&text);
    }

    fn close(&mut self, code: u16, reason: &str) {
        let mut length = reason.len().min(MAX_REASON);
        while !reason.is_char_boundary(length) {
            length -= 1;
        }
        // Programs may not send any other code. <https://websockets.spec.whatwg.org/#dom-websocket-close>
        let closed = match code {
            close::NORMAL | 3000..=4999 => self.socket.close_with_code_and_reason(code, &reason[..length]),
            _ => self.socket.close(),
        };
        // The call does not fail for these codes.
        let _ = closed;
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.waiting() > 0 && self.socket.ready_state() == web_sys::WebSocket::OPEN {
            let pause = self.pause.get_or_insert_with(|| sleep(PAUSE));
            ready!(Pin::new(pause).poll(context));
            self.pause = None;
        }
        self.pause = None;
        Poll::Ready(Ok(()))
    }

    fn buffered(&self) -> usize {
        self.waiting()
    }
}

impl SocketEvents {
    fn register(&self, context: &Context<'_>) {
        *self.waker.borrow_mut() = Some(context.waker().clone());
    }

    fn wake(&self) {
        let waker = self.waker.borrow_mut().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn push(&self, incoming: Incoming) {
        self.incoming.borrow_mut().push_back(incoming);
        self.wake();
    }

    fn on_message(&self, data: &JsValue) {
        let bytes = match data.as_string() {
            Some(text) => Some(Bytes::from(text)),
            None => data
                .dyn_ref::<ArrayBuffer>()
                .map(|buffer| Uint8Array::new(buffer).to_vec())
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .map(Bytes::from),
        };
        let Some(text) = bytes else {
            return self.push(Incoming::Invalid {
                code: 1003,
                message: "a binary frame that is not text".to_owned(),
            });
        };
        let unread = self.unread.get() + text.len();
        let limit = self.max_message_size;
        if text.len() > limit || unread > limit.saturating_add(MAX_UNREAD) {
            return self.push(Incoming::Invalid {
                code: close::TOO_LARGE,
                message: if text.len() > limit {
                    format!(
                        "a message of {} bytes, more than the limit of {limit}",
                        text.len()
                    )
                } else {
                    format!("{unread} bytes are not read yet, and a browser does not stop reading")
                },
            });
        }
        self.unread.set(unread);
        self.push(Incoming::Text(text));
    }

    fn on_close(&self, event: &CloseEvent) {
        // These codes stand for a lost connection and for a close frame without a code.
        // <https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1>
        match event.code() {
            1006 => {}
            1005 => self.push(Incoming::Close {
                code: None,
                reason: String::new(),
            }),
            code => self.push(Incoming::Close {
                code: Some(code),
                reason: event.reason(),
            }),
        }
        self.push(Incoming::Lost);
    }
}

impl Listeners {
    fn new(socket: &web_sys::WebSocket, state: &Rc<SocketEvents>) -> Self {
        let (opened, message, closed) = (state.clone(), state.clone(), state.clone());
        let open = Closure::<dyn FnMut()>::new(move || {
            opened.opened.set(true);
            opened.wake();
        });
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            message.on_message(&event.data())
        });
        let close = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| closed.on_close(&event));
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        Self {
            socket: socket.clone(),
            _open: open,
            _message: message,
            _close: close,
        }
    }
}

/// Closes the socket, which would stay open without its listeners.
impl Drop for Listeners {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // This has no effect on a closed socket.
        let _ = self.socket.close();
    }
}
