//! The items that generated code may refer to. Not for direct use: they change with the version of the generator.
//!
//! The decoding machinery is generic, and generated code is only tables and constructors for it. A response object is a
//! tuple of slots, one for each response key, that a closure converts into the user's struct: `object(deserializer,
//! &["id", "name"], |(id, name)| Self { id, name })`.

mod buffer;
mod caught;
mod enumeration;
mod fields;
mod key;
mod members;
mod merged;
pub mod names;
mod nulls;
mod object;
mod operation;
mod pagination;
mod variants;
mod views;

pub use crate::error::Error;
pub use crate::field_error::FieldError;
pub use crate::input::Input;
pub use crate::operation::{Mutation, Operation, OperationVariables, Query, Subscription};
pub use crate::pagination::{Advance, Paginated, PaginatedNodes};
pub use crate::response::{FieldErrors, Handling, Position, field};
pub use caught::{
    Caught, FieldResult, caught, each_item, each_result, each_value, map_caught, required_caught, try_caught,
};
pub use enumeration::{Enum, deserialize_enum, enum_from_name, enum_name, serialize_enum};
pub use fields::{Fields, Maybe, Wide};
pub use key::Keys;
pub use members::{Members, Optional, absent, serialize_one};
pub use merged::{Merged, serialize_variant};
pub use nulls::{
    MaybeNonNull, NonNull, Nullable, NullableObject, NullableVariants, and_then, attempt, items, kept_items,
    map, not_null, nullable_variants, object_or_null, present, present_items, required, try_items,
    try_present,
};
pub use object::object;
pub use operation::{GraphQLQuery, QueryBody, decode, query_body};
pub use pagination::{Cursor, Given, backward, forward};
pub use serde::de::VariantAccess;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value as Json;
pub use std::result::Result;
pub use variants::{Case, Variants, variants};
pub use views::{Both, Views, Whole, clone, flatten, split, whole};
