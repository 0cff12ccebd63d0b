//! Scalars as types of chrono, jiff, uuid and rust_decimal.

use std::error::Error;

use gql_runtime::transport::Mock;
use gql_runtime::{Client, operations};
use rust_decimal::Decimal;
use serde_json::json;
use uuid::Uuid;

#[operations(
    schema = "schema.graphql",
    documents = "graphql/order.graphql",
    scalars(
        DateTime = "::jiff::Timestamp",
        Date = "::jiff::civil::Date",
        Decimal = "::rust_decimal::Decimal",
        UUID = "::uuid::Uuid",
        // One field can have a type of its own.
        "Order.updatedAt" = "::chrono::DateTime<::chrono::Utc>",
    )
)]
mod shop {}

use shop::Order;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A mock instead of a server: `Client::http(url)?` in your program.
    let mock = Mock::new();
    mock.on::<Order>().answer(json!({
        "order": {
            "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "placedAt": "2026-03-02T09:45:00Z",
            "deliveryDate": "2026-03-05",
            "total": "24.90",
            "updatedAt": "2026-03-02T10:00:00Z"
        }
    }))?;
    let client = Client::new(mock);

    let id: Uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
    let order = client
        .query(Order { id })
        .data()
        .await?
        .order
        .ok_or("no such order")?;
    assert_eq!(order.id, id);
    println!(
        "placed {}, total {}",
        order.placed_at,
        order.total + Decimal::new(350, 2)
    );
    if let Some(date) = order.delivery_date {
        println!("arrives on a {:?}", date.weekday());
    }
    println!("updated at {}", order.updated_at.timestamp());
    Ok(())
}
