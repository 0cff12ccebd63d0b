#!/usr/bin/env bash
# Puts large public schemas at target/schemas, from the npm packages that ship them:
#   github.graphql      1.2 MB, MIT, @octokit/graphql-schema
#   shopify.json        0.8 MB, MIT, @shopify/hydrogen-react: the storefront's, as an introspection result
#   nautical.graphql    0.7 MB, BSD-3-Clause, @nautical-commerce/graphql-schema
# Does nothing for those that are there already. Needs npm and tar.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$root/target/schemas"
cd "$root/target/schemas"

# fetch PACKAGE VERSION FILE NAME: takes a file out of a package, under another name.
fetch() {
    [ -s "$4" ] && return
    local archive
    archive=$(npm pack --silent "$1@$2")
    tar -xzOf "$archive" "package/$3" >"$4.part"
    rm "$archive"
    mv "$4.part" "$4"
    [ -s "$4" ] || { echo "$1 holds no $3" >&2; exit 1; }
}

"$root/tests/github/fetch.sh"
cp "$root/target/github/schema.graphql" github.graphql
fetch @shopify/hydrogen-react 2026.4.4 storefront.schema.json shopify.json
fetch @nautical-commerce/graphql-schema 4.15.0 nautical/schema.graphql nautical.graphql
