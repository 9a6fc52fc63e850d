import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

it('has a default for everything', () => {
  expect(readEnvironment({})).toEqual({
    ok: true,
    value: {
      port: 3000,
      host: '127.0.0.1',
      contentDir: join(process.cwd(), 'content'),
      allowedOrigins: [],
      trustedProxies: [],
      connections: { all: 2_048, each: 512 },
      eventStreams: { all: 1_024, each: 128 },
      logLevel: 'warn',
    },
  });
});

it.each([
  [{ PORT: 'http' }, 'PORT=http is not a number'],
  [{ PORT: '80.5' }, 'PORT=80.5 is not a whole number'],
  [{ PORT: '-1' }, 'PORT=-1 is below 0'],
  [{ PORT: '65536' }, 'PORT=65536 is above 65535'],
  [{ HOST: '' }, 'HOST= is empty'],
  [{ HTTP_CONNECTIONS: '0' }, 'HTTP_CONNECTIONS=0 is below 1'],
  [{ EVENT_STREAMS_PER_ADDRESS: 'all' }, 'EVENT_STREAMS_PER_ADDRESS=all is not a number'],
  ...['localhost', 'loopback', '10.0.0.0/33', '::1/129', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0', '*'].map(
    (text): [Record<string, string>, string] => [
      { TRUSTED_PROXIES: text },
      `TRUSTED_PROXIES=${text} holds more than addresses and networks`,
    ],
  ),
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud is none of silent'],
  ...[
    'lab.example.org',
    'https://lab.example.org/',
    'https://lab.example.org:443',
    'HTTPS://lab.example.org',
    'https://*.example.org/a',
    'ftp://lab.example.org',
    'null',
    'https://a.example,b.example',
  ].map((text): [Record<string, string>, string] => [
    { ALLOWED_ORIGINS: text },
    `ALLOWED_ORIGINS=${text} holds more than exact origins`,
  ]),
])('names the variable, its value and what is wrong: %o', (variables, says) => {
  const read = readEnvironment(variables);
  expect(read).toMatchObject({ ok: false });
  expect(read.ok ? '' : read.error.message).toMatch(/^[^\n]+$/);
  expect(read.ok ? '' : read.error.message).toContain(says);
});

it('has a line for each variable that cannot be used', () => {
  const read = readEnvironment({ PORT: 'http', HOST: '' });
  expect(read).toMatchObject({ error: { code: 'ENVIRONMENT_WRONG' } });
  expect(read.ok ? [] : read.error.message.split('\n')).toEqual([
    'PORT=http is not a number. Set PORT to another value, or leave it out.',
    'HOST= is empty. Set HOST to another value, or leave it out.',
  ]);
});

it('reads exact origins, joined by commas', () => {
  const read = readEnvironment({ ALLOWED_ORIGINS: 'https://lab.example.org, http://10.0.0.5:8080,' });
  expect(read).toMatchObject({
    ok: true,
    value: { allowedOrigins: ['https://lab.example.org', 'http://10.0.0.5:8080'] },
  });
});
