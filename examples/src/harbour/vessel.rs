//! Vessels: an interface, the three types that implement it, and the filter that picks some of them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Interface, Result, SimpleObject};

use super::{Harbour, berth::Berth};

/// Anything that floats and has a name.
#[derive(Clone, Debug, Interface)]
#[graphql(
    field(name = "id", ty = "&ID"),
    field(name = "name", ty = "&String", desc = "As painted on the bow."),
    field(name = "kind", ty = "VesselKind"),
    field(name = "lengthMetres", method = "length_metres", ty = "&f64"),
    field(
        name = "tonnage",
        ty = "Option<i32>",
        deprecation = "Measured differently by every port: use `lengthMetres`."
    ),
    field(name = "berth", ty = "Option<Berth>", desc = "Where it lies; null at sea.")
)]
pub(crate) enum Vessel {
    Freighter(Freighter),
    Ferry(Ferry),
    Tug(Tug),
}

/// What a vessel is built for.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum VesselKind {
    /// Carries goods.
    Freighter,
    /// Carries people and their cars.
    Ferry,
    /// Pushes and pulls the others.
    Tug,
}

/// A vessel that carries goods.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Freighter {
    pub(crate) id: ID,
    /// As painted on the bow.
    pub(crate) name: String,
    pub(crate) length_metres: f64,
    /// What is in the holds, bow to stern; null for a hold that is empty.
    pub(crate) holds: Vec<Option<Cargo>>,
}

/// A vessel that carries people and their cars.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Ferry {
    pub(crate) id: ID,
    /// As painted on the bow.
    pub(crate) name: String,
    pub(crate) length_metres: f64,
    pub(crate) passengers: i32,
    /// How many cars fit; null if she takes none.
    pub(crate) car_deck: Option<i32>,
}

/// A vessel that pushes and pulls the others.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Tug {
    pub(crate) id: ID,
    /// As painted on the bow.
    pub(crate) name: String,
    pub(crate) length_metres: f64,
    /// Bollard pull, in tonnes.
    pub(crate) pull: f64,
}

/// What lies in a hold.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Cargo {
    /// What it is.
    pub(crate) what: String,
    pub(crate) tonnes: f64,
    /// Null for harmless goods.
    pub(crate) hazard: Option<Hazard>,
}

/// Why a cargo wants care.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum Hazard {
    Corrosive,
    Explosive,
    Flammable,
}

/// Which vessels to list. Every field that is given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct VesselFilter {
    pub(crate) kind: Option<VesselKind>,
    pub(crate) name_contains: Option<String>,
    pub(crate) longer_than: Option<f64>,
    /// At least one of these must hold.
    pub(crate) any: Option<Vec<VesselFilter>>,
    /// This one must not hold.
    pub(crate) not: Option<Box<VesselFilter>>,
}

impl VesselFilter {
    /// Whether the vessel is wanted.
    pub(crate) fn accepts(&self, vessel: &Vessel) -> bool {
        self.kind.is_none_or(|kind| vessel.built_for() == kind)
            && self
                .name_contains
                .as_ref()
                .is_none_or(|part| vessel.painted_name().contains(part.as_str()))
            && self.longer_than.is_none_or(|metres| vessel.metres() > metres)
            && self
                .any
                .as_ref()
                .is_none_or(|filters| filters.iter().any(|filter| filter.accepts(vessel)))
            && self.not.as_ref().is_none_or(|filter| !filter.accepts(vessel))
    }
}

impl Vessel {
    pub(crate) fn key(&self) -> &ID {
        match self {
            Self::Freighter(Freighter { id, .. })
            | Self::Ferry(Ferry { id, .. })
            | Self::Tug(Tug { id, .. }) => id,
        }
    }

    pub(crate) fn painted_name(&self) -> &str {
        match self {
            Self::Freighter(Freighter { name, .. })
            | Self::Ferry(Ferry { name, .. })
            | Self::Tug(Tug { name, .. }) => name,
        }
    }

    pub(crate) fn metres(&self) -> f64 {
        match self {
            Self::Freighter(Freighter { length_metres, .. })
            | Self::Ferry(Ferry { length_metres, .. })
            | Self::Tug(Tug { length_metres, .. }) => *length_metres,
        }
    }

    fn built_for(&self) -> VesselKind {
        match self {
            Self::Freighter(_) => VesselKind::Freighter,
            Self::Ferry(_) => VesselKind::Ferry,
            Self::Tug(_) => VesselKind::Tug,
        }
    }
}

/// The fields that all vessels compute in the same way.
macro_rules! vessel_fields {
    ($($vessel:ident)*) => {$(
        #[ComplexObject]
        impl $vessel {
            async fn kind(&self) -> VesselKind {
                VesselKind::$vessel
            }

            #[graphql(deprecation = "Measured differently by every port: use `lengthMetres`.")]
            async fn tonnage(&self) -> Option<i32> {
                None
            }

            /// Where it lies; null at sea.
            async fn berth(&self, context: &Context<'_>) -> Result<Option<Berth>> {
                Ok(context.data::<Arc<Harbour>>()?.berth_of(&self.id))
            }
        }
    )*};
}

vessel_fields!(Freighter Ferry Tug);
