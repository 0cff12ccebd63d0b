#!/usr/bin/env bash
# Puts what graphql-js says of GitHub's schema in an introspection result at target/github/schema.json.
# (The npm package's own schema.json is of another day than its schema.graphql.) Needs npm, node and tar.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$here/../../target/github
[ -s "$folder/schema.json" ] && exit 0

"$here/fetch.sh"
npm install --silent --no-save --prefix "$folder" graphql@16.11.0 >/dev/null
NODE_PATH=$folder/node_modules node "$here/introspect.cjs" "$folder/schema.graphql" >"$folder/schema.json.part"
mv "$folder/schema.json.part" "$folder/schema.json"
