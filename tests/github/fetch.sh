#!/usr/bin/env bash
# Puts GitHub's public schema at target/github/schema.graphql: 1.2 MB, MIT, from the npm package @octokit/graphql-schema.
# Does nothing when it is there already. Needs npm and tar.
set -euo pipefail

version=15.26.1
folder=$(cd "$(dirname "$0")/../.." && pwd)/target/github
schema=$folder/schema.graphql
[ -s "$schema" ] && exit 0

mkdir -p "$folder"
cd "$folder"
npm pack --silent "@octokit/graphql-schema@$version" >/dev/null
tar -xzf "octokit-graphql-schema-$version.tgz" --strip-components=1 package/schema.graphql package/LICENSE.md
rm "octokit-graphql-schema-$version.tgz"
[ -s "$schema" ] || { echo "the package holds no schema.graphql" >&2; exit 1; }
