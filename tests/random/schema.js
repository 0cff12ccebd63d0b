// Random schemas that are valid by construction.
import { Names, deprecation, description, pascal, screaming } from './names.js';

const BUILT_IN = ['Int', 'Float', 'String', 'Boolean', 'ID'];

/** `text` in SDL, and the custom scalars' names. */
export function randomSchema(random) {
  return new Schema(random).write();
}

class Schema {
  constructor(random) {
    this.random = random;
    this.names = new Names(random, random.pick([0.1, 0.5, 0.8]));
    const taken = new Set([...BUILT_IN, 'Query', 'Mutation', 'Subscription']);
    const types = (n) => random.times(n, () => this.names.fresh(taken, pascal));
    this.scalars = types(random.below(3));
    this.enums = types(1 + random.below(3)).map((name) => ({ name, values: this.values() }));
    this.inputs = types(1 + random.below(3)).map((name) => ({ name, oneOf: random.chance(0.25), fields: [] }));
    this.interfaces = types(random.below(4)).map((name) => ({ name, implements: [], fields: new Map() }));
    this.objects = types(2 + random.below(4)).map((name) => ({ name, implements: [], fields: new Map() }));
    this.unions = types(random.below(3)).map((name) => ({ name, members: [] }));
    this.named = random.chance(0.5);
    const [query, mutation, subscription] = this.named ? types(3) : ['Query', 'Mutation', 'Subscription'];
    this.roots = { query, ...(random.chance(0.5) && { mutation }), ...(random.chance(0.5) && { subscription }) };
    this.defer = random.chance(0.25);
    this.inputFields();
    this.outputFields();
  }

  values() {
    const taken = new Set(['true', 'false', 'null']);
    return this.random.times(1 + this.random.below(6), () => this.names.fresh(taken, screaming));
  }

  /** A type around a named one. */
  wrapped(name) {
    const { random } = this;
    const inner = name + (random.chance(0.4) ? '!' : '');
    if (!random.chance(0.25)) return inner;
    const list = `[${inner}]${random.chance(0.5) ? '!' : ''}`;
    return random.chance(0.1) ? `[${list}]${random.chance(0.5) ? '!' : ''}` : list;
  }

  leaf() {
    return this.random.pick([...BUILT_IN, ...this.scalars, ...this.enums.map((it) => it.name)]);
  }

  inputFields() {
    const { random } = this;
    this.inputs.forEach((input, place) => {
      const taken = new Set();
      for (let i = 0; i <= random.below(6); i += 1) {
        const name = this.names.fresh(taken);
        const other = random.chance(0.35) && random.pick(this.inputs);
        let type = this.wrapped(other ? other.name : this.leaf());
        // No value would be finite if an input needed itself; nothing points back without null or a list between.
        if (other && this.inputs.indexOf(other) >= place && !type.startsWith('[')) type = type.replace(/!$/, '');
        if (other && input.oneOf && this.inputs.indexOf(other) >= place) type = this.leaf();
        if (input.oneOf) type = type.replace(/!$/, '');
        input.fields.push({ name, type, default: input.oneOf ? '' : this.byDefault(type) });
      }
    });
  }

  /** ` = value`, for the types whose values are plain. */
  byDefault(type) {
    const { random } = this;
    if (!random.chance(0.2)) return '';
    if (!type.endsWith('!') && random.chance(0.2)) return ' = null';
    const name = type.replaceAll(/[[\]!]/g, '');
    const known = this.enums.find((it) => it.name === name);
    const value = known ? random.pick(known.values) : { Int: '1', Float: '-1.5', String: '"a\\n\\"é"', Boolean: 'true', ID: '"id"' }[name];
    if (!value) return '';
    return ` = ${type.startsWith('[') ? (type.startsWith('[[') ? `[[${value}]]` : random.pick([`[${value}]`, '[]'])) : value}`;
  }

  arguments() {
    const { random } = this;
    if (!random.chance(0.25)) return [];
    const taken = new Set();
    return random.times(1 + random.below(3), () => {
      const name = this.names.fresh(taken);
      const type = this.wrapped(random.chance(0.5) ? random.pick(this.inputs).name : this.leaf());
      return { name, type, default: this.byDefault(type) };
    });
  }

