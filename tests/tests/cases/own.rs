//! Types that the cases' configurations name.

use gql_runtime::codegen::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! transparent {
    ($($name:ident: $inner:ty),*) => {$(
        #[derive(Debug, Clone, PartialEq, PartialOrd)]
        pub struct $name(pub $inner);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$inner>::deserialize(deserializer).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    )*};
}
transparent!(Decimal: f64, Flag: bool, Time: String, Url: String, Unmapped: String);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Hash)]
pub enum State {
    Open,
    Other(String),
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Ok(if name == "OPEN" {
            Self::Open
        } else {
            Self::Other(name)
        })
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Open => "open",
            Self::Other(name) => name,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd)]
pub struct Filter;

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("everything")
    }
}
