// What the servers on Node.js have in common: the port, TLS, the credentials that are refused, and plain HTTP.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { graphql } from 'graphql';
import { schema } from './schema.mjs';

const { PORT, TLS_CERTIFICATE, TLS_KEY, TLS_CLIENT_CA } = process.env;

/** The only token that is refused, in the header as in the payload of `connection_init`. */
export const FORGED = 'forged';

export const isForged = (request) => request.headers.authorization === `Bearer ${FORGED}`;

/** Serves until it is killed; on port 0 the system picks one. The port is told on the standard output. */
export function listen(handle) {
  const answer = (request, response) => {
    if (!isForged(request)) return handle(request, response);
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"errors":[{"message":"the token is forged"}]}');
  };
  const server = TLS_CERTIFICATE ? http2.createSecureServer(tls(), answer) : http.createServer(answer);
  server.listen(Number(PORT ?? 0), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
  return server;
}

function tls() {
  // WebSockets, and clients that want it, have HTTP/1.1.
  const identity = { allowHTTP1: true, cert: readFileSync(TLS_CERTIFICATE), key: readFileSync(TLS_KEY) };
  if (!TLS_CLIENT_CA) return identity;
  return { ...identity, ca: readFileSync(TLS_CLIENT_CA), requestCert: true, rejectUnauthorized: true };
}

/** Queries and mutations by POST, for servers that speak something else: the tests ask through it what the server saw. */
export async function post(request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { query: source, variables: variableValues, operationName } = JSON.parse(body);
  const result = await graphql({ schema, source, variableValues, operationName });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(result));
}
