#!/usr/bin/env bash
# Installs the peers that are no crates under target/peers: from npm and PyPI. What is not there is left out of the tables.
set -euo pipefail
mkdir -p "$(dirname "$0")/target/peers"
cd "$(dirname "$0")/target/peers"
[ -e package.json ] || npm init -y >/dev/null
npm install --no-audit --no-fund relay-compiler graphql@16
# A registry that lags behind may lack the version that another package asks for: any that it has will do.
npm pkg set "overrides.@graphql-tools/batch-execute=$(npm view @graphql-tools/batch-execute version)"
npm install --no-audit --no-fund @graphql-codegen/cli @graphql-codegen/typescript @graphql-codegen/typescript-operations
[ -e venv ] || python3 -m venv venv
venv/bin/pip install -q ariadne-codegen 'gql[websockets]'
