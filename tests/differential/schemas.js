// Random type system documents, mostly wrong in a place or two, and what graphql-js 16 and 17 find in them: one JSON object a line.
//   node schemas.js SEED COUNT
import * as latest from 'graphql';
import * as before from 'graphql-16';
import { randomOf } from './random.js';

const [seed, count] = process.argv.slice(2).map(Number);
const { below, pick, chance, times } = randomOf(seed);

// How often a choice is made that is likely to be wrong; set for each document.
let wrong = 0;
const SCALARS = ['Int', 'Float', 'String', 'Boolean', 'ID'];
const KINDS = ['scalar', 'type', 'interface', 'union', 'enum', 'input'];
const LOCATIONS = {
  scalar: 'SCALAR', type: 'OBJECT', interface: 'INTERFACE', union: 'UNION', enum: 'ENUM', input: 'INPUT_OBJECT',
  field: 'FIELD_DEFINITION', argument: 'ARGUMENT_DEFINITION', value: 'ENUM_VALUE', inputField: 'INPUT_FIELD_DEFINITION',
  schema: 'SCHEMA', directive: 'DIRECTIVE_DEFINITION',
};
const FIELDS = ['a', 'b', 'c', 'd'];
const VALUES = ['RED', 'GREEN', 'BLUE'];
// Those of extensions.
const MORE_FIELDS = ['e', 'f'];
const MORE_VALUES = ['BLACK', 'WHITE'];

// What there is in the document: names by kind, and directives with their definitions.
let types = {};
let directives = [];

const name = (kind) => (chance(wrong / 4) ? pick([...Object.keys(types), 'Nope', 'T0x', '__Own']) : pick(byKind(kind)));
const byKind = (...kinds) => {
  const names = Object.keys(types).filter((it) => kinds.includes(types[it]));
  return names.length ? names : kinds.includes('scalar') ? SCALARS : ['Query'];
};
const wrapped = (type) => pick(['', '', '!']).replace(/^/, chance(0.2) ? `[${type}${pick(['', '!'])}]` : type);
const inputType = () =>
  wrapped(chance(wrong / 6) ? pick(Object.keys(types)) : pick([...SCALARS, ...byKind('scalar', 'enum'), ...byKind('input', 'scalar')]));
const outputType = () =>
  wrapped(chance(wrong / 6) ? pick([...Object.keys(types), 'Nope']) : pick([...SCALARS, ...byKind('type', 'interface', 'union', 'enum', 'scalar')]));

function literal(type, depth = 0) {
  if (chance(wrong / 2)) return pick(['1', '2.5', '"text"', 'true', 'null', 'RED', 'REED', '[1]', '{}', '{ a: 1 }', '{ a: 1, a: 2 }', '99999999999']);
  if (type.endsWith('!')) return literal(type.slice(0, -1), depth);
  if (chance(0.1)) return 'null';
  if (type.startsWith('[')) return chance(0.3) ? literal(type.slice(1, -1), depth) : `[${times(below(3), () => literal(type.slice(1, -1), depth)).join(', ')}]`;
  const simple = { Int: '1', Float: '1.5', String: '"s"', Boolean: 'true', ID: '"i"' }[type];
  if (simple) return simple;
  if (types[type] === 'enum') return pick(VALUES);
  if (types[type] === 'input') {
    const given = FIELDS.filter(() => chance(0.4));
    return depth > 2 ? '{}' : `{ ${given.map((field) => `${field}: ${pick(['1', '"s"', 'true', 'null', 'RED', '{}'])}`).join(', ')} }`;
  }
  return pick(['1', '"any"', '{ x: [1] }', 'ANY']);
}

function argumentsFor(definition) {
  const given = definition.args.filter((it) => chance(it.required ? 1 - wrong : 0.5));
  const list = given.map((it) => `${it.name}: ${literal(it.type ?? 'String!')}`);
  if (chance(wrong / 2)) list.push(pick(['nope: 1', 'x: 1', 'resaon: "s"']));
  if (list.length && chance(wrong / 2)) list.push(list[0]);
  return list.length ? `(${list.join(', ')})` : '';
}

const BUILT_IN = [
  { name: 'deprecated', args: [{ name: 'reason' }], locations: ['FIELD_DEFINITION', 'ARGUMENT_DEFINITION', 'INPUT_FIELD_DEFINITION', 'ENUM_VALUE', 'DIRECTIVE_DEFINITION'] },
  { name: 'specifiedBy', args: [{ name: 'url', required: true }], locations: ['SCALAR'] },
  { name: 'oneOf', args: [], locations: ['INPUT_OBJECT'] },
];

