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
    cargo run -q -p gql-codegen-cli -- generate --schema schemas/bookshop.graphql --documents 'examples/operations/*.graphql' --scalar DateTime=String --output examples/generated/shop.rs {{flags}}

# Writes what tests compare with anew; read the difference before you commit it.
update: generate
    UPDATE=1 cargo test --workspace

# A benchmark beside its peers, in `tests/bench`; the tables come together in its RESULTS.md.
bench name *arguments:
    tests/bench/run {{name}} {{arguments}}

# What other libraries say of random documents: how many, and the seed.
differential count="100000" seed="1":
    cargo run -q --manifest-path tests/differential/rust/Cargo.toml -- {{count}} {{seed}}

# Random schemas with operations through every way of generating code: how many, and the number of the first.
random count="200" seed="1":
    SEED={{seed}} COUNT={{count}} cargo test -p gql-tests --test random schemas_of_their_own -- --ignored --nocapture

# The rules that random documents break, beside those that graphql-js finds broken: how many sets, and the number of the first.
verdicts count="1000" seed="1":
    SEED={{seed}} COUNT={{count}} cargo test -p gql-tests --test random verdicts -- --ignored --nocapture

# A fuzz target (document, value, sdl, introspection, generate) with the coverage that the compiler gives on stable.
fuzz target seconds="300":
    mkdir -p gql-codegen/fuzz/corpus/{{target}}
    cd gql-codegen && RUSTC_BOOTSTRAP=1 cargo fuzz run {{target}} -s none -- -max_total_time={{seconds}} -timeout=20

# The JSON reader beside serde_json: how many texts, and the first seed.
json texts="10000000" seed="0":
    GQL_JSON_TEXTS={{texts}} GQL_JSON_SEED={{seed}} cargo test --release -p gql-json --test differential -- --ignored --nocapture

# The fuzz targets of decoding (decode, json), as above.
fuzz-decoding target seconds="300":
    mkdir -p tests/fuzz/corpus/{{target}}
    cd tests/fuzz && RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir . {{target}} -s none -- -max_total_time={{seconds}} -timeout=20
