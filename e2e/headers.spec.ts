import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from './site.ts';

const data = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const file =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const image =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
const page =
  /^default-src 'self'; script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'; .*object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/;

const never = 'no-store';
const eachTime = 'private, no-cache, no-store, max-age=0, must-revalidate';

const routes: readonly (readonly [path: string, status: number, policy: string | RegExp, cache: string])[] = [
  ['/', 200, page, eachTime],
  ['/decks/small', 200, page, eachTime],
  ['/study/small', 200, page, eachTime],
  ['/quiz/small', 200, page, eachTime],
  ['/lab', 200, page, eachTime],
  ['/settings', 200, page, eachTime],
  ['/nothing', 404, page, eachTime],
  ['/decks/nothing', 404, page, eachTime],
  ['/api/decks', 200, data, never],
  ['/api/decks/small', 200, data, never],
  ['/api/decks/nothing', 404, data, never],
  ['/api/labs/nothing', 404, data, never],
  ['/api/destinations', 200, data, never],
  ['/api/nothing', 404, data, eachTime],
  ['/api/images/drawing.svg', 200, image, 'private, no-cache'],
  ['/api/images/nothing.svg', 404, image, never],
  ['/icon.svg', 200, file, 'public, max-age=0'],
  ['/robots.txt', 200, file, 'public, max-age=0'],
  ['/_next/static/nothing.js', 404, file, eachTime],
  ['/_next/image?url=%2Ficon-512.png&w=64&q=75', 404, file, eachTime],
  ['/lab/healthz', 200, data, never],
  ['/lab/metrics', 200, data, never],
  ['/lab/socket', 426, data, never],
  ['/%zz', 400, data, never],
];

test('every route has the headers that keep what it is from doing more', async ({ ownSite }) => {
  await ownSite.write(
    'decks/drawing.svg',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  await expect.poll(async () => (await fetch(`${ownSite.url}/lab/healthz`)).status).toBe(200);
  const script = /\/_next\/static\/[^"]+\.js/.exec(await (await fetch(ownSite.url)).text())?.[0] ?? '';
  const all = [...routes, [script, 200, file, 'public, max-age=31536000, immutable'] as const];
  for (const [path, status, policy, cache] of all) {
    const answer = await fetch(`${ownSite.url}${path}`);
    await answer.arrayBuffer();
    const { headers } = answer;
    expect([path, answer.status]).toEqual([path, status]);
    const sent = headers.get('content-security-policy');
    if (typeof policy === 'string') expect(sent, path).toBe(policy);
    else expect(sent, path).toMatch(policy);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
    expect(headers.get('permissions-policy'), path).toContain('camera=()');
    expect(headers.get('cache-control'), path).toBe(cache);
    expect(headers.get('strict-transport-security'), path).toBeNull();
    expect(headers.get('x-powered-by'), path).toBeNull();
  }
  const live = await fetch(`${ownSite.url}/api/live`);
  expect(live.headers.get('content-security-policy')).toBe(data);
  await live.body?.cancel();
});

const secret = 'drawing outside';
const traversals = [
  '/api/images/../secret.svg',
  '/api/images/%2e%2e/secret.svg',
  '/api/images/..%2fsecret.svg',
  '/api/images/..%2Fsecret.svg',
  '/api/images/%2e%2e%2fsecret.svg',
  '/api/images/..%5csecret.svg',
  '/api/images/..\\secret.svg',
  '/api/images/....//secret.svg',
  '/api/images/..;/secret.svg',
  '/api/images/%252e%252e%252fsecret.svg',
  '/api/images/%c0%ae%c0%ae/secret.svg',
  '/api/images/.%00./secret.svg',
  '/api/images/..%00/secret.svg',
  '/api/images/x/..%2f..%2fsecret.svg',
  '/api/images//secret.svg',
  '/api/images/%2fsecret.svg',
  '/api/decks/..%2fsecret',
  '/api/labs/..%2f..%2fsecret',
  '/_next/static/../../secret.svg',
  '/_next/static/..%2f..%2fpackage.json',
  '/_next/static/%2e%2e/%2e%2e/package.json',
  '/..%2fpackage.json',
  '/../package.json',
  '//package.json',
];

test('no form of a path leads out of the folder that it is about', async ({ ownSite }) => {
  await ownSite.write('secret.svg', `<svg xmlns="http://www.w3.org/2000/svg"><title>${secret}</title></svg>`);
  const { hostname, port, host } = new URL(ownSite.url);
  for (const path of traversals) {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    // Next.js sends a path with `//` to the one with `/`.
    expect([path, answer.slice(0, 13)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 (?:308|4\d\d) /)]);
    expect(answer, path).not.toContain(secret);
    expect(answer, path).not.toContain('"dependencies"');
  }
});

test('pages and data are served under the names of the site only', async ({ request, baseURL }) => {
  const { port } = new URL(baseURL ?? '');
  for (const path of ['/', '/api/decks', '/icon.svg', '/_next/static/x.js', '/lab/healthz'])
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost',
      `localhost.evil.example:${port}`,
    ]) {
      const answer = await request.get(path, { headers: { host } });
      expect([path, host, answer.status()]).toEqual([path, host, 403]);
      expect(await answer.text()).toContain('ALLOWED_ORIGINS');
    }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
    expect((await request.get('/api/decks', { headers: { host } })).status()).toBe(200);
});

test.describe('behind a proxy that ends TLS', () => {
  test.use({ ownEnvironment: { ALLOWED_ORIGINS: 'https://lab.example.org', TRUSTED_PROXIES: '127.0.0.1' } });

  test('the site is kept to TLS, and students get cookies that are', async ({ ownSite, request }) => {
    const headers = {
      host: 'lab.example.org',
      accept: 'text/html',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-proto': 'https',
    };
    const visit = await request.get(ownSite.url, { headers });
    expect(visit.status()).toBe(200);
    expect(visit.headers()['strict-transport-security']).toBe('max-age=31536000');
    expect(visit.headers()['set-cookie']).toMatch(/^ackademy-student=.*; HttpOnly; SameSite=Lax; Secure$/);
    const fetched = await request.get(`${ownSite.url}/api/decks`, { headers: { ...headers, accept: '*/*' } });
    expect(fetched.headers()['set-cookie']).toBeUndefined();
  });
});
