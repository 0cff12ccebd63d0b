// Random operations on a schema: shared fragments in fragments, overlaps, conditions; valid by construction, nearly always.
import graphql from './graphql.js';

const { doTypesOverlap, getNamedType, getNullableType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isAbstractType, isRequiredArgument, isRequiredInputField, GraphQLNonNull } = graphql;

/** Operations as `{ name, text }` and fragments as texts. */
export function randomOperations(schema, random, names, { defer, size }) {
  return new Operations(schema, random, names, defer, size).all();
}

class Operations {
  constructor(schema, random, names, defer, size) {
    Object.assign(this, { schema, random, names, defer, size });
    // The roots of operations; a schema may have no mutation and no subscription.
    this.roots = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
    this.composites = Object.values(schema.getTypeMap()).filter((it) => isCompositeType(it) && !it.name.startsWith('__'));
    // What each response key means in all documents of the set: so no two fields ever conflict, and most overlap.
    this.keys = new Map();
    this.keyNames = new Set();
    this.variables = new Map();
    this.variableNames = new Set();
    this.labels = 0;
    this.fragments = [];
    this.fragmentNames = new Set(['on']);
  }

  all() {
    const { random } = this;
    for (let i = 0; i < 1 + random.below(5); i += 1) {
      // Those in use already are met again more often.
      this.fragment(this.fragments.length && random.chance(0.4) ? random.pick(this.fragments).on : random.pick(this.composites), 1);
    }
    const operationNames = new Set();
    const kinds = Object.keys(this.roots).filter((kind) => this.roots[kind] && !(this.defer && kind === 'subscription'));
    const operations = random.times(1 + random.below(3), () => this.operation(random.pick(['query', 'query', ...kinds]), this.names.fresh(operationNames)));
    const used = new Set();
    const use = (name) => {
      if (used.has(name)) return;
      used.add(name);
      this.fragments.find((it) => it.name === name).needs.fragments.forEach(use);
    };
    operations.forEach((it) => it.needs.fragments.forEach(use));
    return { operations, fragments: this.fragments.filter((it) => used.has(it.name)) };
  }

  needing(write) {
    const outer = this.needs;
    this.needs = { variables: new Set(), fragments: new Set() };
    const text = write();
    const { needs } = this;
    this.needs = outer;
    return { text, needs };
  }

  /** A fragment that operations and later fragments share; its name. */
  fragment(on, depth) {
    if (on === this.roots.subscription) return null;
    const name = this.names.fresh(this.fragmentNames);
    const { text, needs } = this.needing(() => this.selections(on, depth));
    this.fragments.push({ name, on, text: `fragment ${name} on ${on.name} ${text}`, needs });
    return name;
  }

  operation(kind, name) {
    const root = this.roots[kind];
    const { text, needs } = this.needing(() => (kind === 'subscription' ? this.single(root) : this.selections(root, 0)));
    const variables = new Set(needs.variables);
    const seen = new Set();
    const add = (fragment) => {
      if (seen.has(fragment)) return;
      seen.add(fragment);
      const found = this.fragments.find((it) => it.name === fragment).needs;
      found.variables.forEach((it) => variables.add(it));
      found.fragments.forEach(add);
    };
    needs.fragments.forEach(add);
    const defined = [...variables].map((it) => `$${it}: ${this.variableDefinition(it)}`);
    return { name, kind, needs, text: `${kind} ${name}${defined.length ? `(${defined.join(', ')})` : ''} ${text}` };
  }

  /** A subscription has one root field, and no condition there. */
  single(root) {
    const field = this.field(root, Object.values(root.getFields()), 0, true);
    return this.random.chance(0.2) ? `{ ... on ${root.name} { ${field} } }` : `{ ${field} }`;
  }

  selections(type, depth) {
    const { random } = this;
    const count = 1 + random.below(depth > 2 ? 2 : this.size);
    return `{ ${random.times(count, () => this.selection(type, depth)).join(' ')} }`;
  }

