// Random sets, each with a schema and operations on it that graphql-js finds valid:
//   node generate.js FOLDER FIRST COUNT [SCHEMA]
// With a schema, the sets are operations on that one. Each set is a folder FOLDER/NUMBER with `schema.graphql` and
// `operations/*.graphql`; a line of JSON has its number and the names of its operations and custom scalars.
import { mkdirSync, writeFileSync } from 'node:fs';
import graphql from './graphql.js';
import { read } from './schemas.js';
import { randomSet } from './set.js';

const { isScalarType, isSpecifiedScalarType } = graphql;
const [folder, first, count, given] = process.argv.slice(2);
const whole = given && read(given);

for (let number = Number(first); number < Number(first) + Number(count); number += 1) {
  const { schema, text, parts, operations } = randomSet(number, whole);
  const path = `${folder}/${number}`;
  mkdirSync(`${path}/operations`, { recursive: true });
  if (!whole) writeFileSync(`${path}/schema.graphql`, text);
  parts.forEach((it, place) => writeFileSync(`${path}/operations/${place}.graphql`, it.join('\n\n') + '\n'));
  const scalars = Object.values(schema.getTypeMap()).filter((it) => isScalarType(it) && !isSpecifiedScalarType(it));
  console.log(JSON.stringify({ number, operations: operations.map((it) => it.name), scalars: scalars.map((it) => it.name) }));
}
