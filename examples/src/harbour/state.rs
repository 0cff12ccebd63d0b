//! The harbour's state: who lies where, and the log.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::ID;

use super::{
    berth::Berth,
    log::Log,
    movement::{Arrival, BerthAnswer, Departure, Movement, Notice, Refusal},
    scalar::Moment,
    vessel::{Cargo, Ferry, Freighter, Hazard, Tug, Vessel},
};

/// The first entry of the log is written at 06:00, each later one a quarter of an hour after the one before.
const MORNING: usize = 6 * 60;
const BETWEEN_ENTRIES: usize = 15;

#[derive(Debug)]
pub(crate) struct Harbour {
    vessels: Vec<Vessel>,
    berths: Mutex<Vec<Berth>>,
    log: Arc<Log>,
}

impl Harbour {
    /// The harbour as it is each morning: two vessels at the quay, one at sea, one berth under repair.
    pub(crate) fn in_the_morning() -> Self {
        let harbour = Self {
            vessels: fleet(),
            berths: Mutex::new(vec![
                berth(1, 9.5, None, false),
                berth(2, 12.0, None, false),
                berth(3, 6.0, None, false),
                berth(4, 14.5, None, true),
            ]),
            log: Arc::new(Log::new()),
        };
        harbour.notice("Fog until nine.");
        harbour.moor(&ID::from("v1"), 2);
        harbour.moor(&ID::from("v3"), 3);
        harbour
    }

    pub(crate) fn log(&self) -> &Arc<Log> {
        &self.log
    }

    pub(crate) fn vessels(&self) -> &[Vessel] {
        &self.vessels
    }

    pub(crate) fn vessel(&self, id: &ID) -> Option<Vessel> {
        self.vessels.iter().find(|vessel| vessel.key() == id).cloned()
    }

    pub(crate) fn berths(&self) -> Vec<Berth> {
        self.quay().clone()
    }

    pub(crate) fn berth_of(&self, vessel: &ID) -> Option<Berth> {
        self.quay()
            .iter()
            .find(|berth| berth.vessel_id.as_ref() == Some(vessel))
            .cloned()
    }

    /// Gives the vessel that berth, and leaves the one that she had. None: there is no such vessel.
    pub(crate) fn moor(&self, id: &ID, number: i32) -> Option<BerthAnswer> {
        let vessel = self.vessel(id)?;
        let mut quay = self.quay();
        let wanted = quay.iter().position(|berth| berth.number == number);
        let reason = match wanted.and_then(|index| quay.get(index)) {
            None => format!("there is no berth {number}"),
            Some(berth) if berth.closed => format!("berth {number} is under repair"),
            Some(Berth {
                vessel_id: Some(other),
                ..
            }) if other != id => format!("berth {number} is taken"),
            Some(_) => String::new(),
        };
        if !reason.is_empty() {
            let alternatives = quay
                .iter()
                .filter(|berth| !berth.closed && berth.vessel_id.is_none())
                .cloned()
                .collect();
            return Some(BerthAnswer::Refusal(Refusal { reason, alternatives }));
        }
        vacate(&mut quay, id);
        let berth = wanted.and_then(|index| quay.get_mut(index))?;
        berth.vessel_id = Some(id.clone());
        let arrival = Arrival {
            at: self.now(),
            vessel,
            berth: berth.clone(),
        };
        drop(quay);
        self.log.write(Movement::Arrival(arrival.clone()));
        Some(BerthAnswer::Arrival(arrival))
    }

    /// Sends the vessel to sea. None: there is no such vessel, or she is at sea already.
    pub(crate) fn depart(&self, id: &ID, destination: Option<String>) -> Option<Departure> {
        let vessel = self.vessel(id)?;
        if !vacate(&mut self.quay(), id) {
            return None;
        }
        let departure = Departure {
            at: self.now(),
            vessel,
            destination,
        };
        self.log.write(Movement::Departure(departure.clone()));
        Some(departure)
    }

    /// Writes a word to all into the log.
    pub(crate) fn notice(&self, text: &str) -> Notice {
        let notice = Notice {
            at: self.now(),
            text: text.to_owned(),
        };
        self.log.write(Movement::Notice(notice.clone()));
        notice
    }

    /// The clock goes by the log, so that every run tells the same times.
    pub(crate) fn now(&self) -> Moment {
        Moment::after_midnight(MORNING + BETWEEN_ENTRIES * self.log.len())
    }

    fn quay(&self) -> MutexGuard<'_, Vec<Berth>> {
        self.berths.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn vacate(quay: &mut [Berth], id: &ID) -> bool {
    let berth = quay.iter_mut().find(|berth| berth.vessel_id.as_ref() == Some(id));
    berth.map(|berth| berth.vessel_id = None).is_some()
}

fn berth(number: i32, depth_metres: f64, vessel_id: Option<ID>, closed: bool) -> Berth {
    Berth {
        number,
        depth_metres,
        vessel_id,
        closed,
    }
}

fn fleet() -> Vec<Vessel> {
    let timber = Cargo {
        what: "Timber".to_owned(),
        tonnes: 820.0,
        hazard: None,
    };
    let paint = Cargo {
        what: "Paint".to_owned(),
        tonnes: 64.5,
        hazard: Some(Hazard::Flammable),
    };
    vec![
        Vessel::Freighter(Freighter {
            id: ID::from("v1"),
            name: "Aurora".to_owned(),
            length_metres: 128.4,
            holds: vec![Some(timber), None, Some(paint)],
        }),
        Vessel::Ferry(Ferry {
            id: ID::from("v2"),
            name: "Kittiwake".to_owned(),
            length_metres: 61.0,
            passengers: 340,
            car_deck: Some(42),
        }),
        Vessel::Tug(Tug {
            id: ID::from("v3"),
            name: "Bollard".to_owned(),
            length_metres: 24.5,
            pull: 62.0,
        }),
    ]
}
