#!/usr/bin/env bash
# A committed file of code for GitHub's schema: `cargo fmt` leaves it as it is, however it is configured, and neither rustc, clippy nor
# rustdoc reports anything, whatever lints the crate denies. First the operations of `operations`, then at least 600: each of them under
# 30 names.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
tests/github/fetch.sh
cargo build -q -p gql-codegen-cli
command=$root/${CARGO_TARGET_DIR:-target}/debug/gql-codegen
folder=$root/target/github/committed
rm -rf "$folder"
mkdir -p "$folder"/{src,graphql}
cd "$folder"
cp "$root/Cargo.lock" .
cp "$root/target/github/schema.graphql" .
cp "$root"/tests/github/operations/*.graphql graphql/
cat >Cargo.toml <<END
[workspace]

[package]
name = "committed"
version = "0.0.0"
edition = "2024"
rust-version = "1.88"
description = "Generated code among the lints of a strict crate."
license = "MIT"
repository = "https://example.com"
keywords = ["graphql"]
categories = ["web-programming"]
readme = "Cargo.toml"

[dependencies]
gql-runtime = { path = "$root/gql-runtime", default-features = false }
END
cat >lib.rs.in <<END
//! The committed code.
#![deny(
    warnings,
    unused,
    deprecated,
    nonstandard_style,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    rustdoc::all,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::cargo
)]
#![allow(clippy::multiple_crate_versions, reason = "dependencies of dependencies")]

pub mod code;
END
cat >gql.toml <<END
schema = "schema.graphql"
documents = "graphql/*.graphql"
output = "src/code.rs"

[scalars]
URI = "String"
END

# check COUNT WIDTH: whether the file of at least so many operations is stable and silent where lines may have this width.
check() {
    local count
    rm -f rustfmt.toml src/code.rs
    cp lib.rs.in src/lib.rs
    "$command" generate --quiet
    count=$(cat graphql/* | grep -cE '^(query|mutation|subscription) ')
    printf '%s operations, %s lines\n' "$count" "$(wc -l <src/code.rs)"
    [ "$count" -ge "$1" ]
    cargo fmt --check
    printf 'max_width = %s\nhard_tabs = true\nuse_small_heuristics = "Off"\nreorder_imports = false\n' "$2" >rustfmt.toml
    cargo fmt && cargo fmt --check
    "$command" generate --check --quiet
    cargo clippy -q --offline
    cargo doc -q --offline --no-deps
}

export CARGO_TARGET_DIR=$root/target/github/committed-target
check 20 40
for file in graphql/*.graphql; do
    [ "$file" != graphql/fragments.graphql ] || continue
    for number in {2..30}; do
        sed -nE "/^(query|mutation|subscription) /,/^}/{s/^(query|mutation|subscription) (\w+)/\1 \2N$number/;p}" "$file"
    done >"${file%.graphql}_again.graphql"
done
check 600 200
