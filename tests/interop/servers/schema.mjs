// The schema with its resolvers, for every server on graphql-js.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { GraphQLError, buildSchema } from 'graphql';

const parcel = {
  id: 'p1',
  weight: 20,
  label: () => { throw new GraphQLError('the label is gone', { extensions: { code: 'GONE' } }); },
  seal: () => { throw new GraphQLError('the seal is broken'); },
};
const running = new Map();
let sum = 0;

const resolvers = {
  Query: {
    greeting: (_, { name }) => `Hello, ${name}!`,
    parcel: () => parcel,
    credentials: (_, __, context) => context,
    running: (_, { name }) => running.get(name) ?? 0,
  },
  Mutation: {
    add: (_, { amount }) => (sum += amount),
    received: (_, { file }) => file.name,
  },
};

const sources = {
  async *countdown(_, { name, from, delay }) {
    running.set(name, (running.get(name) ?? 0) + 1);
    try {
      for (let countdown = from; countdown >= 0; countdown--) {
        await pause(delay);
        yield { countdown };
      }
    } finally {
      running.set(name, running.get(name) - 1);
    }
  },
  async *failingAfter(_, { events }) {
    for (let failingAfter = 1; failingAfter <= events; failingAfter++) yield { failingAfter };
    throw new GraphQLError('the source failed', { extensions: { code: 'SOURCE_FAILED' } });
  },
  async *parcel() { yield { parcel }; },
  async *credentials(_, __, credentials) { yield { credentials }; },
};

export const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

for (const [type, fields] of Object.entries(resolvers)) {
  for (const [name, resolve] of Object.entries(fields)) schema.getType(type).getFields()[name].resolve = resolve;
}
for (const [name, source] of Object.entries(sources)) {
  schema.getSubscriptionType().getFields()[name].subscribe = source;
}
