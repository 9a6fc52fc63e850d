import type { LabCall } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { connect, connectEx } from '#server/kernel/calls/connect.ts';
import { createSocket } from '#server/kernel/calls/create.ts';
import { attribute, value } from '#server/kernel/calls/expression.ts';
import { getAddrInfo } from '#server/kernel/calls/getaddrinfo.ts';
import { close, shutDown } from '#server/kernel/calls/end.ts';
import {
  fileNumber,
  getHostByName,
  getHostName,
  getPeerName,
  getSockName,
} from '#server/kernel/calls/inspect.ts';
import {
  getDefaultTimeout,
  getSockOpt,
  getSocketTimeout,
  setBlocking,
  setDefaultTimeout,
  setSockOpt,
  setSocketTimeout,
} from '#server/kernel/calls/options.ts';
import { accept, bind, listen } from '#server/kernel/calls/passive.ts';
import { poll } from '#server/kernel/calls/poll.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { recv, recvFrom, send, sendAll, sendTo } from '#server/kernel/calls/transfer.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';

type PythonFunction = (deps: CallDeps, args: readonly PythonValue[]) => PreparedCall;
type SocketMethod = (deps: CallDeps, args: readonly PythonValue[], socket: OpenSocket | null) => PreparedCall;

type FunctionName = Exclude<LabCall, { fd: number }>['name'];
type MethodName = Extract<LabCall, { fd: number }>['name'];

const functions: Readonly<Record<FunctionName, PythonFunction>> = {
  socket: createSocket,
  gethostname: getHostName,
  gethostbyname: getHostByName,
  getaddrinfo: getAddrInfo,
  setdefaulttimeout: setDefaultTimeout,
  getdefaulttimeout: getDefaultTimeout,
  value,
  attribute,
  poll,
};

const methods: Readonly<Record<MethodName, SocketMethod>> = {
  setsockopt: setSockOpt,
  getsockopt: getSockOpt,
  settimeout: setSocketTimeout,
  gettimeout: getSocketTimeout,
  setblocking: setBlocking,
  bind,
  listen,
  accept,
  connect,
  connect_ex: connectEx,
  send,
  sendall: sendAll,
  sendto: sendTo,
  recv,
  recvfrom: recvFrom,
  shutdown: shutDown,
  close,
  fileno: fileNumber,
  getsockname: getSockName,
  getpeername: getPeerName,
};

/** Calls that leave every socket and the wire as they are, so that nothing need be looked at after them. */
const changesNothing: ReadonlySet<LabCall['name']> = new Set([
  'gethostname',
  'gethostbyname',
  'getaddrinfo',
  'setdefaulttimeout',
  'getdefaulttimeout',
  'value',
  'attribute',
  'getsockopt',
  'settimeout',
  'gettimeout',
  'setblocking',
  'fileno',
  'getsockname',
  'getpeername',
  'poll',
] as const);

/** Calls that move bytes from queue to queue. `sendto` may bind its socket, too. */
const movesBytes: ReadonlySet<LabCall['name']> = new Set(['send', 'sendall', 'recv', 'recvfrom'] as const);

/** What has to be looked at after a call. */
export function whatChanges({ name }: LabCall): 'nothing' | 'bytes' | 'sockets' {
  if (changesNothing.has(name)) return 'nothing';
  return movesBytes.has(name) ? 'bytes' : 'sockets';
}

/** Checks a call's arguments as Python does, before any system call. Throws a `Raise` or a `Refusal`. */
export function prepareCall(deps: CallDeps, call: LabCall): PreparedCall {
  if (!('fd' in call)) return functions[call.name](deps, call.args);
  return methods[call.name](deps, call.args, deps.program.socket(call.fd));
}
