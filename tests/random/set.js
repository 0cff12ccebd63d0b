// One random set: a schema, and operations on it that graphql-js finds valid.
import graphql from './graphql.js';
import { randomOf } from '../differential/random.js';
import { Names } from './names.js';
import { randomOperations } from './operations.js';
import { randomSchema } from './schema.js';

const { buildSchema, parse, validate, validateSchema } = graphql;
/** How many sets are tried for one that is valid; nearly all are. */
const TRIES = 60;

/** The set of that number; with `whole`, operations on that schema. */
export function randomSet(number, whole) {
  let made;
  for (let trial = 0; trial < TRIES; trial += 1) {
    made = attempt(number, trial, whole);
    if (made.parts) return made;
    if (process.env.EXPLAIN) console.error(number, made.reason);
  }
  throw new Error(`set ${number} stays invalid: ${made.reason}`);
}

function attempt(number, trial, whole) {
  const random = randomOf(Math.imul(number, 0x9e3779b1) ^ Math.imul(trial + 1, 0x85ebca6b));
  const { text, names } = whole ? { names: new Names(random, 0.2) } : randomSchema(random);
  const schema = whole ?? buildSchema(text);
  if (!whole) {
    const errors = validateSchema(schema);
    if (errors.length) throw new Error(`${errors.join('\n')}\n${text}`);
  }
  const defer = Boolean(schema.getDirective('defer'));
  const { operations, fragments } = randomOperations(schema, random, names, { defer, size: whole ? 6 : 4 });
  const definitions = [...operations, ...fragments].map((it) => it.text);
  const document = definitions.join('\n\n') + '\n';
  const errors = validate(schema, parse(document));
  if (errors.length) return { reason: `${errors[0].message}\n${document}` };
  // Several files, fragments among operations or apart.
  const files = random.times(random.pick([1, 2, 3]), () => []);
  definitions.forEach((it) => random.pick(files).push(it));
  return { random, schema, text, document, parts: files.filter((it) => it.length), operations };
}
