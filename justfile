# What is done often; `just` lists it.

_list:
    @just --list

# Typed values over every transport, from a server in the same process.
tour:
    cargo run -p gql-examples --example tour

# All tests that need nothing but this repository.
test:
    cargo test --workspace

# Everything that must hold before a change lands, or the steps that are named.
ci *steps:
    .ci/run {{steps}}

# Writes the generated file that the example `cli` includes; with `--check` it only looks.
generate *flags:
    cargo run -q -p gql-codegen-cli -- generate --schema schemas/harbour.graphql --documents 'examples/operations/*.graphql' --scalar Moment=String --output examples/generated/harbour.rs {{flags}}

# Writes what tests compare with anew; read the difference before you commit it.
update: generate
    UPDATE=1 cargo test --workspace

# A benchmark beside its peers, in `tests/bench`; the tables come together in its RESULTS.md.
bench name *arguments:
    tests/bench/run {{name}} {{arguments}}
