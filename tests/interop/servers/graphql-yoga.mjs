// GraphQL Yoga: HTTP and server-sent events, results in parts over both.
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createYoga } from 'graphql-yoga';
import { listen } from './listen.mjs';
import { schema } from './schema.mjs';

listen(createYoga({
  schema,
  plugins: [useDeferStream()],
  maskedErrors: false,
  logging: 'error',
  context: ({ request }) => ({ authorization: request.headers.get('authorization') }),
}));
