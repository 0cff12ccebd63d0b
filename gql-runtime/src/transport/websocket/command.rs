//! The commands that the transport's handles send to the connection task.

use super::handle::OperationHandle;
use super::operations::ActiveOperation;
use crate::transport::runtime::oneshot;

pub(super) enum Command {
    Cancel(OperationHandle),
    /// Closes the transport. The sender reports that it is done.
    Close(oneshot::Sender<()>),
    Ping(Option<String>),
    PingFrame,
    Pong(Option<String>),
    Reconnect,
    Start(ActiveOperation),
}
