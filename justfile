# Common tasks; `just` lists them.

_list:
    @just --list

# The same operations over every transport, against a server in the same process.
tour:
    cargo run -p gql-examples --example tour

# All tests that need no other tools.
test:
    cargo test --workspace

# All checks, or the named steps.
ci *steps:
    .ci/run {{steps}}

# The documentation as a book, at http://localhost:3000; needs `cargo install mdbook`.
book:
    mdbook serve docs

# Generates the file that the example `cli` includes; `--check` only compares it.
generate *flags:
    cargo run -q -p gql-codegen-cli -- generate --schema schemas/bookshop.graphql --documents 'examples/operations/*.graphql' --scalar DateTime=String --output examples/generated/shop.rs {{flags}}

# Rewrites the files that tests compare with; read the difference before you commit it.
update: generate
    UPDATE=1 cargo test --workspace

# A benchmark that compares with other clients, in `tests/bench`; `report` writes RESULTS.md.
bench name *arguments:
    tests/bench/run {{name}} {{arguments}}

# Compares diagnostics for random documents with those of other libraries: how many, and the seed.
differential count="100000" seed="1":
    cargo run -q --manifest-path tests/differential/rust/Cargo.toml -- {{count}} {{seed}}

# Random schemas with operations, in every way to generate code: how many, and the number of the first.
random count="200" seed="1":
    SEED={{seed}} COUNT={{count}} cargo test -p gql-tests --test random schemas_of_their_own -- --ignored --nocapture

# Compares the rules that random documents break with graphql-js: how many sets, and the number of the first.
verdicts count="1000" seed="1":
    SEED={{seed}} COUNT={{count}} cargo test -p gql-tests --test random verdicts -- --ignored --nocapture

# Fuzz targets (document, value, sdl, introspection, generate, decode, json), all of them if none is named.
fuzz seconds="300" *targets:
    tests/fuzz/run {{seconds}} {{targets}}

# Compares the JSON reader with serde_json: how many texts, and the first seed.
json texts="10000000" seed="0":
    GQL_JSON_TEXTS={{texts}} GQL_JSON_SEED={{seed}} cargo test --release -p gql-json --test differential -- --ignored --nocapture
