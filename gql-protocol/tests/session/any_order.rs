//! Whatever order commands, messages and time come in, the session keeps its promises.

use std::collections::BTreeMap;
use std::time::Duration;

use gql_protocol::websocket::{
    Dialect, Event, GraphqlTransportWs, GraphqlWs, Id, Options, Session, Transmit,
};
use serde_json::Value;

/// Numbers that look random, the same for the same seed. <https://en.wikipedia.org/wiki/Xorshift>
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// What is known of an operation.
#[derive(Debug, Default)]
struct Known {
    sent: u32,
    stopped: u32,
    ended: bool,
    cancelled: bool,
}

/// Watches a session from outside.
#[derive(Debug, Default)]
struct Watch {
    operations: BTreeMap<Id, Known>,
    acknowledged: bool,
    closed: bool,
    said_close: bool,
}

impl Watch {
    fn event(&mut self, event: Event) {
        assert!(!self.closed, "nothing comes after the end: {event:?}");
        match event {
            Event::Acknowledged(_) => {
                assert!(!std::mem::replace(&mut self.acknowledged, true));
            }
            Event::Closed(_) => self.closed = true,
            Event::Next(id, result) => {
                self.live(id);
                assert!(
                    serde_json::from_slice::<Value>(result.as_bytes())
                        .unwrap()
                        .is_object()
                );
            }
            Event::Completed(id) | Event::Failed(id, _) => {
                self.live(id);
                self.operations.get_mut(&id).unwrap().ended = true;
            }
            Event::Notice(_) | Event::Pinged(_) | Event::Ponged(_) => {}
        }
    }

    fn live(&self, id: Id) {
        let known = self.operations.get(&id).expect("a foreign id");
        assert!(
            !known.ended && !known.cancelled && known.sent == 1,
            "{id}: {known:?}"
        );
    }

    fn transmits(&mut self, session: &mut Session) {
        while let Some(transmit) = session.poll_transmit() {
            self.transmit(transmit);
        }
    }

    fn transmit(&mut self, transmit: Transmit) {
        assert!(!self.said_close, "nothing is sent after a close frame");
        let text = match transmit {
            Transmit::Close { .. } => {
                self.said_close = true;
                return;
            }
            Transmit::Ping => return,
            Transmit::Start { text, .. } | Transmit::Text(text) => text,
        };
        let message: Value = serde_json::from_str(&text).unwrap();
        let id = || Id(message["id"].as_str().unwrap().parse().unwrap());
        match message["type"].as_str().unwrap() {
            "subscribe" | "start" => {
                assert!(self.acknowledged, "nothing is started before the acknowledgement");
                let known = self.operations.get_mut(&id()).unwrap();
                known.sent += 1;
                assert!(known.sent == 1 && !known.ended && !known.cancelled, "{known:?}");
            }
            "complete" | "stop" => {
                let known = self.operations.get_mut(&id()).unwrap();
                known.stopped += 1;
                assert!(known.sent == 1 && known.stopped == 1 && !known.ended, "{known:?}");
            }
            "connection_init" | "connection_terminate" | "ping" | "pong" => {}
            other => panic!("{other}"),
        }
    }
}

fn message(chance: &mut Chance, legacy: bool, last: u64) -> String {
    let (next, pick) = (if legacy { "data" } else { "next" }, chance.below(14));
    // Ids of the future, of the past, and of nobody.
    let id = chance.below(last + 3);
    match pick {
        0..=4 => format!(r#"{{"id":"{id}","type":"{next}","payload":{{"data":{id}}}}}"#),
        5 => format!(r#"{{"payload":{{"data":{id}}},"id":"{id}","type":"{next}"}}"#),
        6 => format!(r#"{{"type":"{next}","id":{id},"payload":{{"data":{id}}},"x":{{}}}}"#),
        7..=8 => format!(r#"{{"id":"{id}","type":"complete"}}"#),
        9..=10 => format!(r#"{{"id":"{id}","type":"error","payload":[{{"message":"m"}}]}}"#),
        11 => r#"{"type":"connection_ack"}"#.into(),
        12 if legacy => r#"{"type":"ka"}"#.into(),
        12 => r#"{"type":"ping","payload":{"a":1}}"#.into(),
        _ if chance.below(30) == 0 => r#"{"type":"connection_error"}"#.into(),
        _ if chance.below(60) == 0 => "nonsense".into(),
        _ => r#"{"type":"connection_ack","payload":{}}"#.into(),
    }
}

fn run(seed: u64, dialect: &'static dyn Dialect) -> Watch {
    let legacy = dialect.subprotocol() == GraphqlWs.subprotocol();
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut options = Options::default();
    options.keep_alive = Some(Duration::from_secs(30)).filter(|_| chance.below(2) == 0);
    options.ping_interval = Some(Duration::from_secs(7)).filter(|_| chance.below(2) == 0);
    options.pong_timeout = Some(Duration::from_secs(3)).filter(|_| chance.below(2) == 0);
    let mut now = Duration::ZERO;
    let mut session = Session::new(now, dialect, options, None);
    let mut watch = Watch::default();
    let mut last = 0;
    for _ in 0..200 {
        match chance.below(20) {
            0..=4 => {
                last += 1;
                watch.operations.insert(Id(last), Known::default());
                session.start(Id(last), "{}");
            }
            5..=6 if last > 0 => {
                let id = Id(chance.below(last) + 1);
                session.cancel(id);
                // The `complete` that follows is looked at before the cancellation is noted: it is right only for a live one.
                watch.transmits(&mut session);
                watch.operations.get_mut(&id).unwrap().cancelled = true;
            }
            7..=17 => session.handle_text(now, message(&mut chance, legacy, last).into()),
            18 => {
                now += Duration::from_millis(chance.below(5000));
                session.handle_timeout(now);
            }
            _ => match chance.below(40) {
                0 => session.close(now),
                1 => session.handle_close(Some(1000), ""),
                2 => session.handle_end(),
                3 => session.handle_invalid(1003, "binary"),
                _ => session.ping(None),
            },
        }
        while let Some(event) = session.poll_event() {
            // The two queues are apart: operations are sent after the acknowledgement and before anything else happens to them.
            if !matches!(event, Event::Acknowledged(_)) {
                watch.transmits(&mut session);
            }
            watch.event(event);
        }
        watch.transmits(&mut session);
        if let Some(at) = session.poll_timeout() {
            assert!(!watch.closed, "a timer at {at:?} after the end");
        }
    }
    session.handle_end();
    while let Some(event) = session.poll_event() {
        watch.event(event);
    }
    assert!(watch.closed, "every session has an end");
    watch
}

#[test]
fn any_order_keeps_the_promises() {
    let (mut sent, mut ended, mut stopped, mut refused) = (0, 0, 0, 0);
    for seed in 1..1000 {
        for dialect in [&GraphqlTransportWs as &dyn Dialect, &GraphqlWs] {
            let watch = run(seed, dialect);
            refused += u32::from(!watch.acknowledged);
            for known in watch.operations.values() {
                sent += known.sent;
                ended += u32::from(known.ended);
                stopped += known.stopped;
            }
        }
    }
    // The orders reach what they are to test.
    assert!(
        sent > 1000 && ended > 1000 && stopped > 1000 && refused > 100,
        "{sent} {ended} {stopped} {refused}"
    );
}
