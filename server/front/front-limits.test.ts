import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import pino from 'pino';
import { expect, it } from 'vitest';
import { Proxies } from '#server/front/client.ts';
import { serverOptions } from '#server/front/connections.ts';
import { openDoor, type Site } from '#server/front/front-door.ts';
import { LabGate } from '#server/front/lab-gate.ts';

interface Door {
  readonly port: number;
  /** An open connection from an address of this computer. */
  readonly connected: (from?: string) => Promise<Socket>;
  /** What comes back over a new connection until it ends. */
  readonly ask: (path: string, options?: { from?: string; headers?: readonly string[] }) => Promise<string>;
}

/** A door without a sidecar behind it, whose event streams stay open. */
async function withDoor(
  { options = {}, ...site }: Partial<Site> & { options?: ServerOptions },
  work: (door: Door) => Promise<void>,
): Promise<void> {
  const server = createServer({ ...serverOptions, ...options }).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const page = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === '/api/live') response.writeHead(200).flushHeaders();
    else response.end('a page');
  };
  const log = pino({ level: 'silent' });
  const rooms = { lab: new LabGate('/nowhere', log), page, upgradePage: () => false };
  const usual: Site = {
    origins: [`http://localhost:${port}`],
    proxies: new Proxies([]),
    connections: { all: 100, each: 100 },
    eventStreams: { all: 100, each: 100 },
    files: new Set(),
    isReloading: false,
  };
  openDoor(server, rooms, { ...usual, ...site }, log);
  const sockets = new Set<Socket>();
  const connected = async (from = '127.0.0.1') => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    sockets.add(socket);
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const ask: Door['ask'] = async (path, { from, headers = [] } = {}) => {
    const socket = await connected(from);
    socket.write(
      [`GET ${path} HTTP/1.1`, `Host: localhost:${port}`, 'Connection: close', ...headers, '', ''].join(
        '\r\n',
      ),
    );
    return rest(socket);
  };
  try {
    await work({ port, connected, ask });
  } finally {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  }
}

async function rest(socket: Socket): Promise<string> {
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return answer;
}

const unavailable = /^HTTP\/1\.1 503 [^]*\r\nRetry-After: 2\r\n[^]*too many connections/;

/** Asks until there is room: the server sees the end of a connection a little later than its peer. */
async function askUntilServed(ask: () => Promise<string>): Promise<void> {
  while (!(await ask()).startsWith('HTTP/1.1 200 '));
}

/** Connections that are in use: their answers do not end. */
async function streams({ port, connected }: Door, count: number, from?: string): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = await connected(from);
      socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
      await once(socket, 'data');
      return socket;
    }),
  );
}

it('holds each address to its connections, and all to theirs, and says so', async () => {
  await withDoor({ connections: { all: 6, each: 4 } }, async (door) => {
    const [first] = await streams(door, 4);
    expect(await door.ask('/')).toMatch(unavailable);
    expect(await door.ask('/', { from: '127.0.0.2' })).toMatch(/ 200 /);
    await streams(door, 2, '127.0.0.3');
    expect(await door.ask('/', { from: '127.0.0.2' })).toMatch(unavailable);
    first?.destroy();
    await askUntilServed(() => door.ask('/'));
  });
});

it('lets connections over which nothing is asked give way, first those of the group that has most', async () => {
  await withDoor({ connections: { all: 6, each: 4 } }, async (door) => {
    const own = await Promise.all(Array.from({ length: 4 }, () => door.connected()));
    const [oldest, next] = own;
    if (oldest === undefined || next === undefined) throw new Error('unreachable');
    const closed = once(oldest, 'close');
    expect(await door.ask('/')).toMatch(/ 200 /);
    await closed;
    await streams(door, 3, '127.0.0.2');
    const another = once(next, 'close');
    expect(await door.ask('/', { from: '127.0.0.3' })).toMatch(/ 200 /);
    await another;
    expect(own.filter(({ destroyed }) => destroyed)).toEqual([oldest, next]);
  });
});