function uses(place, often = 0.15) {
  if (!chance(often)) return '';
  const all = [...BUILT_IN, ...directives];
  const allowed = all.filter((it) => it.locations.includes(LOCATIONS[place]));
  const used = new Set();
  return times(1 + below(2), () => {
    if (chance(wrong / 2)) return ` @${pick(['unknown', 'skip(if: true)', 'd0x'])}`;
    const directive = pick(chance(wrong / 2) ? all : allowed);
    if (!directive || (used.has(directive) && !chance(wrong))) return '';
    used.add(directive);
    return ` @${directive.name}${argumentsFor(directive)}`;
  }).join('');
}

// To graphql-js a node begins with its description: only what is not pointed to as a whole has one.
const described = () => (chance(0.08) ? pick(['"Text." ', '"""Block.""" ']) : '');

function input(place, field) {
  const type = inputType();
  const value = chance(0.3) ? ` = ${literal(type)}` : '';
  return `${field}: ${type}${value}${uses(place)}`;
}

const names = (list, most = list.length) => {
  const chosen = list.filter(() => chance(0.5)).slice(0, most);
  const some = chosen.length || chance(wrong / 4) ? chosen : [pick(list)];
  return chance(wrong / 4) && some.length ? [...some, pick(some)] : some;
};

function fields(extend) {
  return names(extend && !chance(wrong) ? MORE_FIELDS : FIELDS).map((field) => {
    const args = chance(0.3) ? names(['x', 'y'], 2).map((it) => input('argument', it)) : [];
    return `  ${chance(wrong / 10) ? '__f' : field}${args.length ? `(${args.join(', ')})` : ''}: ${outputType()}${uses('field')}`;
  });
}

