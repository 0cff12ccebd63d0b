//! Feeds every file in `tests/transcripts/ws` to a session, in each dialect that it names.
//!
//! The first line of a file has the scenarios, the second one is `dialects: modern`, `legacy` or `both`, and `options:`
//! and `init:` may follow. Further lines are:
//!
//! - `< text`, `< close CODE REASON`, `< close`, `< end`, `< invalid CODE`: inputs from the server;
//! - `start ID`, `cancel ID`, `close`, `ping`: commands;
//! - `at 5s`: the time, at which the timeout is handled;
//! - `> text`, `> ping`, `> close CODE`: outputs;
//! - `= event`: events; `timer 10s`, `timer off`: the next timeout.
//!
//! Outputs and events must be listed completely, each kind in its order, before the next input. `$subscribe`, `$next` and
//! `$complete` stand for the names in the dialect. A line that begins with `modern` or `legacy` applies to that dialect
//! only.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use gql_protocol::Payload;
use gql_protocol::websocket::close::Disposition;
use gql_protocol::websocket::{
    CloseReason, Dialect, Event, GraphqlTransportWs, GraphqlWs, Id, Options, Session, Transmit,
};

const MODERN: &dyn Dialect = &GraphqlTransportWs;
const LEGACY: &dyn Dialect = &GraphqlWs;

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/transcripts/ws");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut failures = String::new();
    let mut played = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for dialect in dialects(&text) {
            played += 1;
            if let Err(failure) = play(&text, dialect) {
                let name = file.file_name().unwrap().to_string_lossy();
                let _ = writeln!(failures, "{name}, {}, {failure}", dialect.subprotocol());
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(played > 0, "no transcripts in {}", folder.display());
}

#[test]
fn a_transcript_that_does_not_fit_fails() {
    let begin = "# X\ndialects: modern\n> {\"type\":\"connection_init\"}\n";
    play(begin, MODERN).unwrap();
    for wrong in [
        "= acknowledged\n",
        "< {\"type\":\"connection_ack\"}\n",
        "> ping\n",
        "timer 9s\n",
        "what\n",
    ] {
        assert!(play(&format!("{begin}{wrong}"), MODERN).is_err(), "{wrong}");
    }
    assert!(
        play("# X\ndialects: modern\n", MODERN).is_err(),
        "an output that is not listed"
    );
}

fn dialects(text: &str) -> Vec<&'static dyn Dialect> {
    match text.lines().nth(1) {
        Some("dialects: both") => vec![MODERN, LEGACY],
        Some("dialects: modern") => vec![MODERN],
        Some("dialects: legacy") => vec![LEGACY],
        other => panic!("the second line is {other:?}"),
    }
}

fn play(text: &str, dialect: &'static dyn Dialect) -> Result<(), String> {
    let is_modern = dialect.subprotocol() == MODERN.subprotocol();
    let mut options = Options::default();
    let mut init = None;
    let mut lines = text.lines().enumerate().skip(2).peekable();
    while let Some((_, line)) = lines.peek() {
        if let Some(words) = line.strip_prefix("options: ") {
            words.split(' ').for_each(|word| set(&mut options, word));
        } else if let Some(payload) = line.strip_prefix("init: ") {
            init = Some(payload);
        } else {
            break;
        }
        lines.next();
    }
    let mut play = Play {
        session: Session::new(Duration::ZERO, dialect, options, init),
        now: Duration::ZERO,
    };
    for (number, line) in lines {
        let line = match line.split_once(' ') {
            Some(("modern", rest)) if is_modern => rest,
            Some(("legacy", rest)) if !is_modern => rest,
            Some(("modern" | "legacy", _)) => continue,
            _ => line,
        };
        if !line.is_empty() {
            play.line(&words(line, is_modern))
                .map_err(|failure| format!("line {}: {line}\n  {failure}", number + 1))?;
        }
    }
    play.nothing_left()
        .map_err(|failure| format!("at the end: {failure}"))
}

fn words(line: &str, is_modern: bool) -> String {
    let (subscribe, next, complete) = if is_modern {
        ("subscribe", "next", "complete")
    } else {
        ("start", "data", "stop")
    };
    line.replace("$subscribe", subscribe)
        .replace("$next", next)
        .replace("$complete", complete)
}

fn set(options: &mut Options, word: &str) {
    match word.split_once('=') {
        Some(("read_timeout", time)) => options.read_timeout = Some(duration(time)),
        Some(("ping_interval", time)) => options.ping_interval = Some(duration(time)),
        Some(("ping_frame_interval", time)) => options.ping_frame_interval = Some(duration(time)),
        Some(("pong_timeout", time)) => options.pong_timeout = Some(duration(time)),
        Some(("ack_timeout", time)) => options.ack_timeout = Some(duration(time)),
        None if word == "silent" => options.answer_pings = false,
        None if word == "lenient" => options.lenient = true,
        _ => panic!("no such option: {word}"),
    }
}