it('does not take a connection for unused that has more to answer', async () => {
  await withDoor({ connections: { all: 9, each: 1 } }, async (door) => {
    const socket = await door.connected();
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost:${door.port}\r\n\r\n`;
    socket.write(get('/') + get('/api/live'));
    let answers = '';
    socket.on('data', (chunk) => (answers += String(chunk)));
    while (answers.split(' 200 ').length < 3) await once(socket, 'data');
    expect(await door.ask('/')).toMatch(unavailable);
  });
});

it('closes a connection over the limit that asks nothing, and more of them at once', async () => {
  await withDoor({ connections: { all: 2, each: 1 } }, async (door) => {
    await streams(door, 1);
    const over = await Promise.all(Array.from({ length: 100 }, () => door.connected()));
    expect(await Promise.all(over.map(rest))).toEqual(Array<string>(100).fill(''));
  });
});

it('answers an upgrade over the limit, too', async () => {
  await withDoor({ connections: { all: 2, each: 1 } }, async (door) => {
    await streams(door, 1);
    const headers = ['Connection: Upgrade', 'Upgrade: websocket'];
    expect(await door.ask('/lab/socket', { headers })).toMatch(unavailable);
  });
});

it('holds each address to its event streams, and all to theirs', async () => {
  await withDoor({ eventStreams: { all: 3, each: 2 } }, async ({ port, connected, ask }) => {
    const stream = async (from?: string) => {
      const socket = await connected(from);
      socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
      const [head] = (await once(socket, 'data')) as [Buffer];
      return { socket, head: head.toString('latin1') };
    };
    const first = await stream();
    expect(first.head).toMatch(/ 200 /);
    expect((await stream()).head).toMatch(/ 200 /);
    expect(await ask('/api/live')).toMatch(unavailable);
    expect(await ask('/')).toMatch(/ 200 /);
    expect((await stream('127.0.0.2')).head).toMatch(/ 200 /);
    expect(await ask('/api/live', { from: '127.0.0.3' })).toMatch(unavailable);
    first.socket.destroy();
    let again = await stream();
    while (!again.head.includes(' 200 ')) again = await stream();
  });
});

it('counts what comes through a trusted proxy by whom it forwards for, and nobody else’s word', async () => {
  const site = { connections: { all: 20, each: 3 }, eventStreams: { all: 20, each: 1 } };
  const forwarded = (address: string) => ({ headers: [`X-Forwarded-For: ${address}`] });
  await withDoor({ ...site, proxies: new Proxies(['127.0.0.1']) }, async ({ port, connected, ask }) => {
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5']) {
      const socket = await connected();
      socket.write(
        `GET /api/live HTTP/1.1\r\nHost: localhost:${port}\r\nX-Forwarded-For: ${address}\r\n\r\n`,
      );
      expect(String((await once(socket, 'data'))[0])).toMatch(/ 200 /);
    }
    expect(await ask('/api/live', forwarded('192.0.2.1'))).toMatch(unavailable);
    expect(await ask('/', forwarded('192.0.2.1'))).toMatch(/ 200 /);
  });
  await withDoor(site, async ({ port, connected, ask }) => {
    const socket = await connected();
    socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost:${port}\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n`);
    await once(socket, 'data');
    expect(await ask('/api/live', forwarded('192.0.2.2'))).toMatch(unavailable);
  });
});

it('gives a visitor behind a trusted proxy a cookie, once, and so many in a minute', async () => {
  const proxied = (extra: readonly string[] = []) => ({
    headers: ['Accept: text/html', 'X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Proto: https', ...extra],
  });
  await withDoor({ proxies: new Proxies(['127.0.0.1']) }, async ({ ask }) => {
    const visit = await ask('/', proxied());
    expect(visit).toMatch(/\r\nSet-Cookie: ackademy-student=[^\r]*; HttpOnly; SameSite=Lax; Secure\r\n/);
    expect(visit).toMatch(/\r\nStrict-Transport-Security: max-age=31536000\r\n/);
    const cookie = /Set-Cookie: ([^;]*)/.exec(visit)?.[1] ?? '';
    expect(await ask('/', proxied([`Cookie: ${cookie}`]))).not.toContain('Set-Cookie');
    expect(await ask('/', { headers: ['Accept: */*', 'X-Forwarded-For: 192.0.2.1'] })).not.toContain(
      'Set-Cookie',
    );
    let cookies = 1;
    while ((await ask('/', proxied())).includes('Set-Cookie')) cookies += 1;
    expect(cookies).toBe(512);
    expect(await ask('/', { headers: ['Accept: text/html', 'X-Forwarded-For: 192.0.2.2'] })).toContain(
      'Set-Cookie',
    );
  });
  await withDoor({}, async ({ ask }) => {
    const visit = await ask('/', proxied());
    expect(visit).not.toContain('Set-Cookie');
    expect(visit).not.toContain('Strict-Transport-Security');
  });
});

