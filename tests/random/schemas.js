// Schemas from files, and what they may be tomorrow.
import { readFileSync } from 'node:fs';
import graphql from './graphql.js';

const { GraphQLObjectType, GraphQLInt, buildClientSchema, buildSchema, extendSchema, isEnumType, isInterfaceType, isUnionType, parse, printType } = graphql;

/** SDL, or an introspection result where the path ends in `.json`. Public schemas break rules here and there; operations on them are valid all the same. */
export function read(path) {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.json')) return buildSchema(text, { assumeValid: true });
  const json = JSON.parse(text);
  return buildClientSchema(json.data ?? json, { assumeValid: true });
}

/** The schema with one more type behind each union and each interface that implements no other, and one more value of each enum;
 * `made` has the types' names with those that they were made for. Of an unknown type behind an interface that implements
 * another, a fragment on the other keeps what it selects for all its types, and not what it selects for the narrower one. */
export function newer(schema) {
  const taken = schema.getTypeMap();
  const additions = [];
  const made = new Map();
  const name = (type) => {
    const plain = `Newer${additions.length}`;
    const name = taken[plain] ? `${plain}_` : plain;
    made.set(name, type.name);
    return name;
  };
  for (const type of Object.values(taken)) {
    if (type.name.startsWith('__')) continue;
    if (isEnumType(type) && !type.getValue('NEWER')) additions.push(`extend enum ${type.name} { NEWER }`);
    if (isInterfaceType(type) && !type.getInterfaces().length) {
      const fields = type.toConfig().fields;
      additions.push(printType(new GraphQLObjectType({ name: name(type), fields, interfaces: [type] })));
    }
    if (isUnionType(type)) {
      const object = new GraphQLObjectType({ name: name(type), fields: { x: { type: GraphQLInt } } });
      additions.push(`${printType(object)}\nextend union ${type.name} = ${object.name}`);
    }
  }
  const extended = additions.length ? extendSchema(schema, parse(additions.join('\n')), { assumeValid: true }) : schema;
  return { schema: extended, made };
}
