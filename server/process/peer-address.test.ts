import { expect, it } from 'vitest';
import { addressGroup, isLoopback } from '#server/process/peer-address.ts';

it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('%s is this computer', (address) => {
  expect(isLoopback(address)).toBe(true);
});

it.each(['128.0.0.1', '::2', '::ffff:10.0.0.1', 'fe80::1%eth0', 'unknown', ''])('%j is not', (address) => {
  expect(isLoopback(address)).toBe(false);
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('counts %s by %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
