import { fromBase64, heldSockets } from '#lib/lab/protocol/encode-value.ts';
import type { CallError, Endpoint, LabCall, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { CallLine, ProgramSnapshot, Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { type KnownSocket, socketById } from '#lib/lab/timeline/sockets.ts';

/** A call that failed, and what the log knows of its socket by then. */
export interface FailedCall {
  readonly call: LabCall;
  readonly error: CallError;
  /** The exception without its module: `gaierror`. */
  readonly exception: string;
  readonly snapshot: Snapshot;
  /** What the kernel says of the socket; `null`: nothing, or the call has none. */
  readonly record: SocketRecord | null;
  /** The program that made the call; `null`: not known. */
  readonly program: ProgramSnapshot | null;
  /** What was called on this socket before, oldest first. */
  readonly history: readonly CallLine[];
  /** Whether `accept()` returned this socket. */
  readonly isAccepted: boolean;
  /** The other end of its connection, also after both have forgotten it; `null`: there was none, or it is not of this lab. */
  readonly peer: KnownSocket | null;
}

/** A socket's life in its program so far: the call that returned it, and those made on it. */
interface Life {
  readonly birth: CallLine | null;
  readonly calls: readonly CallLine[];
}

function isCall(line: ProgramSnapshot['lines'][number]): line is CallLine {
  return line.kind === 'call';
}

/** The value that a call returned; `undefined`: it failed, or is still on its way. */
export function valueOf({ outcome }: CallLine): PythonValue | undefined {
  return outcome?.kind === 'returned' && outcome.result.ok ? outcome.result.value : undefined;
}

/** How a call failed; `null`: it did not. */
function errorOf({ outcome }: CallLine): CallError | null {
  return outcome?.kind === 'returned' && !outcome.result.ok ? outcome.result.error : null;
}

/** The life of the socket that a descriptor refers to, in the calls before `end`. */
function lifeOf(lines: readonly ProgramSnapshot['lines'][number][], fd: number): Life {
  // Other calls only repeat what a variable holds.
  const isBirth = (line: CallLine): boolean =>
    (line.call.name === 'socket' || line.call.name === 'accept') &&
    heldSockets(valueOf(line) ?? null).some(({ socket }) => socket === fd);
  const begin = lines.findLastIndex((line) => isCall(line) && isBirth(line));
  const birth = lines[begin];
  const calls = lines
    .slice(begin + 1)
    .filter(isCall)
    .filter(({ call }) => 'fd' in call && call.fd === fd);
  return { birth: birth?.kind === 'call' ? birth : null, calls };
}

/** Host and port of an address; `null`: it is none. */
function endpointOf(address: PythonValue | undefined): Endpoint | null {
  if (typeof address !== 'object' || address === null || !('tuple' in address)) return null;
  const [host, port]: readonly PythonValue[] = address.tuple;
  return typeof host === 'string' && typeof port === 'number' ? { address: host, port } : null;
}

/** Host and port that the call itself names; `null`: it names none. */
export function namedIn({ args: [address] }: LabCall): Endpoint | null {
  return endpointOf(address);
}

/** The address that a call of `accept()` returned. */
function acceptedFrom(line: CallLine): Endpoint | null {
  const value = valueOf(line);
  if (line.call.name !== 'accept' || value === undefined) return null;
  return typeof value === 'object' && value !== null && 'tuple' in value ? endpointOf(value.tuple[1]) : null;
}

function isConnect({ call }: CallLine): boolean {
  return call.name === 'connect' || call.name === 'connect_ex';
}

/** The other end of the connection that a life speaks of, if it is a socket of this lab. */
function peerOf(record: SocketRecord | null, { birth, calls }: Life, snapshot: Snapshot): KnownSocket | null {
  const local = record?.local;
  if (record === null || local === null || local === undefined) return null;
  const connected = calls.findLast(isConnect);
  // The kernel forgets the peer of a connection that is over; the calls still name it.
  const port =
    record.peer?.port ??
    (birth === null ? null : acceptedFrom(birth)?.port) ??
    (connected === undefined ? null : namedIn(connected.call)?.port);
  const isPeer = (other: SocketRecord): boolean =>
    other.id !== record.id &&
    other.local?.port === port &&
    other.peer?.port === local.port &&
    other.peer.address === local.address;
  for (const { id } of [...snapshot.sockets.values()].reverse().filter(isPeer))
    return socketById(snapshot, id);
  for (let each = snapshot.forgotten; each !== null; each = each.before)
    if (isPeer(each.record)) return { record: each.record, isGone: true };
  return null;
}

/** What the log knows of a failed call. @param snapshot when it failed */
export function failedCall(call: LabCall, error: CallError, snapshot: Snapshot): FailedCall {
  const isIts = (line: ProgramSnapshot['lines'][number]): boolean => isCall(line) && line.call === call;
  const program = snapshot.programs.find(({ lines }) => lines.some(isIts)) ?? null;
  const fd = 'fd' in call ? call.fd : null;
  const before = program?.lines.slice(0, program.lines.findIndex(isIts)) ?? [];
  const life = fd === null || fd < 0 ? { birth: null, calls: [] } : lifeOf(before, fd);
  const record = program?.descriptors.find((descriptor) => descriptor.fd === fd)?.record ?? null;
  return {
    call,
    error,
    exception: error.exception.replace(/^socket\./, ''),
    snapshot,
    record,
    program,
    history: life.calls,
    isAccepted: life.birth?.call.name === 'accept',
    peer: peerOf(record, life, snapshot),
  };
}

/** A call with an address meets the errors of the one without, for the same reasons. */
export function namesake(name: LabCall['name']): LabCall['name'] {
  if (name === 'sendto') return 'send';
  return name === 'recvfrom' ? 'recv' : name;
}

/** Whether the socket got this call before, and it succeeded. */
export function hasDone({ history }: FailedCall, ...names: readonly LabCall['name'][]): boolean {
  return history.some((line) => names.includes(namesake(line.call.name)) && valueOf(line) !== undefined);
}

/** Whether an earlier call of this name failed like this: by the name of its errno or its exception. */
export function hasFailed(
  { history }: FailedCall,
  names: readonly LabCall['name'][],
  ...ways: readonly string[]
): boolean {
  return history.some((line) => {
    const error = errorOf(line);
    const isMeant = error !== null && (ways.includes(error.code ?? '') || ways.includes(error.exception));
    return isMeant && names.includes(namesake(line.call.name));
  });
}

/** Whether the program shut down its own sending direction. */
export function hasShutDown({ history }: FailedCall): boolean {
  const ends: readonly PythonValue[] = [1, 2];
  return history.some(
    (line) =>
      line.call.name === 'shutdown' &&
      valueOf(line) !== undefined &&
      line.call.args.some((how) => ['SHUT_WR', 'SHUT_RDWR'].includes(nameIn(how)) || ends.includes(how)),
  );
}

/** The name of a constant; an empty string for other values. */
export function nameIn(value: PythonValue | undefined): string {
  return typeof value === 'object' && value !== null && 'constant' in value ? value.constant : '';
}

/** What an option was set to last in these calls; `undefined`: it was not. */
function optionIn(calls: readonly CallLine[], option: string): PythonValue | undefined {
  const set = calls.findLast(
    (line) =>
      line.call.name === 'setsockopt' && nameIn(line.call.args[1]) === option && valueOf(line) !== undefined,
  );
  return set?.call.args[2];
}

/** Whether a flag such as `SO_REUSEADDR` was set in these calls. */
export function isOn(calls: readonly CallLine[], option: string): boolean {
  const value = optionIn(calls, option);
  if (typeof value === 'object' && value !== null && 'bytes' in value)
    return fromBase64(value.bytes).some((byte) => byte !== 0);
  return value !== undefined && value !== null && value !== 0 && value !== false;
}

/** Whether `SO_LINGER` was set so that `close()` resets the connection: `struct.pack('ii', 1, 0)`. */
function resetsOnClose(calls: readonly CallLine[]): boolean {
  const value = optionIn(calls, 'SO_LINGER');
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return false;
  const bytes = fromBase64(value.bytes);
  return bytes.length >= 8 && bytes.slice(0, 4).some(Boolean) && !bytes.slice(4, 8).some(Boolean);
}

/** What was called on a socket of any program; empty where its program is not known. */
function callsOn({ snapshot }: FailedCall, { peer, program }: SocketRecord): readonly CallLine[] {
  const lines = snapshot.programs.find(({ name }) => name === program)?.lines.filter(isCall) ?? [];
  const began = lines.findLast(
    (line) => (acceptedFrom(line) ?? (isConnect(line) ? namedIn(line.call) : null))?.port === peer?.port,
  );
  if (began === undefined || !('fd' in began.call)) return [];
  const fd = isConnect(began) ? began.call.fd : heldSockets(valueOf(began) ?? null)[0]?.socket;
  return lines.filter(({ call }) => 'fd' in call && call.fd === fd);
}

/** Whether the other end was closed with `SO_LINGER` at 0 s. */
export function isResetByLinger(failed: FailedCall): boolean {
  return failed.peer !== null && resetsOnClose(callsOn(failed, failed.peer.record));
}

/** Whether a program has accepted the connection of a socket that connected. */
export function wasAccepted({ record, snapshot }: FailedCall): boolean {
  return snapshot.programs.some(({ lines }) =>
    lines.some((line) => isCall(line) && acceptedFrom(line)?.port === record?.local?.port),
  );
}

/** Sockets in the way of an address: those of its port, and at its address or at all. */
export function holdersOf({ record, snapshot }: FailedCall, { address, port }: Endpoint): SocketRecord[] {
  return [...snapshot.sockets.values()].filter(
    ({ id, type, local }) =>
      id !== record?.id &&
      (record === null || type === record.type) &&
      local?.port === port &&
      isSameAddress(address, local.address),
  );
}

const wildcards: readonly string[] = ['', '0.0.0.0', '::'];

export function isWildcard(address: string): boolean {
  return wildcards.includes(address);
}

/** Whether two sockets with one port and these addresses are in each other's way; names such as `localhost` may be. */
function isSameAddress(host: string, address: string): boolean {
  if (host === address || isWildcard(host) || isWildcard(address)) return true;
  return !/^[\d.]+$|:/.test(host);
}

/** The address that the socket wants, by its call or by an earlier `bind()`. */
export function wantedBy({ call, record }: FailedCall): Endpoint | null {
  return namedIn(call) ?? record?.local ?? null;
}

/** Whether an earlier socket, now closed, was bound to this port with `SO_REUSEADDR` on. */
export function hadReuseAddress({ snapshot }: FailedCall, port: number): boolean {
  return snapshot.programs.some(({ lines }) =>
    lines.some((line, at) => {
      if (!isCall(line) || line.call.name !== 'bind' || valueOf(line) === undefined) return false;
      if (namedIn(line.call)?.port !== port) return false;
      return isOn(lifeOf(lines.slice(0, at), line.call.fd).calls, 'SO_REUSEADDR');
    }),
  );
}
