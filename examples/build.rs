//! Generates the operations of `examples/build_script.rs` into `OUT_DIR`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    gql_codegen::Builder::new()
        .schema("../schemas/bookshop.graphql")
        .documents("operations/*.graphql")
        .scalar("DateTime", "String")
        .output("shop.rs")
        .generate()?;
    Ok(())
}
