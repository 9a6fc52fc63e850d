import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAddress, encodeAddress } from '#server/kernel/system/address.ts';
import { platformOf, type Platform } from '#server/kernel/system/platform.ts';

function table(name: 'linux' | 'darwin'): Platform {
  const platform = platformOf(name);
  if (platform === null) throw new Error(`There is no table for ${name}.`);
  return platform;
}

const inet = fc.record({
  family: fc.constant('AF_INET' as const),
  address: fc.ipV4(),
  port: fc.integer({ min: 0, max: 65_535 }),
  flowInfo: fc.constant(0),
  scopeId: fc.constant(0),
});
const inet6 = fc.record({
  family: fc.constant('AF_INET6' as const),
  address: fc.constantFrom('::', '::1', 'fe80::1:2', '2001:db8::7', '::ffff:127.0.0.1'),
  port: fc.integer({ min: 0, max: 65_535 }),
  flowInfo: fc.integer({ min: 0, max: 0xfffff }),
  scopeId: fc.integer({ min: 0, max: 0xffffffff }),
});

describe('A socket address', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(inet, inet6), (address) => {
        const linux = table('linux');
        expect(decodeAddress(linux, encodeAddress(linux, address))).toEqual(address);
      }),
    );
  });

  it('has the layout of Linux', () => {
    const address = {
      family: 'AF_INET',
      address: '127.0.0.1',
      port: 65_000,
      flowInfo: 0,
      scopeId: 0,
    } as const;
    expect(encodeAddress(table('linux'), address).toString('hex')).toBe('0200fde87f0000010000000000000000');
  });

  it('begins with its length on macOS', () => {
    const address = {
      family: 'AF_INET',
      address: '127.0.0.1',
      port: 65_000,
      flowInfo: 0,
      scopeId: 0,
    } as const;
    expect(encodeAddress(table('darwin'), address).toString('hex')).toBe('1002fde87f0000010000000000000000');
  });

  it('is never a name', () => {
    const named = { family: 'AF_INET', address: 'localhost', port: 1, flowInfo: 0, scopeId: 0 } as const;
    expect(() => encodeAddress(table('linux'), named)).toThrow('no numeric');
  });
});
