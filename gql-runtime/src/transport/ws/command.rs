//! What the transport's handles ask of its task.

use tokio::sync::oneshot;

use super::operations::{Operation, PresentId};

pub(super) enum Command {
    Cancel(PresentId),
    Close(oneshot::Sender<()>),
    Ping(Option<String>),
    PingFrame,
    Pong(Option<String>),
    Reconnect,
    Start(Operation),
}
