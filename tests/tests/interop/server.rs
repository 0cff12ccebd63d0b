//! A running server, whatever it is written in.

use std::fs;
use std::path::PathBuf;

use crate::certificates::Security;
use crate::embedded::Embedded;
use crate::process::Process;
use crate::{Outcome, folder};

/// Something that serves the schema.
#[derive(Clone, Copy)]
pub(crate) struct Software {
    /// Its name in the tables.
    pub(crate) name: &'static str,
    /// Its script in `tests/interop/servers`; without one it is async-graphql in this process.
    pub(crate) script: Option<&'static str>,
}

pub(crate) struct Server {
    software: Software,
    security: Security,
    port: u16,
    running: Option<Running>,
}

enum Running {
    Process(Process),
    Embedded(Embedded),
}

impl Software {
    pub(crate) async fn start(self, security: Security) -> Outcome<Server> {
        let mut server = Server {
            software: self,
            security,
            port: 0,
            running: None,
        };
        server.start().await?;
        Ok(server)
    }

    /// Where its processes write what they complain of.
    pub(crate) fn log(self) -> Outcome<PathBuf> {
        Ok(folder()?.join(format!("{}.log", self.name)))
    }

    pub(crate) fn forget_log(self) -> Outcome {
        let log = self.log()?;
        if log.exists() {
            fs::remove_file(log)?;
        }
        Ok(())
    }
}

impl Server {
    /// Starts, again on the same port where it ran before.
    pub(crate) async fn start(&mut self) -> Outcome {
        let (running, port) = match self.software.script {
            Some(script) => {
                let log = self.software.log()?;
                let (process, port) = Process::start(script, &log, self.port, self.security).await?;
                (Running::Process(process), port)
            }
            None => {
                let (embedded, port) = Embedded::start(self.port, self.security)?;
                (Running::Embedded(embedded), port)
            }
        };
        self.port = port;
        self.running = Some(running);
        Ok(())
    }

    /// Ends it, connections and all, without a word to the clients.
    pub(crate) async fn kill(&mut self) -> Outcome {
        match self.running.take() {
            Some(Running::Process(mut process)) => process.kill().await,
            Some(Running::Embedded(embedded)) => embedded.kill().await,
            None => Ok(()),
        }
    }

    /// By the name that the certificate has.
    pub(crate) fn url(&self) -> String {
        let scheme = match self.security {
            Security::None => "http",
            Security::Tls | Security::ClientCertificate => "https",
        };
        format!("{scheme}://localhost:{}/graphql", self.port)
    }
}
