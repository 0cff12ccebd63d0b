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

# Writes what tests compare with anew: the examples' schema, their expected output, the generated file.
update:
    UPDATE=1 cargo test -p gql-examples
