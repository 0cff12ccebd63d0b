//! Random orders of commands, messages and time, in which the session must keep its guarantees.

use std::collections::BTreeMap;
use std::time::Duration;

use gql_protocol::websocket::{
    Dialect, Event, GraphqlTransportWs, GraphqlWs, Id, Options, Session, Transmit,
};
use serde_json::Value;

/// A generator of pseudorandom numbers with a seed. <https://en.wikipedia.org/wiki/Xorshift>
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The observed state of an operation.
#[derive(Debug, Default)]
struct Operation {
    sent: u32,
    stopped: u32,
    ended: bool,
    canceled: bool,
}

/// An observer that checks the frames and events of a session.
#[derive(Debug, Default)]
struct Observer {
    operations: BTreeMap<Id, Operation>,
    acknowledged: bool,
    closed: bool,
    sent_close: bool,
}

impl Observer {
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
            other => panic!("a new kind of event: {other:?}"),
        }
    }

    fn live(&self, id: Id) {
        let operation = self.operations.get(&id).expect("a foreign id");
        assert!(
            !operation.ended && !operation.canceled && operation.sent == 1,
            "{id}: {operation:?}"
        );
    }

    fn transmits(&mut self, session: &mut Session) {
        while let Some(transmit) = session.poll_transmit() {
            self.transmit(transmit);
        }
    }

    fn transmit(&mut self, transmit: Transmit) {
        assert!(!self.sent_close, "nothing is sent after a close frame");
        let text = match transmit {
            Transmit::Close { .. } => {
                self.sent_close = true;
                return;
            }
            Transmit::Ping => return,
            Transmit::Start { text, .. } | Transmit::Text(text) => text,
        };
        let message: Value = serde_json::from_str(&text).unwrap();
        let id = || Id(message["id"].as_str().unwrap().parse().unwrap());
        match message["type"].as_str().unwrap() {
            "subscribe" | "start" => {
                assert!(self.acknowledged, "nothing is started before the acknowledgment");
                let operation = self.operations.get_mut(&id()).unwrap();
                operation.sent += 1;
                assert!(
                    operation.sent == 1 && !operation.ended && !operation.canceled,
                    "{operation:?}"
                );
            }
            "complete" | "stop" => {
                let operation = self.operations.get_mut(&id()).unwrap();
                operation.stopped += 1;
                assert!(
                    operation.sent == 1 && operation.stopped == 1 && !operation.ended,
                    "{operation:?}"
                );
            }
            "connection_init" | "connection_terminate" | "ping" | "pong" => {}
            other => panic!("{other}"),
        }
    }
}

fn message(random: &mut Random, legacy: bool, last: u64) -> String {
    let (next, pick) = (if legacy { "data" } else { "next" }, random.below(14));
    // Ids that will be used, were used, or are never used.
    let id = random.below(last + 3);
    match pick {
        0..=4 => format!(r#"{{"id":"{id}","type":"{next}","payload":{{"data":{id}}}}}"#),
        5 => format!(r#"{{"payload":{{"data":{id}}},"id":"{id}","type":"{next}"}}"#),
        6 => format!(r#"{{"type":"{next}","id":{id},"payload":{{"data":{id}}},"x":{{}}}}"#),
        7..=8 => format!(r#"{{"id":"{id}","type":"complete"}}"#),
        9..=10 => format!(r#"{{"id":"{id}","type":"error","payload":[{{"message":"m"}}]}}"#),
        11 => r#"{"type":"connection_ack"}"#.into(),
        12 if legacy => r#"{"type":"ka"}"#.into(),
        12 => r#"{"type":"ping","payload":{"a":1}}"#.into(),
        _ if random.below(30) == 0 => r#"{"type":"connection_error"}"#.into(),
        _ if random.below(60) == 0 => "nonsense".into(),
        _ => r#"{"type":"connection_ack","payload":{}}"#.into(),
    }
}

fn run(seed: u64, dialect: &'static dyn Dialect) -> Observer {
    let legacy = dialect.subprotocol() == GraphqlWs.subprotocol();
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut options = Options::default();
    options.read_timeout = Some(Duration::from_secs(30)).filter(|_| random.below(2) == 0);
    options.ping_interval = Some(Duration::from_secs(7)).filter(|_| random.below(2) == 0);
    options.pong_timeout = Some(Duration::from_secs(3)).filter(|_| random.below(2) == 0);
    let mut now = Duration::ZERO;
    let mut session = Session::new(now, dialect, options, None);
    let mut observer = Observer::default();
    let mut last = 0;
    for _ in 0..200 {
        match random.below(20) {
            0..=4 => {
                last += 1;
                observer.operations.insert(Id(last), Operation::default());
                session.start(Id(last), "{}");
            }
            5..=6 if last > 0 => {
                let id = Id(random.below(last) + 1);
                session.cancel(id);
                // The `complete` that follows is checked before the cancellation is recorded, as it is only valid for a
                // live operation.
                observer.transmits(&mut session);
                observer.operations.get_mut(&id).unwrap().canceled = true;
            }
            7..=17 => session.handle_text(now, message(&mut random, legacy, last).into()),
            18 => {
                now += Duration::from_millis(random.below(5000));
                session.handle_timeout(now);
            }
            _ => match random.below(40) {
                0 => session.close(now),
                1 => session.handle_close(Some(1000), ""),
                2 => session.handle_end(),
                3 => session.handle_invalid(1003, "binary"),
                _ => session.ping(None),
            },
        }
        while let Some(event) = session.poll_event() {
            // Frames and events are in separate queues: operations are sent after the acknowledgment and before any other
            // event.
            if !matches!(event, Event::Acknowledged(_)) {
                observer.transmits(&mut session);
            }
            observer.event(event);
        }
        observer.transmits(&mut session);
        if let Some(at) = session.poll_timeout() {
            assert!(!observer.closed, "a timer at {at:?} after the end");
        }
    }
    session.handle_end();
    while let Some(event) = session.poll_event() {
        observer.event(event);
    }
    assert!(observer.closed, "every session has an end");
    observer
}

#[test]
fn any_order_keeps_the_guarantees() {
    let (mut sent, mut ended, mut stopped, mut refused) = (0, 0, 0, 0);
    for seed in 1..1000 {
        for dialect in [&GraphqlTransportWs as &dyn Dialect, &GraphqlWs] {
            let observer = run(seed, dialect);
            refused += u32::from(!observer.acknowledged);
            for operation in observer.operations.values() {
                sent += operation.sent;
                ended += u32::from(operation.ended);
                stopped += operation.stopped;
            }
        }
    }
    // The random orders cover the cases that they are meant to test.
    assert!(
        sent > 1000 && ended > 1000 && stopped > 1000 && refused > 100,
        "{sent} {ended} {stopped} {refused}"
    );
}
