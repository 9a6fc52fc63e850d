import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { CallName } from '#lib/lab/protocol/messages.ts';
import { type callNames, functionNames, methodNames } from '#lib/lab/protocol/names.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { CallLine, Descriptor, ProgramSnapshot, Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { heldSockets } from '#lib/lab/protocol/encode-value.ts';

/** `s`, or `s2`, `s3` … while an open socket has that name. */
function freeName(program: ProgramSnapshot | null, wanted: string): string {
  const taken = new Set(program?.descriptors.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${String(number)}`;
  return name;
}

/** What a program has made of a socket so far. */
type SocketRole = 'fresh' | 'bound' | 'listening' | 'connected';

/** A call that returned a value. */
interface Done {
  readonly name: CallName;
  readonly value: PythonValue;
  /** It opened the socket, rather than was called on it. */
  readonly opens: boolean;
}

function valueOf({ outcome }: CallLine): { readonly value: PythonValue } | null {
  return outcome?.kind === 'returned' && outcome.result.ok ? { value: outcome.result.value } : null;
}

/** Calls on a descriptor that returned, the last first, back to the one that opened it, which is included. */
function doneOn({ lines }: ProgramSnapshot, fd: number): Done[] {
  const done: Done[] = [];
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (line === undefined || line.kind === 'exit') break;
    const returned = valueOf(line);
    if (returned === null) continue;
    const { call } = line;
    const opens = heldSockets(returned.value).some(({ socket }) => socket === fd);
    if (opens || ('fd' in call && call.fd === fd))
      done.push({ name: call.name, value: returned.value, opens });
    if (opens) break;
  }
  return done;
}

function roleByCalls(done: readonly Done[]): SocketRole {
  for (const { name, opens } of done) {
    if (name === 'accept') return opens ? 'connected' : 'listening';
    if (name === 'listen') return 'listening';
    if (name === 'connect') return 'connected';
    if (name === 'bind') return 'bound';
  }
  return 'fresh';
}

/** What the kernel says comes first; where it says nothing yet, or cannot be asked, what was called counts. */
function roleOf(program: ProgramSnapshot, { fd, record }: Descriptor): SocketRole {
  const called = roleByCalls(doneOn(program, fd));
  if (record?.state === 'LISTEN') return 'listening';
  if (record?.type === 'SOCK_DGRAM') return record.peer === null ? called : 'connected';
  if (record === null || record.state === null || record.state === 'CLOSED') return called;
  return 'connected';
}

/** A call that may come next. */
export interface Suggestion {
  /** The whole line, as typed: `conn, addr = s.accept()`. */
  readonly text: string;
  /** Short, for a button: `accept()`, `bind(…)`. */
  readonly label: string;
}

/** Calls of one variable, or of the module. */
interface CallGroup {
  readonly name: string;
  readonly calls: readonly Suggestion[];
}

const usualPort = 65_000;
const mostSuggestions = 8;
const greeting = "b'Hello world'";
/** Longer ones are not sent back as they came. */
const maxEchoLength = 80;

interface Named {
  readonly name: string;
  readonly isDatagram: boolean;
  readonly role: SocketRole;
  /** The last first. */
  readonly done: readonly Done[];
}

/** What suggestions are made of: the program itself, and every socket that the kernel knows. */
type Known = Pick<Snapshot, 'programs' | 'sockets'>;

function isServer(name: string): boolean {
  return name.startsWith('server');
}

/** A port that somebody listens on, and how to reach it; the usual one where nobody does. */
function whereToConnect({ sockets }: Known): string {
  for (const { state, family, local } of sockets.values())
    if (state === 'LISTEN' && family === 'AF_INET' && local !== null)
      return `('${local.address === '0.0.0.0' ? '127.0.0.1' : local.address}', ${String(local.port)})`;
  return `('127.0.0.1', ${String(usualPort)})`;
}

/** Where the last datagram came from, or else a datagram socket that has an address. */
function whereToSend({ sockets }: Known, done: readonly Done[]): string {
  const value = done.find(({ name }) => name === 'recvfrom')?.value ?? null;
  const sender =
    typeof value === 'object' && value !== null && 'tuple' in value ? (value.tuple[1] ?? null) : null;
  if (sender !== null) return formatValue(sender);
  for (const { type, local, peer } of sockets.values())
    if (type === 'SOCK_DGRAM' && local !== null && local.port !== 0 && peer === null)
      return `('${local.address === '0.0.0.0' ? '127.0.0.1' : local.address}', ${String(local.port)})`;
  return `('127.0.0.1', ${String(usualPort)})`;
}

/** The usual port, or the next above it on which nobody listens. */
function whereToBind({ sockets }: Known): string {
  const taken = new Set(
    [...sockets.values()].map(({ state, local }) => (state === 'LISTEN' ? local?.port : null)),
  );
  let port = usualPort;
  while (taken.has(port)) port++;
  return `('127.0.0.1', ${String(port)})`;
}

function argumentsOf(name: (typeof callNames)[number], snapshot: Known, done: readonly Done[]): string {
  switch (name) {
    case 'socket':
      return 'AF_INET, SOCK_STREAM';
    case 'gethostbyname':
      return "'localhost'";
    case 'getaddrinfo':
      return `'localhost', ${String(usualPort)}`;
    case 'setdefaulttimeout':
      return '2.0';
    case 'setsockopt':
      return 'SOL_SOCKET, SO_REUSEADDR, 1';
    case 'getsockopt':
      return 'SOL_SOCKET, SO_RCVBUF';
    case 'settimeout':
      return '2.0';
    case 'setblocking':
      return 'False';
    case 'bind':
      return whereToBind(snapshot);
    case 'listen':
      return '1';
    case 'connect':
    case 'connect_ex':
      return whereToConnect(snapshot);
    case 'send':
    case 'sendall':
      return lastReceived(done) ?? greeting;
    case 'sendto':
      return `${lastReceived(done) ?? greeting}, ${whereToSend(snapshot, done)}`;
    case 'recv':
    case 'recvfrom':
      return '1024';
    case 'shutdown':
      return 'SHUT_WR';
    case 'poll':
      return '[], 1000';
    case 'gethostname':
    case 'getdefaulttimeout':
    case 'gettimeout':
    case 'accept':
    case 'close':
    case 'fileno':
    case 'getsockname':
    case 'getpeername':
      return '';
    default:
      return name satisfies never;
  }
}

/** What came with the last `recv`, if it was anything and is not long. */
function lastReceived(done: readonly Done[]): string | null {
  const value = done.find(({ name }) => name === 'recv' || name === 'recvfrom')?.value;
  const received = typeof value === 'object' && value !== null && 'tuple' in value ? value.tuple[0] : value;
  const shown = received === undefined ? '' : formatValue(received);
  return shown === '' || shown === "b''" || shown.length > maxEchoLength ? null : shown;
}

class Suggestions {
  readonly #snapshot: Known;
  readonly #program: ProgramSnapshot | null;
  readonly #base: string;
  readonly sockets: readonly Named[];

  constructor(snapshot: Known, name: string) {
    this.#snapshot = snapshot;
    const program = snapshot.programs.find((one) => one.name === name) ?? null;
    this.#program = program;
    this.#base = isServer(name) ? 's' : 'c';
    this.sockets = program === null ? [] : program.descriptors.flatMap((one) => named(program, one));
  }

  function(name: (typeof functionNames)[number]): Suggestion {
    const args = argumentsOf(name, this.#snapshot, []);
    const [first] = this.sockets;
    const called =
      name === 'poll' && first !== undefined ? `poll([(${first.name}, POLLIN)], 1000)` : `${name}(${args})`;
    const text = name === 'socket' ? `${freeName(this.#program, this.#base)} = ${called}` : called;
    return { text, label: labelOf(name, called) };
  }

  method({ name: receiver, done }: Named, name: (typeof methodNames)[number]): Suggestion {
    const called = `${name}(${argumentsOf(name, this.#snapshot, done)})`;
    const line = `${receiver}.${called}`;
    const { length } = this.sockets;
    const text =
      name === 'accept'
        ? `${freeName(this.#program, 'conn')}, ${freeName(this.#program, 'addr')} = ${line}`
        : line;
    return { text, label: length > 1 ? `${receiver}.${labelOf(name, called)}` : labelOf(name, called) };
  }
}

function labelOf(name: string, called: string): string {
  return called.endsWith('()') ? `${name}()` : `${name}(…)`;
}

function named(program: ProgramSnapshot, descriptor: Descriptor): Named[] {
  const { name, fd, record } = descriptor;
  if (name === null) return [];
  const isDatagram = record?.type === 'SOCK_DGRAM';
  return [{ name, isDatagram, role: roleOf(program, descriptor), done: doneOn(program, fd) }];
}

type Methods = readonly (typeof methodNames)[number][];

/** These make, or need, a connection that datagrams do not have. */
const streamMethods: Methods = ['listen', 'accept', 'shutdown'];

function methodsOf({ isDatagram }: Named): Methods {
  return isDatagram ? methodNames.filter((name) => !streamMethods.includes(name)) : methodNames;
}

/** What is likely with a socket for datagrams: it receives once it has an address, and needs no peer. */
function likelyWithDatagrams({ role }: Named, ofServer: boolean): Methods {
  switch (role) {
    case 'fresh':
      return ofServer ? ['bind', 'sendto', 'close'] : ['sendto', 'connect', 'bind', 'close'];
    case 'bound':
      return ['recvfrom', 'sendto', 'close'];
    case 'connected':
    case 'listening':
      return ['send', 'recv', 'close'];
    default:
      return role satisfies never;
  }
}

function afterTransfer(done: readonly Done[], begins: 'recv' | 'sendall'): Methods {
  const last = done.find(({ name }) => name === 'recv' || name === 'send' || name === 'sendall');
  if (last === undefined)
    return begins === 'recv' ? ['recv', 'sendall', 'close'] : ['sendall', 'recv', 'close'];
  if (last.name !== 'recv') return ['recv', 'close', 'sendall'];
  const isEnd = formatValue(last.value) === "b''";
  if (isEnd || begins === 'sendall') return ['close', 'sendall', 'recv'];
  return ['sendall', 'recv', 'close'];
}

/** What is likely with a socket, likeliest first. */
function likelyWith(socket: Named, ofServer: boolean): Methods {
  const { role, done, isDatagram } = socket;
  if (isDatagram) return likelyWithDatagrams(socket, ofServer);
  switch (role) {
    case 'fresh':
      return ofServer ? ['bind', 'setsockopt', 'listen'] : ['connect', 'bind'];
    case 'bound':
      return ofServer ? ['listen', 'accept'] : ['connect', 'listen'];
    case 'listening':
      return ['accept', 'close'];
    case 'connected':
      return done.some(({ name }) => name === 'shutdown')
        ? ['recv', 'close']
        : [...afterTransfer(done, ofServer ? 'recv' : 'sendall'), 'shutdown'];
    default:
      return role satisfies never;
  }
}

/** A call that fails, and teaches why. */
function wrongWith({ role, isDatagram }: Named): Methods {
  if (isDatagram) return [];
  switch (role) {
    case 'fresh':
      return ['accept', 'sendall'];
    case 'bound':
      return ['connect'];
    case 'listening':
      return ['recv'];
    case 'connected':
      return ['connect', 'accept'];
    default:
      return role satisfies never;
  }
}

/** Connections come first, the latest before the others; then what is still to become something; listeners last. */
function urgencyOf({ role }: Named): number {
  return role === 'connected' ? 0 : role === 'listening' ? 2 : 1;
}

/**
 * Calls that a program may make next, the likeliest first; the last ones are wrong on purpose.
 *
 * @param program one that has made no call yet begins with `socket`
 */
export function suggestCalls(snapshot: Known, program: string): readonly Suggestion[] {
  const suggestions = new Suggestions(snapshot, program);
  const { sockets } = suggestions;
  const ofServer = isServer(program) || sockets.some(({ role }) => role === 'listening');
  const open = suggestions.function('socket');
  if (sockets.length === 0)
    return [open, suggestions.function('gethostname'), suggestions.function('gethostbyname')];
  const ordered = [...sockets].reverse().sort((a, b) => urgencyOf(a) - urgencyOf(b));
  const likely = ordered.map((socket) =>
    likelyWith(socket, ofServer).map((name) => suggestions.method(socket, name)),
  );
  const first = likely.flatMap((calls) => calls.slice(0, 1));
  const rest = likely.flatMap((calls) => calls.slice(1));
  const wrong = ordered
    .slice(0, 1)
    .flatMap((socket) => wrongWith(socket).map((name) => suggestions.method(socket, name)));
  const all = [...first, ...rest.slice(0, mostSuggestions - 4), open, ...wrong];
  const byText = new Map(all.map((suggestion) => [suggestion.text, suggestion]));
  return [...byText.values()].slice(0, mostSuggestions);
}

/** Every call there is, with arguments to be edited: for each variable that holds an open socket, then the module's. */
export function allCalls(snapshot: Known, program: string): readonly CallGroup[] {
  const suggestions = new Suggestions(snapshot, program);
  return [
    ...suggestions.sockets.map((socket) => ({
      name: socket.name,
      calls: methodsOf(socket).map((name) => suggestions.method(socket, name)),
    })),
    { name: 'socket', calls: functionNames.map((name) => suggestions.function(name)) },
  ];
}