  selection(type, depth) {
    const { random } = this;
    if (random.chance(0.25)) {
      const fitting = this.fragments.filter((it) => doTypesOverlap(this.schema, it.on, type)).map((it) => it.name);
      // Where types are many, a fragment made before fits seldom.
      if (!fitting.length && depth < 3 && this.fragments.length < 8) fitting.push(this.fragment(random.pick(this.near(type)), depth + 0.5));
      const name = fitting.length ? random.pick(fitting) : null;
      if (name) {
        this.needs.fragments.add(name);
        return `...${name}${this.conditions(type)}`;
      }
    }
    if (random.chance(isAbstractType(type) ? 0.4 : 0.15)) {
      const on = random.chance(0.15) ? type : random.pick(this.near(type));
      const written = on === type && random.chance(0.7) ? '' : ` on ${on.name}`;
      return `...${written}${this.conditions(type)} ${this.selections(on, depth + 0.5)}`;
    }
    const fields = type.getFields ? Object.values(type.getFields()) : [];
    if (!fields.length || random.chance(0.08)) return this.typename();
    return this.field(type, fields, depth, false);
  }

  /** The types that a fragment within `type` may be on. */
  near(type) {
    return this.composites.filter((it) => doTypesOverlap(this.schema, it, type));
  }

  typename() {
    if (this.random.chance(0.8)) return '__typename';
    return `${this.key('__typename', '', 'String!')}: __typename`;
  }

  field(type, fields, depth, bare) {
    const { random } = this;
    const leaves = fields.filter((it) => !isCompositeType(getNamedType(it.type)));
    const list = depth > 3 || random.chance(0.3) ? leaves : fields;
    if (!list.length) {
      if (depth > 3) return this.typename();
      return this.field(type, fields, depth, bare);
    }
    const field = random.pick(list);
    const named = getNamedType(field.type);
    const composite = isCompositeType(named);
    // Objects of different types may share a key if lists and nulls are the same.
    const shape = composite ? String(field.type).replace(/\w+/, '*') : String(field.type);
    const key = this.keyed(field, shape);
    const written = key.name === field.name ? field.name : `${key.name}: ${field.name}`;
    const conditions = bare ? '' : this.conditions(null);
    return `${written}${key.arguments}${conditions}${composite ? ' ' + this.selections(named, depth + 1) : ''}`;
  }

  /** The response key for a field, with its arguments; one that means it already, or a new one. */
  keyed(field, shape) {
    const { random } = this;
    const known = [...this.keys.values()].filter((it) => it.field === field.name && it.shape === shape && this.fits(it, field));
    if (known.length && random.chance(0.8)) {
      const key = random.pick(known);
      key.variables.forEach((it) => this.needs.variables.add(it));
      return key;
    }
    const before = this.needs.variables;
    this.needs.variables = new Set();
    const given = this.arguments(field);
    const variables = this.needs.variables;
    this.needs.variables = new Set([...before, ...variables]);
    const name = !this.keyNames.has(field.name) && random.chance(0.7) ? field.name : null;
    return this.remember({ name, field: field.name, shape, variables, given, arguments: written(given) });
  }

  /** Whether the arguments given elsewhere are right for this field, which another type may define otherwise. */
  fits(key, field) {
    const types = new Map(field.args.map((it) => [it.name, String(it.type)]));
    return key.given.every((it) => types.get(it.name) === it.type) && field.args.every((it) => !isRequiredArgument(it) || key.given.some((other) => other.name === it.name));
  }

  key(field, args, shape) {
    const known = [...this.keys.values()].find((it) => it.field === field);
    if (known) return known.name;
    return this.remember({ name: null, field, shape, variables: new Set(), given: [], arguments: args }).name;
  }

  remember(key) {
    const taken = this.keyNames;
    const name = key.name ?? this.names.fresh(taken);
    taken.add(name);
    this.keys.set(name, { ...key, name });
    return this.keys.get(name);
  }

  arguments(field) {
    const given = field.args.filter((it) => isRequiredArgument(it) || this.random.chance(0.4));
    return given.map((it) => ({ name: it.name, type: String(it.type), value: this.value(it.type, it.defaultValue !== undefined, 0) }));
  }

