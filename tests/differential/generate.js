// Random operations, mostly wrong in a place or two, and what graphql-js 16 and 17 find in them: one JSON object a line.
//   node generate.js SEED COUNT
import * as latest from 'graphql';
import * as before from 'graphql-16';
import { readFileSync } from 'node:fs';
import { randomOf } from './random.js';

const { buildSchema } = before;
const schema = buildSchema(readFileSync(new URL('schema.graphqls', import.meta.url), 'utf8'));
const versions = [before, latest].map(({ buildSchema, parse, specifiedRules, validate }) => ({
  schema: buildSchema(readFileSync(new URL('schema.graphqls', import.meta.url), 'utf8')),
  rules: specifiedRules.filter((rule) => rule.name !== 'MaxIntrospectionDepthRule'),
  parse,
  validate,
}));
const [seed, count] = process.argv.slice(2).map(Number);

const { next: random, below, pick, chance, times } = randomOf(seed);

// How often a choice is made without looking at the schema; set for each document.
let wrong = 0;
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
const composites = types.filter((type) => 'getFields' in type ? !isInput(type) : 'getTypes' in type);
const fieldNames = ['name', 'id', 'owner', 'pets', 'friends', 'barks', 'meows', 'size', 'nick', '__typename', 'unknown'];
const variableNames = ['a', 'b', 'c', 'd'];
const fragmentNames = ['A', 'B', 'C', 'D', 'E'];

function isInput(type) {
  return type.constructor.name === 'GraphQLInputObjectType';
}
const named = (type) => (type && type.ofType ? named(type.ofType) : type);

function literal(type, depth) {
  if (chance(0.25)) return '$' + pick(variableNames);
  if (chance(wrong))
    return pick(['1', '2.5', '"text"', 'true', 'null', 'RED', 'REED', '[1]', '{}', '{ id: 1 }', '"""block"""', '99999999999', '[[1]]', '{ x: $b }']);
  if (!type) return '1';
  const kind = type.constructor.name;
  if (kind === 'GraphQLNonNull') return literal(type.ofType, depth);
  if (kind === 'GraphQLList')
    return chance(0.2) ? literal(type.ofType, depth) : `[${times(below(3), () => literal(type.ofType, depth + 1)).join(', ')}]`;
  if (isInput(type)) {
    const fields = Object.values(type.getFields()).filter((field) => depth < 3 || field.type.constructor.name === 'GraphQLNonNull');
    const given = fields.filter((field) => chance(field.defaultValue === undefined && String(field.type).endsWith('!') ? 1 - wrong : 0.4));
    if (chance(wrong) && given.length) given.push(pick(given));
    const list = given.map((field) => `${field.name}: ${literal(field.type, depth + 1)}`);
    if (chance(wrong)) list.push('colr: RED');
    return `{ ${list.join(', ')} }`;
  }
  return { Int: '1', Float: chance(0.5) ? '1' : '1.5', String: '"s"', Boolean: 'true', ID: chance(0.5) ? '"i"' : '7', Color: pick(['RED', 'BLUE']), Any: pick(['1', '{ a: [1] }', '[x, "y"]', '{ b: { c: $b } }']) }[type.name];
}

function args(defs) {
  const given = defs.filter((def) => chance(def.defaultValue === undefined && String(def.type).endsWith('!') ? 1 - wrong : 0.3));
  const list = given.map((def) => `${def.name}: ${literal(def.type, 0)}`);
  if (chance(wrong)) list.push(`${pick(['filtr', 'size', 'unknown', 'first'])}: ${literal(null, 0)}`);
  return list.length ? `(${list.join(', ')})` : '';
}

function directives(location) {
  if (!chance(0.12)) return '';
  // The argument of @deprecated is non-null since September 2025.
  const all = schema.getDirectives().filter((it) => it.name !== 'deprecated');
  const allowed = all.filter((directive) => directive.locations.includes(location));
  const usual = allowed.filter((it) => it.name === 'defer' || it.name === 'stream' ? chance(0.6) : true);
  return times(1 + below(2), () => {
    const directive = pick(chance(wrong) ? all : usual);
    if (chance(wrong)) return ' @unknown';
    return directive ? ` @${directive.name}${args(directive.args)}` : '';
  }).join('');
}

function selections(type, depth) {
  const list = times(1 + below(depth > 2 ? 2 : 4), () => selection(type, depth));
  return `{ ${list.join(chance(0.2) ? '\n    ' : ' ')} }`;
}

