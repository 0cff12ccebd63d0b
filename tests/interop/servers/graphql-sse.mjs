// graphql-sse: server-sent events, distinct connections.
import { createHandler } from 'graphql-sse/lib/use/http';
import { listen, post } from './listen.mjs';
import { schema } from './schema.mjs';

const stream = createHandler({
  schema,
  context: (request) => ({ authorization: request.headers.get('authorization') }),
});
const server = listen((request, response) =>
  request.headers.accept.includes('text/event-stream') ? stream(request, response) : post(request, response));

// It lets the failure of a source escape, which ends the process and so all connections. Here those alone are ended.
process.on('unhandledRejection', (reason) => {
  console.error('not handled:', reason);
  server.closeAllConnections();
});
