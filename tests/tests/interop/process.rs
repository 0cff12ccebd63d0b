//! A server that is a process of its own, with its log in a file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::certificates::{Certificates, Security};
use crate::{Outcome, folder};

/// Long, for the first start of an interpreter on a busy machine reads much.
const START: Duration = Duration::from_secs(60);

pub(crate) struct Process {
    /// Killed when it is dropped.
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a script of `tests/interop/servers` on this port, or one that the system picks, and returns it with the process.
    pub(crate) async fn start(
        script: &str,
        log: &Path,
        port: u16,
        security: Security,
    ) -> Outcome<(Self, u16)> {
        let folder = folder()?;
        let program = if script.ends_with(".py") {
            folder.join("python/bin/python")
        } else {
            PathBuf::from("node")
        };
        let mut command = Command::new(program);
        command
            .arg(folder.join("servers").join(script))
            .env("PORT", port.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(log)?)
            .kill_on_drop(true);
        if security != Security::None {
            let files = Certificates::get()?;
            command
                .env("TLS_CERTIFICATE", &files.server)
                .env("TLS_KEY", &files.server_key);
            if security == Security::ClientCertificate {
                command.env("TLS_CLIENT_CA", &files.authority);
            }
        }
        let mut process = Self {
            child: command.spawn()?,
            log: log.to_owned(),
        };
        let port = match timeout(START, process.port()).await {
            Ok(Ok(port)) => port,
            Ok(Err(error)) => return Err(format!("{script}: {error}\n{}", process.log()).into()),
            Err(_) => return Err(format!("{script} did not start\n{}", process.log()).into()),
        };
        Ok((process, port))
    }

    /// The server's first line is `listening PORT`.
    async fn port(&mut self) -> Outcome<u16> {
        let output = self.child.stdout.take().ok_or("no standard output")?;
        let line = BufReader::new(output).lines().next_line().await?;
        let port = line.as_deref().and_then(|line| line.strip_prefix("listening "));
        Ok(port.ok_or("it ended, or did not say where it listens")?.parse()?)
    }

    /// Without a chance to say goodbye.
    pub(crate) async fn kill(&mut self) -> Outcome {
        Ok(self.child.kill().await?)
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}
