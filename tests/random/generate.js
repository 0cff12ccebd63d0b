// Random sets, each with a schema and operations on it that graphql-js finds valid:
//   node generate.js FOLDER SEED COUNT [SCHEMA]
// With a schema, the sets are operations on that one. Each set is a folder FOLDER/NUMBER with `schema.graphql` and
// `operations/*.graphql`; a line of JSON tells of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import graphql from './graphql.js';
import { randomOf } from '../differential/random.js';
import { Names } from './names.js';
import { randomSchema } from './schema.js';
import { randomOperations } from './operations.js';
import { read } from './schemas.js';

const { buildSchema, isScalarType, isSpecifiedScalarType, parse, validate, validateSchema } = graphql;
const [folder, seed, count, given] = process.argv.slice(2);
const from = Number(seed);
/** Sets that are tried for one that is valid; most are. */
const TRIES = 60;

const whole = given && read(given);

/** One set, or why it is none. */
function set(number, trial) {
  const random = randomOf(Math.imul(number, 0x9e3779b1) ^ Math.imul(trial + 1, 0x85ebca6b));
  const made = whole ? { names: new Names(random, 0.2) } : randomSchema(random);
  const schema = whole ?? buildSchema(made.text);
  if (!whole) {
    const errors = validateSchema(schema);
    if (errors.length) throw new Error(`${errors.join('\n')}\n${made.text}`);
  }
  const defer = Boolean(schema.getDirective('defer'));
  const { operations, fragments } = randomOperations(schema, random, made.names, { defer, size: whole ? 6 : 4 });
  const text = [...operations, ...fragments].map((it) => it.text).join('\n\n') + '\n';
  const errors = validate(schema, parse(text));
  if (errors.length) return { reason: `${errors[0].message}\n${text}` };
  // Several files, fragments among operations or apart.
  const files = random.pick([1, 2, 3]);
  const parts = random.times(files, () => []);
  [...operations, ...fragments].forEach((it) => random.pick(parts).push(it.text));
  return { schema, made, parts: parts.filter((it) => it.length), operations };
}

for (let number = from; number < from + Number(count); number += 1) {
  let made;
  for (let trial = 0; !made?.parts; trial += 1) {
    if (trial === TRIES) throw new Error(`set ${number} stays invalid: ${made.reason}`);
    made = set(number, trial);
    if (made.reason && process.env.EXPLAIN) console.error(number, made.reason);
  }
  const path = `${folder}/${number}`;
  mkdirSync(`${path}/operations`, { recursive: true });
  if (!whole) writeFileSync(`${path}/schema.graphql`, made.made.text);
  made.parts.forEach((it, place) => writeFileSync(`${path}/operations/${place}.graphql`, it.join('\n\n') + '\n'));
  const scalars = Object.values(made.schema.getTypeMap()).filter((it) => isScalarType(it) && !isSpecifiedScalarType(it));
  console.log(JSON.stringify({ number, operations: made.operations.map((it) => it.name), scalars: scalars.map((it) => it.name) }));
}
