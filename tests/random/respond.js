// Responses to what the generated code sends, as graphql-js gives them with random values behind every field.
//   node respond.js FOLDER COUNT [SCHEMA] < documents
// A line of the input is `{ set, document, texts }`: a set's number, an operation, the custom scalars that are texts.
// A line of the output is `{ document, responses }`, or `{ document, invalid }` if graphql-js refuses what is sent.
import { readFileSync } from 'node:fs';
import graphql from './graphql.js';
import { randomOf } from '../differential/random.js';
import { newer, read } from './schemas.js';

const { execute, isAbstractType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, parse, typeFromAST, validate, valueFromAST, visit } = graphql;
const [folder, count, given] = process.argv.slice(2);
/** In this many of ten responses the server's schema is newer: it has types and enum values that the operations do not know. */
const NEWER = 3;

const known = new Map();
function schemas(set) {
  const path = given ?? `${folder}/${set}/schema.graphql`;
  if (!known.has(path)) {
    const schema = read(path);
    known.clear();
    const today = { schema, made: new Map() };
    known.set(path, { today, tomorrow: given ? today : newer(schema) });
  }
  return known.get(path);
}

class Server {
  constructor({ schema, made }, document, texts, seed) {
    this.random = randomOf(seed);
    Object.assign(this, { schema, made, document, texts });
    this.nulls = this.random.pick([0, 0.1, 0.3, 0.7]);
    this.shuffles = this.random.chance(0.3);
  }

  respond() {
    const operation = this.document.definitions.find((it) => it.kind === 'OperationDefinition');
    const variableValues = {};
    for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
      const found = typeFromAST(this.schema, type);
      if (!isNonNullType(found) && this.random.chance(0.3)) continue;
      if (defaultValue && this.random.chance(0.5)) continue;
      variableValues[variable.name.value] = this.input(found, 0);
    }
    const result = execute({
      schema: this.schema,
      document: this.withoutDefer(),
      variableValues,
      fieldResolver: (source, args, context, info) => this.output(info.returnType, depth(info.path)),
      typeResolver: (value) => value.__typename,
    });
    if (result.errors) throw new Error(`${result.errors.join('\n')}\n${JSON.stringify(variableValues)}`);
    return JSON.stringify(this.shuffles ? { data: this.shuffled(result.data) } : result);
  }

  /** What is deferred comes at once, or is not yet there. */
  withoutDefer() {
    const { random } = this;
    const late = { kind: 'Directive', name: { kind: 'Name', value: 'include' }, arguments: [{ kind: 'Argument', name: { kind: 'Name', value: 'if' }, value: { kind: 'BooleanValue', value: false } }] };
    return visit(this.document, { Directive: (it) => (it.name.value !== 'defer' ? undefined : random.chance(0.5) ? late : null) });
  }

  output(type, depth) {
    const { random } = this;
    if (isNonNullType(type)) return this.present(type.ofType, depth);
    return random.chance(this.nulls) ? null : this.present(type, depth);
  }

  present(type, depth) {
    const { random } = this;
    if (isListType(type)) return random.times(random.below(depth > 4 ? 2 : 4), () => this.output(type.ofType, depth + 1));
    if (isObjectType(type)) return { __typename: type.name };
    if (isAbstractType(type)) {
      // Of a type that is unknown, only what every object of the field's type has is known.
      const possible = this.schema.getPossibleTypes(type).map((it) => it.name);
      return { __typename: random.pick(possible.filter((it) => !this.made.has(it) || this.made.get(it) === type.name)) };
    }
    return this.leaf(type, depth);
  }

  input(type, depth) {
    const { random } = this;
    if (isNonNullType(type)) return this.input(type.ofType, depth);
    if (isListType(type)) return random.times(random.below(depth > 2 ? 1 : 3), () => this.input(type.ofType, depth + 1));
    if (!isInputObjectType(type)) return this.leaf(type, depth);
    const fields = Object.values(type.getFields());
    const flat = fields.filter((it) => !isInputObjectType(it.type));
    const chosen = type.isOneOf
      ? [random.pick(depth > 2 && flat.length ? flat : fields)]
      : fields.filter((it) => (isNonNullType(it.type) && it.defaultValue === undefined) || (depth < 3 && random.chance(0.4)));
    return Object.fromEntries(chosen.map((it) => [it.name, this.input(it.type, depth + 1)]));
  }

  leaf(type, depth) {
    const { random } = this;
    if (isEnumType(type)) return random.pick(type.getValues()).value;
    const text = () => random.pick(['', 'text', 'é 😀 "quoted" \\ \n\t\u0000', '__typename', 'null', '7', '\u202E']);
    const leaves = {
      Int: () => random.pick([0, 1, -1, 2147483647, -2147483648, random.below(1000)]),
      Float: () => random.pick([0, 1, -1.5, 1e300, 123456789.125, 5e-324, (random.next() - 0.5) * 10 ** random.below(12)]),
      Boolean: () => random.chance(0.5),
      String: text,
      ID: text,
    };
    if (leaves[type.name]) return leaves[type.name]();
    return this.texts.includes(type.name) ? text() : this.anything(depth);
  }

  /** A custom scalar is any JSON but null. */
  anything(depth) {
    const { random } = this;
    return random.pick([
      () => 0.25,
      () => -7,
      () => 'text',
      () => true,
      () => ({}),
      () => [],
      () => [null, [this.anything(depth + 1)]],
      () => ({ __typename: 'T', null: null, '': random.chance(0.5) }),
    ])();
  }

  /** The keys of an object may come in any order. */
  shuffled(value) {
    if (Array.isArray(value)) return value.map((it) => this.shuffled(it));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, it]) => [this.random.next(), key, this.shuffled(it)]);
    return Object.fromEntries(entries.sort((a, b) => a[0] - b[0]).map(([, key, it]) => [key, it]));
  }
}

const depth = (path) => (path ? 1 + depth(path.prev) : 0);

let seed = 0;
for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const { set, document: text, texts } = JSON.parse(line);
  const found = schemas(set);
  const document = parse(text);
  const errors = validate(found.today.schema, document);
  if (errors.length) {
    console.log(JSON.stringify({ document: text, invalid: errors.map((it) => it.message).join('\n') }));
    continue;
  }
  const responses = Array.from({ length: Number(count) }, (_, place) => {
    seed += 1;
    const server = new Server(place % 10 < NEWER ? found.tomorrow : found.today, document, texts, seed);
    return server.respond();
  });
  console.log(JSON.stringify({ document: text, responses }));
}
