//! The build script's door: generates the operations of `examples/build_script.rs` into `OUT_DIR`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    gql_codegen::Builder::new()
        .schema("../schemas/harbour.graphql")
        .documents("operations/*.graphql")
        .scalar("Moment", "String")
        .output("harbour.rs")
        .generate()?;
    Ok(())
}