it('cuts headers that come slowly, and a connection on which nothing comes', async () => {
  const options = { headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 50 };
  await withDoor({ options }, async ({ connected }) => {
    const slow = await connected();
    slow.write('GET / HTTP/1.1\r\nHost: lo');
    const drip = setInterval(() => slow.write('x'), 20);
    try {
      expect(await rest(slow)).toMatch(/^HTTP\/1\.1 408 [^]*\r\nX-Content-Type-Options: nosniff\r\n/);
    } finally {
      clearInterval(drip);
    }
    expect(await rest(await connected())).toMatch(/^HTTP\/1\.1 408 /);
  });
});

it('gives no connection more time than it may take', () => {
  const { headersTimeout = 0, requestTimeout = 0, connectionsCheckingInterval = 0 } = serverOptions;
  expect(headersTimeout + connectionsCheckingInterval).toBeLessThanOrEqual(20_000);
  expect(requestTimeout + connectionsCheckingInterval).toBeLessThanOrEqual(35_000);
});

const refusals: readonly (readonly [string, (port: number) => string, number])[] = [
  ['another host', () => 'GET / HTTP/1.1\r\nHost: evil.example', 403],
  ['a host without the port', () => 'GET /api/decks HTTP/1.1\r\nHost: localhost', 403],
  ['no host', () => 'GET / HTTP/1.0', 403],
  [
    'another host for an upgrade',
    () => 'GET /lab/socket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket',
    403,
  ],
  ['a host with a path', (port) => `GET / HTTP/1.1\r\nHost: localhost:${port}/x`, 403],
  ['another method', (port) => `DELETE / HTTP/1.1\r\nHost: localhost:${port}`, 405],
  ['a path that cannot be decoded', (port) => `GET /%zz HTTP/1.1\r\nHost: localhost:${port}`, 400],
  ['a WebSocket asked for as a page', (port) => `GET /lab/socket HTTP/1.1\r\nHost: localhost:${port}`, 426],
  [
    'an upgrade to something else',
    (port) => `GET /lab/socket HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade\r\nUpgrade: h2c`,
    426,
  ],
  [
    'an upgrade of a page',
    (port) => `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket`,
    404,
  ],
  [
    'a lab that is not there',
    (port) => `GET /lab/healthz HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close`,
    503,
  ],
  [
    'a WebSocket of a lab that is not there',
    (port) =>
      `GET /lab/socket HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket`,
    503,
  ],
  [
    'an expectation that is not known',
    (port) => `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nExpect: miracles`,
    417,
  ],
  [
    'headers that are too long',
    (port) => `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nX: ${'x'.repeat(20_000)}`,
    431,
  ],
  ['what is no HTTP', () => '\x16\x03\x01', 400],
];

it.each(refusals)('answers %s itself, with all headers', async (_, head, status) => {
  await withDoor({}, async ({ port, connected }) => {
    const socket = await connected();
    socket.write(`${head(port)}\r\n\r\n`);
    const answer = await rest(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    for (const header of [
      "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options: nosniff',
      'Referrer-Policy: same-origin',
      'Cross-Origin-Resource-Policy: same-origin',
      'Permissions-Policy: camera=(), ',
      'Cache-Control: no-store',
    ])
      expect(answer).toContain(`\r\n${header}`);
  });
});
