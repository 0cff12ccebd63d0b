// graphql-ws: the protocol graphql-transport-ws.
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { FORGED, isForged, listen, post } from './listen.mjs';
import { schema } from './schema.mjs';

const sockets = new WebSocketServer({ noServer: true });
const keepAlive = 300;
useServer({
  schema,
  onConnect: ({ connectionParams }) => connectionParams?.token !== FORGED,
  context: ({ connectionParams, extra }) => ({
    authorization: extra.request.headers.authorization,
    token: connectionParams?.token,
  }),
}, sockets, keepAlive);

listen(post).on('upgrade', (request, socket, head) => {
  if (isForged(request)) {
    return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }
  sockets.handleUpgrade(request, socket, head, (accepted) => sockets.emit('connection', accepted, request));
});
