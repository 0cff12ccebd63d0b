//! What moved: a union, as each kind of movement has its own fields.

use async_graphql::{SimpleObject, Union};

use super::{
    berth::Berth,
    scalar::Moment,
    vessel::{Ferry, Freighter, Tug, Vessel},
};

/// Something that the harbour master wrote down.
#[derive(Clone, Debug, Union)]
pub(crate) enum Movement {
    Arrival(Arrival),
    Departure(Departure),
    Notice(Notice),
}

/// A vessel came in.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Arrival {
    pub(crate) at: Moment,
    pub(crate) vessel: Vessel,
    pub(crate) berth: Berth,
}

/// A vessel left.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Departure {
    pub(crate) at: Moment,
    pub(crate) vessel: Vessel,
    /// Where to, if she told.
    pub(crate) destination: Option<String>,
}

/// A word to all.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Notice {
    pub(crate) at: Moment,
    pub(crate) text: String,
}

/// How a request for a berth ended.
#[derive(Clone, Debug, Union)]
pub(crate) enum BerthAnswer {
    Arrival(Arrival),
    Refusal(Refusal),
}

/// No berth, and why.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Refusal {
    pub(crate) reason: String,
    /// Other berths that would do.
    pub(crate) alternatives: Vec<Berth>,
}

/// What a search finds.
#[derive(Clone, Debug, Union)]
pub(crate) enum Found {
    Berth(Berth),
    Ferry(Ferry),
    Freighter(Freighter),
    Tug(Tug),
}

impl From<Vessel> for Found {
    fn from(vessel: Vessel) -> Self {
        match vessel {
            Vessel::Ferry(ferry) => Self::Ferry(ferry),
            Vessel::Freighter(freighter) => Self::Freighter(freighter),
            Vessel::Tug(tug) => Self::Tug(tug),
        }
    }
}
