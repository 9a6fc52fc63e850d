import { expect, test } from 'vitest';
import { placeOf } from '#server/kernel/network/host-network.ts';

test.each([
  ['127.0.0.1', 'loopback', '127.0.0.1'],
  ['127.255.255.254', 'loopback', '127.255.255.254'],
  ['0.0.0.0', 'unspecified', '0.0.0.0'],
  ['128.0.0.1', 'elsewhere', '128.0.0.1'],
  ['::1', 'loopback', '::1'],
  ['0:0:0:0:0:0:0:1', 'loopback', '::1'],
  ['::1%lo', 'loopback', '::1'],
  ['::', 'unspecified', '::'],
  ['::ffff:127.0.0.1', 'loopback', '127.0.0.1'],
  ['::ffff:7f00:2', 'loopback', '127.0.0.2'],
  ['::ffff:0.0.0.0', 'unspecified', '0.0.0.0'],
  ['::ffff:10.0.0.1', 'elsewhere', '10.0.0.1'],
  ['::127.0.0.1', 'elsewhere', '::7f00:1'],
  ['fe80::1', 'elsewhere', 'fe80::1'],
  ['localhost', 'elsewhere', 'localhost'],
])('%s is %s', (address, kind, text) => {
  expect(placeOf(address)).toEqual({ kind, text });
});
