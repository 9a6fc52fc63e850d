import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { clientOf, Proxies } from '#server/front/client.ts';

const proxies = new Proxies(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);

function ask(remoteAddress: string | undefined, headers: Record<string, string> = {}) {
  const request = { headers, socket: { remoteAddress } };
  return clientOf(request as unknown as IncomingMessage, proxies);
}

it.each([
  ['127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['10.200.0.9', true],
  ['2001:db8::7', true],
  ['127.0.0.2', false],
  ['11.0.0.1', false],
  ['::1', false],
  ['unknown', false],
  ['', false],
])('whether %s is trusted as a proxy: %s', (address, isTrusted) => {
  expect(proxies.trusts(address)).toBe(isTrusted);
});

it('takes nobody else’s word on who asks', () => {
  const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' };
  expect(ask('198.51.100.7', headers)).toEqual({
    address: '198.51.100.7',
    group: '198.51.100.7',
    isForwarded: false,
    isSecure: false,
  });
  expect(ask(undefined, headers).address).toBe('unknown');
});

it.each([
  ['one address', '192.0.2.1', '192.0.2.1'],
  [
    'the last that is no proxy of ours, whatever a browser wrote before it',
    '127.0.0.1, 1.2.3.4, 192.0.2.1, 10.0.0.3',
    '192.0.2.1',
  ],
  ['the first proxy, where there are only such', '10.0.0.3, 10.0.0.4', '10.0.0.3'],
  ['the proxy itself, where it says nothing', '', '127.0.0.1'],
  ['the proxy itself, where it says nonsense', 'somebody', '127.0.0.1'],
  ['the proxy itself, where it hides the address', '192.0.2.1, unknown', '127.0.0.1'],
])('takes from a proxy %s', (_, forwardedFor, address) => {
  const client = ask('127.0.0.1', { 'x-forwarded-for': forwardedFor });
  expect([client.address, client.isForwarded]).toEqual([address, true]);
});

it('counts a network of IPv6 as one, also behind a proxy', () => {
  expect(ask('10.0.0.1', { 'x-forwarded-for': '2001:470:1:2:3::9' }).group).toBe('2001:470:1:2::/64');
});

it('knows from a proxy whether the browser’s side is encrypted', () => {
  expect(ask('10.0.0.1', { 'x-forwarded-proto': 'https' }).isSecure).toBe(true);
  expect(ask('10.0.0.1', { 'x-forwarded-proto': 'https, http' }).isSecure).toBe(false);
  expect(ask('10.0.0.1').isSecure).toBe(false);
});
