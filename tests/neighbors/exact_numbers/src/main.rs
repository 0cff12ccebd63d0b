//! Numbers with all their digits. serde_json represents them in a way of its own, which every deserializer beside it has to know.

#[cfg(feature = "ours")]
#[path = "../../../../gql-json/tests/differential/agree.rs"]
mod agree;
#[cfg(feature = "ours")]
#[path = "../../../../gql-json/tests/differential/hinted.rs"]
mod hinted;
#[cfg(feature = "ours")]
mod ours;
#[cfg(feature = "ours")]
#[path = "../../../../gql-json/tests/differential/texts.rs"]
mod texts;
#[cfg(feature = "ours")]
#[path = "../../../../gql-json/tests/differential/types.rs"]
mod types;

/// Numbers that no Rust type holds.
const NUMBERS: [&str; 4] = [
    "3.14159265358979323846264338327950288419716939937510",
    "123456789012345678901234567890123456789012345678901234567890",
    "-0.00000000000000000000000000000000000000000000000000001",
    "1e+9999",
];

fn main() {
    for number in NUMBERS {
        let value: serde_json::Value = serde_json::from_str(number).expect("a number");
        assert_eq!(
            value.to_string(),
            serde_json::from_str::<serde_json::Number>(number)
                .expect("a number")
                .to_string()
        );
    }
    #[cfg(feature = "ours")]
    ours::run();
}