// The interfaces' fields are in the types that implement them, more often than not.
let bodies = {};
function body(kind, own, interfaces, extend) {
  const block = (items) => (items.length ? ` {\n${items.join('\n')}\n}` : '');
  if (kind === 'type' || kind === 'interface') {
    const inherited = interfaces.filter(() => !chance(wrong)).flatMap((it) => bodies[it] ?? []);
    const listed = new Map([...fields(extend), ...inherited].map((field) => [field.trim().match(/(\w+)[(:]/)?.[1] ?? field, field]));
    bodies[own] = [...(bodies[own] ?? []), ...listed.values()];
    return block([...listed.values()]);
  }
  if (kind === 'enum') return block(names(extend && !chance(wrong) ? MORE_VALUES : VALUES).map((it) => `  ${described()}${it}${uses('value')}`));
  if (kind === 'input') return block(names(extend && !chance(wrong) ? MORE_FIELDS : FIELDS).map((it) => `  ${input('inputField', it)}`));
  if (kind === 'union') return extend && !chance(wrong) ? uses('union', 1) : ` = ${names(chance(wrong / 3) ? Object.keys(types) : byKind('type')).join(' | ') || 'Query'}`;
  return '';
}

function typeDefinition(own, kind, extend = false) {
  const composite = kind === 'type' || kind === 'interface';
  const known = Object.keys(types).filter((it) => types[it] === 'interface' && it !== own && (bodies[it] || chance(wrong)));
  const interfaces = composite && chance(0.3) && known.length ? names(chance(wrong / 3) ? Object.keys(types) : known, 2) : [];
  const head = `${extend ? 'extend ' : ''}${kind} ${own}${interfaces.length ? ` implements ${interfaces.join(' & ')}` : ''}`;
  return `${head}${uses(kind, extend ? (kind === 'scalar' ? 1 : 0) : 0.15)}${body(kind, own, interfaces, extend)}`;
}

function directiveDefinition(directive) {
  const args = directive.args.map((it) => `${it.name}: ${it.type}${it.value}${uses('argument')}`);
  const repeatable = chance(0.3) ? ' repeatable' : '';
  return `${described()}directive @${directive.name}${args.length ? `(${args.join(', ')})` : ''}${uses('directive', 0.4)}${repeatable} on ${directive.locations.join(' | ')}`;
}

function document() {
  wrong = pick([0, 0.01, 0.03, 0.08, 0.2]);
  types = { Query: 'type' };
  bodies = {};
  directives = [];
  for (let i = below(6); i >= 0; i -= 1) types[`T${i}`] = pick(KINDS);
  const places = [...new Set(Object.values(LOCATIONS))];
  directives = times(below(4), (i) => ({
    name: `d${i}`,
    args: chance(0.5) ? names(['x', 'y'], 2).map((it) => ({ name: it, type: inputType(), value: '' })) : [],
    locations: chance(0.5) ? names(places) : ['FIELD', 'DIRECTIVE_DEFINITION'],
  }));
  for (const directive of directives) {
    for (const arg of directive.args) {
      if (chance(0.3)) arg.value = ` = ${literal(arg.type)}`;
      arg.required = arg.type.endsWith('!') && !arg.value;
    }
    if (!directive.locations.length) directive.locations.push('FIELD');
  }
  const definitions = [];
  for (const [own, kind] of Object.entries(types).sort(([, a], [, b]) => (b === 'interface') - (a === 'interface'))) {
    definitions.push(typeDefinition(own, kind));
    if (chance(wrong / 4)) definitions.push(typeDefinition(own, pick(KINDS)));
  }
  for (const directive of directives) {
    definitions.push(directiveDefinition(directive));
    if (chance(wrong / 4)) definitions.push(directiveDefinition(directive));
  }
  for (const own of Object.keys(types)) {
    if (!chance(0.15)) continue;
    const kind = chance(wrong) ? pick(KINDS) : types[own];
    definitions.push(typeDefinition(chance(wrong / 2) ? 'Nope' : own, kind, true));
  }
  for (const { name: own } of [...directives, ...BUILT_IN]) {
    if (chance(0.15)) definitions.push(`extend directive @${chance(wrong / 2) ? 'nope' : own}${uses('directive', 1)}`);
  }
  if (chance(0.2) || chance(wrong)) {
    const roots = ['query: Query', ...(chance(0.3) ? [`${pick(['mutation', 'subscription'])}: ${name('type')}`] : [])];
    definitions.push(`schema${uses('schema')} {\n  ${roots.join('\n  ')}\n}`);
    if (chance(0.2)) definitions.push(`extend schema${uses('schema', 1)}`);
    if (chance(wrong / 2)) definitions.push('schema { query: Query }');
  }
  const text = definitions.sort(() => below(2) - 0.5).join('\n\n');
  if (!chance(wrong / 2)) return text;
  // A token that is lost or twice there.
  const tokens = text.split(/(?<=[\s({:@|!])/);
  const at = below(tokens.length);
  return [...tokens.slice(0, at), ...(chance(0.5) ? [tokens[at], tokens[at]] : []), ...tokens.slice(at + 1)].join('');
}

function found(version, text) {
  const { parse, buildASTSchema, validateSchema } = version;
  const { validateSDL } = version === latest ? sdl17 : sdl16;
  const list = (errors, rule) => errors.map(({ message, locations }) => ({ rule, message, locations: locations ?? [] }));
  let ast;
  try {
    ast = parse(text);
  } catch (error) {
    return { syntax: list([error], 'Syntax') };
  }
  const documents = (version === latest ? sdl17 : sdl16).rules.flatMap((rule) => list(validateSDL(ast, undefined, [rule]), rule.name));
  if (documents.length) return { documents };
  try {
    const schema = buildASTSchema(ast, { assumeValidSDL: true });
    const types = list(validateSchema(schema), 'TypeSystem');
    const introspection = version === latest && !types.length ? latest.introspectionFromSchema(schema, EVERYTHING) : undefined;
    return { documents, types, introspection };
  } catch {
    // An argument of @deprecated or its like has a value that it does not take.
    return { documents };
  }
}

// What introspection can be asked for.
const EVERYTHING = {
  specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true,
  experimentalDirectiveDeprecation: true, oneOf: true,
};

async function internals(name) {
  const { validateSDL } = await import(new URL(`node_modules/${name}/validation/validate.mjs`, import.meta.url));
  const { specifiedSDLRules } = await import(new URL(`node_modules/${name}/validation/specifiedRules.mjs`, import.meta.url));
  return { validateSDL, rules: specifiedSDLRules };
}
const sdl16 = await internals('graphql-16');
const sdl17 = await internals('graphql');

for (let i = 0; i < count; i += 1) {
  const text = document();
  console.log(JSON.stringify({ id: `${seed}/${i}`, document: text, found16: found(before, text), found17: found(latest, text) }));
}