  /** A few definitions that all types take from, so that fragments on different types select the same. */
  outputFields() {
    const { random, interfaces, objects, unions } = this;
    const composites = [...interfaces, ...objects, ...unions].map((it) => it.name);
    const taken = new Set();
    const field = (type) => ({ name: this.names.fresh(taken), type, arguments: this.arguments(), deprecated: deprecation(random) });
    const leaves = random.times(4 + random.below(5), () => field(this.wrapped(this.leaf())));
    const deeper = composites.map((name) => field(this.wrapped(name)));
    const all = [...leaves, ...deeper];
    const some = (n) => random.times(n, () => random.pick(random.chance(0.5) ? leaves : all));
    const put = (type, fields) => fields.forEach((it) => type.fields.set(it.name, it));

    interfaces.forEach((it, place) => {
      put(it, some(1 + random.below(3)));
      interfaces.slice(0, place).filter(() => random.chance(0.3)).forEach((other) => this.implement(it, other));
    });
    interfaces.forEach((it, place) => this.implement(objects[place % objects.length], it));
    objects.forEach((it) => {
      interfaces.filter(() => random.chance(0.4)).forEach((other) => this.implement(it, other));
      some(2 + random.below(5)).forEach((field) => it.fields.has(field.name) || it.fields.set(field.name, this.varied(field)));
      it.fields.forEach((field, name) => random.chance(0.1) && it.fields.set(name, this.narrowed(field)));
    });
    unions.forEach((it) => (it.members = [...new Set(random.times(1 + random.below(4), () => random.pick(objects).name))]));

    this.rootTypes = Object.values(this.roots).map((name) => ({ name, implements: [], fields: new Map() }));
    this.rootTypes.forEach((it, place) => put(it, [...(place ? some(4) : deeper), ...some(3)]));
    if (interfaces.length && random.chance(0.2)) this.implement(this.rootTypes[0], random.pick(interfaces));
  }

  implement(type, other) {
    if (type.implements.includes(other)) return;
    other.implements.forEach((it) => this.implement(type, it));
    type.implements.push(other);
    other.fields.forEach((field, name) => type.fields.set(name, field));
  }

  /** The same name for another type, where no interface says which. */
  varied(field) {
    return this.random.chance(0.1) ? { ...field, type: this.wrapped(this.leaf()), arguments: this.arguments() } : field;
  }

  /** What an object may give for an interface's field: non-null, an object of it, one more argument. */
  narrowed(field) {
    const known = this.interfaces.find((it) => it.name === field.type.replaceAll(/[[\]!]/g, ''));
    const objects = known ? this.objects.filter((it) => it.implements.includes(known)) : [];
    if (objects.length && this.random.chance(0.5)) {
      const object = this.random.pick(objects).name;
      return { ...field, type: field.type.replace(/\w+/, object) };
    }
    return { ...field, type: field.type.replace(/!?$/, '!') };
  }

  write() {
    const { random } = this;
    const value = (it) => `${description(random)}${it.name}: ${it.type}${it.default}${it.type.endsWith('!') && !it.default ? '' : deprecation(random)}`;
    const args = (list) => (list.length ? `(${list.map(value).join(', ')})` : '');
    const fields = (type) => [...type.fields.values()].map((it) => `  ${description(random)}${it.name}${args(it.arguments)}: ${it.type}${it.deprecated}`).join('\n');
    const bears = (it) => (it.implements.length ? ` implements ${it.implements.map((other) => other.name).join(' & ')}` : '');
    const parts = [
      ...this.scalars.map((it) => `scalar ${it}`),
      ...this.enums.map((it) => `enum ${it.name} {\n${it.values.map((name) => `  ${description(random)}${name}${deprecation(random)}`).join('\n')}\n}`),
      ...this.inputs.map((it) => `input ${it.name}${it.oneOf ? ' @oneOf' : ''} {\n${it.fields.map((field) => '  ' + (it.oneOf ? `${field.name}: ${field.type}` : value(field))).join('\n')}\n}`),
      ...this.interfaces.map((it) => `interface ${it.name}${bears(it)} {\n${fields(it)}\n}`),
      ...[...this.objects, ...this.rootTypes].map((it) => `type ${it.name}${bears(it)} {\n${fields(it)}\n}`),
      ...this.unions.map((it) => `union ${it.name} = ${it.members.join(' | ')}`),
    ].map((it) => description(random) + it);
    if (this.named) parts.unshift(`schema { ${Object.entries(this.roots).map(([kind, name]) => `${kind}: ${name}`).join(' ')} }`);
    if (this.defer) parts.unshift('directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT');
    return { text: parts.join('\n\n') + '\n', scalars: this.scalars, names: this.names };
  }
}