fn duration(text: &str) -> Duration {
    Duration::from_secs(text.strip_suffix('s').unwrap().parse().unwrap())
}

struct Play {
    session: Session,
    now: Duration,
}

impl Play {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            ">" => {
                let sent = self.session.poll_transmit().map(|transmit| match transmit {
                    Transmit::Close { code, .. } => format!("close {code}"),
                    Transmit::Ping => "ping".to_owned(),
                    Transmit::Start { text, .. } | Transmit::Text(text) => text,
                });
                return expect(rest, sent);
            }
            "=" => return expect(rest, self.event()),
            "timer" => {
                let timer = self.session.poll_timeout();
                return expect(
                    rest,
                    Some(timer.map_or("off".into(), |at| format!("{}s", at.as_secs()))),
                );
            }
            _ => self.nothing_left()?,
        }
        let id = || Id(rest.parse().unwrap());
        match verb {
            "<" => self.receive(rest),
            "start" => self.session.start(id(), r#"{"query":"q"}"#),
            "cancel" => self.session.cancel(id()),
            "close" => self.session.close(self.now),
            "ping" => self.session.ping(None),
            "at" => {
                self.now = duration(rest);
                self.session.handle_timeout(self.now);
            }
            _ => return Err("no such line".into()),
        }
        Ok(())
    }

    fn receive(&mut self, what: &str) {
        let (first, rest) = what.split_once(' ').unwrap_or((what, ""));
        match first {
            "end" => self.session.handle_end(),
            "control" => self.session.handle_control(self.now),
            "invalid" => self.session.handle_invalid(rest.parse().unwrap(), "invalid"),
            "close" if rest.is_empty() => self.session.handle_close(None, ""),
            "close" => {
                let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
                self.session.handle_close(Some(code.parse().unwrap()), reason);
            }
            _ => self
                .session
                .handle_text(self.now, Bytes::copy_from_slice(what.as_bytes())),
        }
    }

    fn event(&mut self) -> Option<String> {
        let payload = |payload: Option<Payload>| {
            payload.map_or(String::new(), |payload| format!(" {}", payload.as_str().unwrap()))
        };
        Some(match self.session.poll_event()? {
            Event::Acknowledged(it) => format!("acknowledged{}", payload(it)),
            Event::Closed(reason) => self.closed(&reason),
            Event::Completed(id) => format!("completed {id}"),
            Event::Failed(id, it) => format!("failed {id}{}", payload(it)),
            Event::Next(id, it) => format!("next {id}{}", payload(Some(it))),
            Event::Notice(it) => format!("notice{}", payload(it)),
            Event::Pinged(it) => format!("pinged{}", payload(it)),
            Event::Ponged(it) => format!("ponged{}", payload(it)),
            other => panic!("a new kind of event: {other:?}"),
        })
    }

    fn closed(&self, reason: &CloseReason) -> String {
        let what = match reason {
            CloseReason::AcknowledgeTimeout => "acknowledge timeout".to_owned(),
            CloseReason::Dead { silence } => format!("dead after {}s", silence.as_secs()),
            CloseReason::Local => "local".to_owned(),
            CloseReason::Lost => "lost".to_owned(),
            CloseReason::Peer { code, reason } => format!("peer {code:?} {reason:?}"),
            CloseReason::Protocol { code, .. } => format!("protocol {code}"),
            CloseReason::Rejected { payload } => format!("rejected {}", payload.as_deref().unwrap_or("")),
            other => panic!("a new reason: {other:?}"),
        };
        let disposition = match reason.disposition(self.session.is_acknowledged()) {
            Disposition::Fatal => "fatal",
            Disposition::Retryable => "retryable",
            Disposition::Unauthorized => "unauthorized",
        };
        format!("closed {what}, {disposition}")
    }

    fn nothing_left(&mut self) -> Result<(), String> {
        if let Some(event) = self.event() {
            return Err(format!("unexpected event: {event}"));
        }
        match self.session.poll_transmit() {
            None => Ok(()),
            Some(Transmit::Start { text, .. } | Transmit::Text(text)) => {
                Err(format!("unexpected output: {text}"))
            }
            Some(other) => Err(format!("unexpected output: {other:?}")),
        }
    }
}

fn expect(expected: &str, found: Option<String>) -> Result<(), String> {
    match found {
        Some(found) if found == expected => Ok(()),
        found => Err(format!("found {}", found.as_deref().unwrap_or("nothing"))),
    }
}
