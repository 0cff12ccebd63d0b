//! What the transport's handles ask of its task.

use tokio::sync::oneshot;

use super::operations::Operation;
use super::ticket::Ticket;

pub(super) enum Command {
    Cancel(Ticket),
    Close(oneshot::Sender<()>),
    Ping(Option<String>),
    PingFrame,
    Pong(Option<String>),
    Reconnect,
    Start(Operation),
}
