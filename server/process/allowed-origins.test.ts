import { expect, it } from 'vitest';
import { AllowedOrigins } from '#server/process/allowed-origins.ts';

const origins = new AllowedOrigins([
  'http://localhost:3000',
  'http://[::1]:3000',
  'http://192.0.2.7:3000',
  'https://lab.example.org',
]);

it.each([
  ['http://localhost:3000', 'localhost:3000'],
  ['http://localhost:3000', 'LOCALHOST:3000'],
  ['http://[::1]:3000', '[::1]:3000'],
  ['https://lab.example.org', 'lab.example.org'],
  ['https://lab.example.org', 'lab.example.org:443'],
])('allows the pair %s and %s', (origin, host) => {
  expect([origins.hasHost(host), origins.hasPair(origin, host)]).toEqual([true, true]);
});

it.each([
  ['http://localhost:3000', '[::1]:3000'],
  ['http://localhost:3000', 'lab.example.org'],
  ['https://lab.example.org', 'localhost:3000'],
])('refuses %s under another host of the site, %s', (origin, host) => {
  expect([origins.hasHost(host), origins.hasPair(origin, host)]).toEqual([true, false]);
});

it.each([
  '',
  'localhost',
  'localhost:3001',
  'lab.example.org:80',
  'lab.example.org.',
  'evil.lab.example.org',
  'evil.example',
  'user@localhost:3000',
  'localhost:3000/path',
  'localhost:3000, evil.example',
  'localhost:3000#',
  '127.0.0.1:3000',
  '::1:3000',
])('refuses the host %j', (host) => {
  expect(origins.hasHost(host)).toBe(false);
});

it.each([
  '',
  'null',
  'http://localhost',
  'http://localhost:3001',
  'https://localhost:3000',
  'http://LOCALHOST:3000',
  'http://localhost:3000/',
  'http://localhost:3000.evil.example',
  'http://evil.example',
  'http://evil.example:3000',
  'http://user@localhost:3000',
  'http://localhost:3000, http://evil.example',
  'http://127.0.0.1:3000',
  'http://2130706433:3000',
  'http://[::ffff:127.0.0.1]:3000',
  'ws://localhost:3000',
  'file://',
  'https://lab.example.org:8443',
  'https://evil-lab.example.org',
])('refuses the origin %j', (origin) => {
  expect(origins.hasPair(origin, 'localhost:3000')).toBe(false);
});
