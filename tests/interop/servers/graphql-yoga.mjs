// GraphQL Yoga: HTTP and server-sent events.
import { createYoga } from 'graphql-yoga';
import { listen } from './listen.mjs';
import { schema } from './schema.mjs';

listen(createYoga({
  schema,
  maskedErrors: false,
  logging: 'error',
  context: ({ request }) => ({ authorization: request.headers.get('authorization') }),
}));
