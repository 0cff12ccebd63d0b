// subscriptions-transport-ws: the older protocol, graphql-ws.
import { execute, subscribe } from 'graphql';
import transport from 'subscriptions-transport-ws';
import { FORGED, isForged, listen, post } from './listen.mjs';
import { schema } from './schema.mjs';

transport.SubscriptionServer.create({
  schema,
  execute,
  subscribe,
  keepAlive: 300,
  onConnect: (payload, _, { request }) => {
    if (payload.token === FORGED) throw new Error('the token is forged');
    return { authorization: request.headers.authorization, token: payload.token };
  },
}, {
  server: listen(post),
  verifyClient: ({ req }, decide) => decide(!isForged(req), 401),
});
