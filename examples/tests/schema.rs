//! The committed schema is the server's. `UPDATE=1 cargo test -p gql-examples --test schema` updates it.

use std::{error::Error, fs, path::Path};

#[test]
fn committed_schema_is_the_servers() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/bookshop.graphql");
    let sdl = gql_examples::sdl();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &sdl)?;
    }
    assert_eq!(
        fs::read_to_string(&path)?,
        sdl,
        "run with UPDATE=1 to update {}",
        path.display()
    );
    Ok(())
}
