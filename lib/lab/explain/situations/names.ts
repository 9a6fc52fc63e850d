import { namedIn } from '#lib/lab/explain/situations/failed-call.ts';
import { isError, type Situation } from '#lib/lab/explain/situations/situation.ts';
import type { FailedCall } from '#lib/lab/explain/situations/failed-call.ts';

/** The name that a call looks up. */
function hostOf({ call }: FailedCall): string {
  const [first] = call.args;
  return typeof first === 'string' ? first : (namedIn(call)?.address ?? '');
}

function isUnknown(failed: FailedCall): boolean {
  return isError(failed, 'EAI_NONAME', 'EAI_NODATA', 'EAI_AGAIN', 'EAI_ADDRFAMILY', 'gaierror');
}

/** Names of hosts that are not found. */
export const nameSituations: readonly Situation[] = [
  {
    id: 'host-is-a-url',
    when: (failed) => isUnknown(failed) && hostOf(failed).includes('/'),
    why: 'The host is looked up as a name, and a name has no `/`: this is a URL or a path.',
    help: "Pass the name alone, such as `'localhost'`, without `http://` and without what follows it.",
  },
  {
    id: 'host-with-port',
    when: (failed) => isUnknown(failed) && /^[^:]+:\d+$/.test(hostOf(failed)),
    why: 'The host is looked up as a name, and this one ends in `:` and a port.',
    help: "Write the port by itself, as the second item of the address: `('127.0.0.1', 65000)`.",
  },
  {
    id: 'host-with-spaces',
    when: (failed) => isUnknown(failed) && /\s/.test(hostOf(failed)),
    why: 'The host is looked up as a name, and this one has a space in it.',
    help: "Remove the space: `'127.0.0.1'`.",
  },
  {
    id: 'host-of-another-family',
    when: (failed) =>
      isError(failed, 'EAI_ADDRFAMILY') ||
      (isUnknown(failed) &&
        (failed.record?.family === 'AF_INET6'
          ? /^\d+(?:\.\d+){3}$/.test(hostOf(failed))
          : hostOf(failed).includes(':'))),
    why: 'The host has no address of the family of this socket.',
    help: "Use `'127.0.0.1'` with `AF_INET`, and `'::1'` with `AF_INET6`.",
  },
  {
    id: 'not-an-address',
    when: (failed) => isUnknown(failed) && /^[\d.]+$/.test(hostOf(failed)),
    why: 'This looks like an IPv4 address, and is not one: that is usually written as four numbers from 0 to 255.',
    help: "Write an address such as `'127.0.0.1'`.",
  },
  {
    id: 'unknown-name',
    when: (failed) => isUnknown(failed) && failed.program !== null,
    why: 'This computer knows no such name; the lab looks only in its own hosts file and asks no name server.',
    help: "Check how the name is spelled, or write an address such as `'127.0.0.1'`.",
  },
  {
    id: 'no-address-found',
    when: isUnknown,
    why: 'The lookup found no address for this name.',
    help: "Check how it is spelled, or write an address such as `'127.0.0.1'`.",
  },
  {
    id: 'no-name-found',
    when: (failed) => isError(failed, 'herror'),
    why: 'The address of the host could not be turned into a name, or the name into an address.',
    help: "Write an address such as `'127.0.0.1'`.",
  },
  {
    id: 'name-not-encoded',
    when: (failed) => isError(failed, 'UnicodeEncodeError'),
    why: 'The name of the host has characters that cannot be part of one.',
    help: 'Write the name in plain letters, digits, hyphens and dots.',
  },
  {
    id: 'name-with-empty-part',
    when: (failed) => isError(failed, 'UnicodeError'),
    why: 'The name of the host is too long, has an empty part, or characters that cannot be part of one.',
    help: 'Write the name in plain letters, digits, hyphens and dots.',
  },
];
