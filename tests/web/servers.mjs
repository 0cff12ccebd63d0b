// The servers of the tests in a browser, each behind a relay that adds CORS headers, counts connections, and shows what the server was
// sent. The tests control them by requests to /NAME/ACTION at the first port.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import http from 'node:http';
import { createInterface } from 'node:readline';

const [folder, example, port] = process.argv.slice(2);
const { WebSocket, WebSocketServer } = createRequire(`${folder}/servers/`)('ws');

const commands = {
  'graphql-ws': ['node', [`${folder}/servers/graphql-ws.mjs`]],
  'subscriptions-transport-ws': ['node', [`${folder}/servers/subscriptions-transport-ws.mjs`]],
  yoga: ['node', [`${folder}/servers/graphql-yoga.mjs`]],
  example: [example, ['0']],
};

class Server {
  constructor(name) {
    this.name = name;
    // What the clients sent over WebSockets, and what became of their requests.
    this.frames = [];
    this.requests = { started: 0, finished: 0, aborted: 0 };
    this.open = new Set();
    this.opened = 0;
    this.held = 0;
  }

  async start() {
    const [command, options] = commands[this.name];
    this.process = spawn(command, options, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(this.process.stdout)) {
      const found = /(?:listening |127\.0\.0\.1:)(\d+)/.exec(line);
      if (!found) continue;
      this.port = Number(found[1]);
      break;
    }
    this.process.stdout.resume();
  }

  kill() {
    this.process.kill('SIGKILL');
  }

  async listen() {
    const relay = http.createServer((request, response) => this.relay(request, response));
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] });
    relay.on('upgrade', (request, socket, head) => {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      const upstream = new WebSocket(`ws://127.0.0.1:${this.port}${request.url}`, offered);
      upstream.on('error', () => socket.destroy());
      upstream.on('open', () => {
        request.headers['sec-websocket-protocol'] = upstream.protocol;
        sockets.handleUpgrade(request, socket, head, (accepted) => this.join(accepted, upstream));
      });
    });
    await new Promise((listening) => relay.listen(0, '127.0.0.1', listening));
    this.relayPort = relay.address().port;
  }

  join(client, upstream) {
    this.open.add(client);
    this.opened += 1;
    client.on('message', (text) => {
      this.frames.push(String(text));
      upstream.send(String(text));
    });
    upstream.on('message', (text) => client.send(String(text)));
    const end = (from, to) => from.on('close', (code, reason) => {
      this.open.delete(client);
      if (code === 1006) to.terminate();
      else if (code === 1005) to.close();
      else to.close(code, reason);
    });
    end(client, upstream);
    end(upstream, client);
    client.on('error', () => upstream.terminate());
  }

  relay(request, response) {
    const headers = {
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-expose-headers': '*, x-seen',
      'access-control-max-age': '600',
    };
    if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
    this.requests.started += 1;
    response.on('close', () => {
      this.requests[response.writableEnded ? 'finished' : 'aborted'] += 1;
    });
    if (this.held > 0) {
      this.held -= 1;
      return request.resume();
    }
    if (request.url === '/moved') return response.writeHead(307, { ...headers, location: '/graphql' }).end();
    const { host, origin, 'accept-encoding': _, ...others } = request.headers;
    const to = { port: this.port, path: request.url, method: request.method, headers: others };
    const upstream = http.request(to, (answer) => {
      const seen = { 'x-seen': request.headers.cookie ?? 'no cookies' };
      response.writeHead(answer.statusCode, { ...answer.headers, ...headers, ...seen });
      answer.on('error', () => response.destroy());
      answer.on('aborted', () => response.destroy());
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }
}

const servers = {};
for (const name of Object.keys(commands)) {
  servers[name] = new Server(name);
  await Promise.all([servers[name].listen(), servers[name].start()]);
}

const actions = {
  url: (server) => `127.0.0.1:${server.relayPort}`,
  start: async (server) => server.start(),
  kill: (server) => server.kill(),
  hold: (server) => { server.held += 1; },
  frames: (server) => server.frames,
  requests: (server) => server.requests,
  sockets: (server) => ({ open: server.open.size, opened: server.opened }),
};

http.createServer(async (request, response) => {
  const [, name, action] = request.url.split('/');
  const result = await actions[action](servers[name]);
  response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'application/json' });
  response.end(JSON.stringify(result ?? null));
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));

const stop = () => {
  for (const server of Object.values(servers)) server.kill();
  process.exit();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
