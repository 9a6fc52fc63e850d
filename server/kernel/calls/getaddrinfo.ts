import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { hostNameOf, intArgument, isInt, numericHost, textOf } from '#server/kernel/calls/arguments.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { gaiError, overflowError, Raise, Refusal, typeError } from '#server/kernel/calls/raise.ts';
import type { AddressFamily } from '#server/kernel/system/address.ts';
import { addressesOf, portOfService } from '#server/kernel/system/host-names.ts';
import { addressBytes } from '#server/kernel/system/libc.ts';
import { familyNumber } from '#server/kernel/system/address.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

/** What glibc has for each type of socket, in its order; a raw socket has no services, and any protocol. */
const kinds = [
  { type: 'SOCK_STREAM', protocol: 6, services: 'tcp' },
  { type: 'SOCK_DGRAM', protocol: 17, services: 'udp' },
  { type: 'SOCK_RAW', protocol: 0, services: null },
] as const;
type Kind = (typeof kinds)[number];

const familyUnknown = () => gaiError(-6, 'EAI_FAMILY', 'ai_family not supported');
const typeUnknown = () => gaiError(-7, 'EAI_SOCKTYPE', 'ai_socktype not supported');
const serviceUnknown = () => gaiError(-8, 'EAI_SERVICE', 'Servname not supported for ai_socktype');

function checkArity({ length }: readonly PythonValue[]): void {
  if (length === 0)
    throw typeError("getaddrinfo() missing 2 required positional arguments: 'host' and 'port'");
  if (length === 1) throw typeError("getaddrinfo() missing 1 required positional argument: 'port'");
  if (length > 6)
    throw typeError(`getaddrinfo() takes from 2 to 6 positional arguments but ${String(length)} were given`);
}

/** The service as text; `null`: none. */
function serviceArgument(platform: Platform, port: PythonValue): string | null {
  if (port === null) return null;
  const text = textOf(port);
  if (text !== null) return text;
  if (typeof port === 'boolean' || !isInt(platform, port))
    throw new Raise({ exception: 'OSError', errno: null, code: null, message: 'Int or String expected' });
  if (typeof port === 'object' && 'int' in port && BigInt.asIntN(64, BigInt(port.int)) !== BigInt(port.int))
    throw overflowError('Python int too large to convert to C long');
  return typeof port === 'object' && 'int' in port ? port.int : String(intArgument(platform, port, 'size'));
}

/** The types of socket that are asked for. */
function kindsWanted({ constants }: Platform, type: number, protocol: number): readonly Kind[] {
  if (type === 0 && protocol === 0) return kinds;
  const found = kinds.find(
    (kind) =>
      (type === 0 || constants[kind.type] === type) &&
      (protocol === 0 || kind.services === null || kind.protocol === protocol),
  );
  if (found !== undefined) return [found];
  throw type === 0 ? serviceUnknown() : typeUnknown();
}

/** With the port of the service on each of them; types that do not have the service are left out. */
function withPorts(wanted: readonly Kind[], service: string | null): { kind: Kind; port: number }[] {
  // A caller that asks for a raw socket alone asks for no service.
  if (service !== null && wanted.every((kind) => kind.services === null)) throw serviceUnknown();
  if (service === null || /^\d*$/.test(service)) {
    const port = Number(BigInt.asUintN(16, BigInt(service ?? 0)));
    return wanted.map((kind) => ({ kind, port }));
  }
  const found = wanted.flatMap((kind) => {
    const port = kind.services === null ? null : portOfService(service, kind.services);
    return port === null ? [] : [{ kind, port }];
  });
  if (found.length === 0) throw serviceUnknown();
  return found;
}

interface Found {
  readonly family: AddressFamily;
  readonly address: string;
}

function hostsOf(deps: CallDeps, name: string | null, family: number, isPassive: boolean): Found[] {
  const { platform, hosts } = deps;
  const isWanted = (one: AddressFamily) => family === 0 || familyNumber(platform, one) === family;
  const wanted = (found: readonly Found[]) => found.filter((one) => isWanted(one.family));
  const [v4, v6] = ['AF_INET', 'AF_INET6'] as const;
  if (name === null)
    return wanted(
      isPassive
        ? [
            { family: v4, address: '0.0.0.0' },
            { family: v6, address: '::' },
          ]
        : [
            { family: v6, address: '::1' },
            { family: v4, address: '127.0.0.1' },
          ],
    );
  for (const one of [v4, v6]) {
    const address = numericHost(platform, one, name);
    if (address === null) continue;
    if (isWanted(one)) return [{ family: one, address }];
    throw gaiError(-9, 'EAI_ADDRFAMILY', 'Address family for hostname not supported');
  }
  const found = [v6, v4].filter(isWanted).flatMap((one) => {
    const isOfFamily = (address: string) =>
      addressBytes(familyNumber(platform, one), address, one === 'AF_INET' ? 4 : 16) !== null;
    return addressesOf(hosts, name)
      .filter(isOfFamily)
      .map((address) => ({ family: one, address }));
  });
  if (found.length > 0) return found;
  const { errno, code, text } = platform.nameUnknown;
  throw gaiError(errno, code, text);
}

/**
 * `socket.getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)`, from the hosts file only: a list of
 * `(family, type, proto, '', address)`. Of the flags `AI_PASSIVE` alone.
 */
export function getAddrInfo(deps: CallDeps, args: readonly PythonValue[]): PreparedCall {
  const { platform } = deps;
  checkArity(args);
  const [host = null, port = null, ...rest] = args;
  const [family = 0, type = 0, protocol = 0, flags = 0] = rest.map((argument) =>
    intArgument(platform, argument, 'parsedInt'),
  );
  if (host !== null && textOf(host) === null)
    throw typeError('getaddrinfo() argument 1 must be string or None');
  const name = host === null ? null : hostNameOf(host, 'always');
  const service = serviceArgument(platform, port);
  return {
    sockets: [],
    attempt() {
      const isPassive = flags === platform.constants.AI_PASSIVE;
      if (flags !== 0 && !isPassive) throw new Refusal('OPTION_NOT_OFFERED');
      if (name === null && service === null) {
        const { errno, code, text } = platform.nameUnknown;
        throw gaiError(errno, code, text);
      }
      const families = [0, ...(['AF_INET', 'AF_INET6'] as const).map((one) => familyNumber(platform, one))];
      if (!families.includes(family)) throw familyUnknown();
      const services = withPorts(kindsWanted(platform, type, protocol), service);
      const found = hostsOf(deps, name, family, isPassive);
      return {
        value: found.flatMap((one) =>
          services.map(({ kind, port: number }) => ({
            tuple: [
              { constant: one.family },
              { constant: kind.type },
              kind.services === null ? protocol : kind.protocol,
              '',
              { tuple: one.family === 'AF_INET' ? [one.address, number] : [one.address, number, 0, 0] },
            ],
          })),
        ),
      };
    },
  };
}