function selection(type, depth) {
  if (chance(0.15)) return `...${pick(chance(wrong) ? [...fragmentNames, 'Nowhere'] : fragmentNames)}${directives('FRAGMENT_SPREAD')}`;
  if (chance(0.15)) {
    const condition = chance(wrong / 2) ? pick(types.map((it) => it.name).concat('Dogg')) : pick(near(type));
    const on = chance(0.2) ? '' : ` on ${condition}`;
    return `...${on}${directives('INLINE_FRAGMENT')} ${selections(on ? schema.getType(condition) : type, depth + 1)}`;
  }
  const fields = type && type.getFields && !isInput(type) ? type.getFields() : {};
  const known = Object.keys(fields);
  let name = chance(wrong) || !known.length ? pick(fieldNames) : pick(known);
  if (depth > 4 && !chance(wrong)) name = '__typename';
  const def = fields[name];
  const alias = chance(0.15) ? `${pick(['x', 'y', 'name', 'id'])}: ` : '';
  const inner = def && named(def.type);
  const composite = inner && composites.includes(inner);
  const set = composite !== chance(wrong / 2) && (composite || def) ? ` ${selections(inner, depth + 1)}` : '';
  return `${alias}${name}${args(def ? def.args : [])}${directives('FIELD')}${set}`;
}

// Types that a fragment within `type` may be on.
function near(type) {
  if (!type || !composites.includes(type) || chance(wrong)) return composites.map((it) => it.name);
  const possible = schema.isSubType && 'getFields' in type && !('resolveType' in type) ? [type] : schema.getPossibleTypes(type);
  return possible.flatMap((it) => [it.name, ...it.getInterfaces().map((i) => i.name)]);
}

function variables() {
  const inputTypes = ['Int', 'Int!', 'String', 'String!', 'ID', 'ID!', 'Boolean!', 'Boolean', 'Color', '[Int]', '[Int!]!', 'Filter', 'Filter!', 'By', 'By!', 'Any', 'Float', '[Color!]'];
  const list = variableNames
    .filter(() => chance(0.6))
    .map((name) => {
      const type = chance(wrong / 3) ? pick(['Nope', '[Filtr]']) : pick(inputTypes);
      const value = chance(0.2) ? ` = ${pick(['1', 'null', '"s"', 'RED', 'true', '[1, 2]', '{}', '{ min: 2 }'])}` : '';
      // Constant values only.
      const constant = directives('VARIABLE_DEFINITION').replace(/\$\w+/g, '1');
      return `$${name}: ${type}${value}${constant}`;
    });
  if (list.length && chance(wrong / 4)) list.push(list[0]);
  if (chance(wrong / 4)) list.push('$unused: [Pet!]');
  return list.length ? `(${list.join(', ')})` : '';
}

function document() {
  wrong = pick([0, 0.01, 0.03, 0.08, 0.2]);
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  const operations = times(1 + below(3), (i) => {
    const kind = pick(['query', 'query', 'query', 'mutation', 'subscription']);
    const name = chance(wrong / 4) ? pick(['', 'Q0']) : `Q${i}`;
    const location = kind.toUpperCase();
    return `${kind} ${name}${variables()}${directives(location)} ${selections(schema.getType(roots[kind]), 0)}`;
  });
  const used = pick([0, 0.4, 0.9]);
  const fragments = fragmentNames.filter(() => chance(used)).map((name) => {
    const type = chance(wrong / 3) ? pick(['Color', 'Filter', 'Dogg']) : pick(composites).name;
    const again = chance(wrong / 4) ? 'A' : name;
    return `fragment ${again} on ${type}${directives('FRAGMENT_DEFINITION')} ${selections(schema.getType(type), 1)}`;
  });
  return [...operations, ...fragments].sort(() => random() - 0.5).join('\n');
}

function errors({ schema, rules, parse, validate }, text) {
  const ast = parse(text);
  try {
    return rules.flatMap((rule) =>
      validate(schema, ast, [rule], { maxErrors: Infinity }).map(({ message, locations }) => ({ rule: rule.name, message, locations })),
    );
  } catch {
    // graphql-js 16 fails where a @oneOf field or a subscription's @skip is given an undefined variable.
    return null;
  }
}

for (let i = 0; i < count; i += 1) {
  const text = document();
  const [errors16, errors17] = versions.map((version) => errors(version, text));
  console.log(JSON.stringify({ id: `${seed}/${i}`, document: text, errors16, errors17 }));
}
