//! The servers of the tests, and the messages that they received: see `servers.mjs`.

use gql_runtime::transport::Endpoint;
use js_sys::Promise;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The first port of `servers.mjs`.
const CONTROL: &str = "http://127.0.0.1:39517";

/// A server behind its relay.
#[derive(Debug, Clone, Copy)]
pub struct Server(&'static str);

/// GraphQL Yoga, over HTTP and server-sent events.
pub const YOGA: Server = Server("yoga");
/// graphql-ws, which speaks graphql-transport-ws.
pub const GRAPHQL_WS: Server = Server("graphql-ws");
/// subscriptions-transport-ws, which speaks the legacy graphql-ws.
pub const LEGACY: Server = Server("subscriptions-transport-ws");
/// The server of the examples.
pub const EXAMPLE: Server = Server("example");

impl Server {
    async fn ask(self, action: &str) -> Value {
        let sent = global().fetch_with_str(&format!("{CONTROL}/{}/{action}", self.0));
        let response: web_sys::Response = JsFuture::from(sent).await.expect("a control").into();
        let text = JsFuture::from(response.text().expect("a body")).await;
        let text = text.expect("a body").as_string().expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Returns its URL with this path.
    pub async fn url(self, path: &str) -> String {
        let address = self.ask("url").await;
        format!("http://{}{path}", address.as_str().expect("an address"))
    }

    /// Returns an endpoint with this path.
    pub async fn endpoint(self, path: &str) -> Endpoint {
        Endpoint::new(self.url(path).await).expect("a URL")
    }

    /// Ends the process, without a word to its clients.
    pub async fn kill(self) {
        self.ask("kill").await;
    }

    /// Starts the process again.
    pub async fn start(self) {
        self.ask("start").await;
    }

    /// Leaves the next request without an answer.
    pub async fn hold(self) {
        self.ask("hold").await;
    }

    /// Returns the messages that it was sent over WebSockets.
    pub async fn frames(self) -> Vec<Value> {
        let frames = self.ask("frames").await;
        let frames = frames.as_array().expect("a list").iter();
        frames
            .map(|frame| serde_json::from_str(frame.as_str().expect("text")).expect("JSON"))
            .collect()
    }

    /// Returns the number of requests that the client aborted.
    pub async fn aborted(self) -> u64 {
        self.ask("requests").await["aborted"].as_u64().expect("a number")
    }

    /// Returns how many WebSockets are open, and how many were opened.
    pub async fn sockets(self) -> (u64, u64) {
        let sockets = self.ask("sockets").await;
        let number = |name: &str| sockets[name].as_u64().expect("a number");
        (number("open"), number("opened"))
    }
}

/// Returns the global object of a page or a worker. A worker has the same functions, but no `window`.
fn global() -> web_sys::Window {
    js_sys::global().unchecked_into()
}

/// Waits for milliseconds.
pub async fn pause(milliseconds: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        global()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .expect("a timer");
    });
    JsFuture::from(timer).await.expect("a timer");
}

/// Waits until a condition holds, for ten seconds at most.
pub async fn until<F: Future<Output = bool>>(mut condition: impl FnMut() -> F) -> bool {
    for _ in 0..200 {
        if condition().await {
            return true;
        }
        pause(50).await;
    }
    false
}