  /** Conditions on a field, or on a fragment in `parent`. */
  conditions(parent) {
    const { random } = this;
    let text = '';
    if (random.chance(0.15)) {
      const order = random.pick([['include'], ['skip'], ['include', 'skip']]);
      for (const name of order) text += ` @${name}(if: ${random.chance(0.06) ? random.chance(0.5) : this.variable('Boolean', true)})`;
    }
    const isRoot = parent === this.roots.mutation || parent === this.roots.subscription;
    if (parent && this.defer && !isRoot && random.chance(0.15)) {
      const label = random.chance(0.5) ? [`label: "l${(this.labels += 1)}"`] : [];
      const condition = random.chance(0.3) ? [`if: ${this.variable('Boolean', true)}`] : [];
      const given = [...label, ...condition].join(', ');
      text += ` @defer${given && `(${given})`}`;
    }
    return text;
  }

  /** A variable for a place of that type; `must` if it may not be null there. */
  variable(type, must) {
    const { random } = this;
    const fitting = [...this.variables].filter(([, it]) => it.type === type && it.must === must);
    if (fitting.length && random.chance(0.6)) {
      const [name] = random.pick(fitting);
      this.needs.variables.add(name);
      return `$${name}`;
    }
    const name = this.names.fresh(this.variableNames);
    this.variables.set(name, { type, must });
    this.needs.variables.add(name);
    return `$${name}`;
  }

  variableDefinition(name) {
    const { random } = this;
    const { type, must, oneOf } = this.variables.get(name);
    const parsed = graphql.typeFromAST(this.schema, graphql.parseType(type));
    // A default makes a place take a nullable variable, but for a field of a @oneOf.
    const byDefault = oneOf || !random.chance(0.25) ? '' : ` = ${this.constant(parsed, 0)}`;
    return `${type}${oneOf || (must && !byDefault) || random.chance(0.3) ? '!' : ''}${byDefault}`;
  }

  value(type, hasDefault, depth, oneOf = false) {
    const { random } = this;
    const must = isNonNullType(type) && !hasDefault;
    if (random.chance(depth ? 0.2 : 0.5)) {
      if (oneOf) {
        const name = this.names.fresh(this.variableNames);
        this.variables.set(name, { type: String(getNullableType(type)), must: true, oneOf: true });
        this.needs.variables.add(name);
        return `$${name}`;
      }
      return this.variable(String(getNullableType(type)), isNonNullType(type));
    }
    if (!must && !isNonNullType(type) && !oneOf && random.chance(0.1)) return 'null';
    return this.literal(getNullableType(type), depth, (inner, defaulted, single) => this.value(inner, defaulted, depth + 1, single));
  }

  constant(type, depth) {
    return this.literal(getNullableType(type), depth, (inner) => (!isNonNullType(inner) && this.random.chance(0.05) && !depth ? 'null' : this.constant(inner, depth + 1)));
  }

  literal(type, depth, value) {
    const { random } = this;
    if (isListType(type)) {
      if (random.chance(0.1)) return this.constant(type.ofType, depth);
      return `[${random.times(random.below(depth > 2 ? 1 : 3), () => value(type.ofType, false, false)).join(', ')}]`;
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      if (type.isOneOf) {
        const flat = fields.filter((it) => !isInputObjectType(getNamedType(it.type)));
        const field = random.pick(depth > 2 && flat.length ? flat : fields);
        return `{ ${field.name}: ${value(new GraphQLNonNull(field.type), false, true)} }`;
      }
      const given = fields.filter((it) => isRequiredInputField(it) || (depth < 3 && random.chance(0.3)));
      return `{ ${given.map((it) => `${it.name}: ${value(it.type, it.defaultValue !== undefined, false)}`).join(', ')} }`;
    }
    const known = {
      Int: ['0', '-1', '2147483647'],
      Float: ['1', '1.5', '-2.5e10', '0'],
      String: ['""', '"text"', '"é \\u00e9 \\n \\" 😀"', '"""\n  block\n    "more"\n"""', '"\\u202E"'],
      Boolean: ['true', 'false'],
      ID: ['"id"', '7'],
    }[type.name];
    return random.pick(known ?? ['1', '"text"', '{ a: [1, { b: null }] }', '[x, "y", 1.5]', 'true', 'NAME']);
  }
}

const written = (given) => (given.length ? `(${given.map((it) => `${it.name}: ${it.value}`).join(', ')})` : '');
