import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { allowedOrigins } from '#server/front/site-origins.ts';

const own = (port: number) => [
  `http://localhost:${port}`,
  `http://127.0.0.1:${port}`,
  `http://[::1]:${port}`,
];

function wired(...addresses: string[]): Record<string, NetworkInterfaceInfo[]> {
  return {
    eth0: addresses.map((address) =>
      address.includes(':')
        ? { address, family: 'IPv6', netmask: '', mac: '', internal: false, cidr: null, scopeid: 0 }
        : { address, family: 'IPv4', netmask: '', mac: '', internal: false, cidr: null },
    ),
  };
}

it('allows the site under the names of this computer', () => {
  expect(allowedOrigins({ host: '127.0.0.1', port: 4000, named: [] }, wired('192.0.2.7'))).toEqual(own(4000));
});

it('allows the one address that is served', () => {
  expect(allowedOrigins({ host: '192.0.2.7', port: 4000, named: [] }, {})).toEqual([
    ...own(4000),
    'http://192.0.2.7:4000',
  ]);
});

it.each(['0.0.0.0', '::'])('allows every address of this computer when all are served (%s)', (host) => {
  const origins = allowedOrigins({ host, port: 4000, named: [] }, wired('192.0.2.7', '2001:DB8:0:0::7'));
  expect(origins).toEqual([...own(4000), 'http://192.0.2.7:4000', 'http://[2001:db8::7]:4000']);
});

it('writes no port where browsers write none, and adds what was named', () => {
  const origins = allowedOrigins({ host: '127.0.0.1', port: 80, named: ['https://lab.example.org'] }, {});
  expect(origins).toEqual([
    'http://localhost',
    'http://127.0.0.1',
    'http://[::1]',
    'https://lab.example.org',
  ]);
});
