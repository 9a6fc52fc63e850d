import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CallName } from '#lib/lab/protocol/messages.ts';
import type { ConstantName, PythonValue } from '#lib/lab/protocol/python-value.ts';
import { type TestLab, withLab } from '#test/server/kernel-session.ts';

/** A call on a fresh socket: what is written in Python, and the same as a message. */
type Case = readonly [python: string, name: CallName, ...args: PythonValue[]];

const t = (...items: PythonValue[]) => ({ tuple: items }) as PythonValue;
const b = (text: string): PythonValue => ({ bytes: Buffer.from(text).toString('base64') });
const f = (float: number): PythonValue => ({ float });
const c = (constant: ConstantName): PythonValue => ({ constant });
const huge: PythonValue = { int: `1${'0'.repeat(30)}` };

const onSocket: readonly Case[] = [
  [`s.bind('127.0.0.1', 65000)`, 'bind', '127.0.0.1', 65000],
  [`s.bind()`, 'bind'],
  [`s.bind('127.0.0.1')`, 'bind', '127.0.0.1'],
  [`s.bind(5)`, 'bind', 5],
  [`s.bind(['127.0.0.1', 65000])`, 'bind', ['127.0.0.1', 65000]],
  [`s.bind(('127.0.0.1', 65000, 1))`, 'bind', t('127.0.0.1', 65000, 1)],
  [`s.bind(('127.0.0.1',))`, 'bind', t('127.0.0.1')],
  [`s.bind(('127.0.0.1', '65000'))`, 'bind', t('127.0.0.1', '65000')],
  [`s.bind(('127.0.0.1', 65000.0))`, 'bind', t('127.0.0.1', f(65000))],
  [`s.bind(('127.0.0.1', None))`, 'bind', t('127.0.0.1', null)],
  [`s.bind(('127.0.0.1', 70000))`, 'bind', t('127.0.0.1', 70000)],
  [`s.bind(('127.0.0.1', -1))`, 'bind', t('127.0.0.1', -1)],
  [`s.bind(('127.0.0.1', 10**30))`, 'bind', t('127.0.0.1', huge)],
  [`s.bind((127, 65000))`, 'bind', t(127, 65000)],
  [`s.bind((None, 65000))`, 'bind', t(null, 65000)],
  [`s.bind((b'127.0.0.1', 0))`, 'bind', t(b('127.0.0.1'), 0)],
  [`s.bind(('a\\0b', 65000))`, 'bind', t('a\0b', 65000)],
  [`s.bind(('', 0))`, 'bind', t('', 0)],
  [`s.bind(('127.1', 0))`, 'bind', t('127.1', 0)],
  [`s.bind(('localhost', 0))`, 'bind', t('localhost', 0)],
  [`s.bind(('192.0.2.1', 0))`, 'bind', t('192.0.2.1', 0)],
  [`s.sendto()`, 'sendto'],
  [`s.sendto(b'x')`, 'sendto', b('x')],
  [`s.sendto('x', ('127.0.0.1', 1))`, 'sendto', 'x', t('127.0.0.1', 1)],
  [`s.sendto(b'x', '127.0.0.1')`, 'sendto', b('x'), '127.0.0.1'],
  [`s.sendto(b'x', 0)`, 'sendto', b('x'), 0],
  [`s.sendto(b'x', 'y', ('127.0.0.1', 1))`, 'sendto', b('x'), 'y', t('127.0.0.1', 1)],
  [`s.sendto(b'x', 0, ('127.0.0.1', 70000))`, 'sendto', b('x'), 0, t('127.0.0.1', 70000)],
  [`s.sendto(b'x', 0, ('127.0.0.1', 1), 4)`, 'sendto', b('x'), 0, t('127.0.0.1', 1), 4],
  [`s.sendto(b'x', ('127.0.0.1', 1))`, 'sendto', b('x'), t('127.0.0.1', 1)],
  [`s.recvfrom()`, 'recvfrom'],
  [`s.recvfrom(-1)`, 'recvfrom', -1],
  [`s.recvfrom(10)`, 'recvfrom', 10],
  [`s.recvfrom(10, 'x')`, 'recvfrom', 10, 'x'],
  [`s.recvfrom(1, 2, 3)`, 'recvfrom', 1, 2, 3],
  [`s.connect(('::1', 5))`, 'connect', t('::1', 5)],
  [`s.connect(('256.1.1.1', 5))`, 'connect', t('256.1.1.1', 5)],
  [`s.connect(('127.0.0.1', 1))`, 'connect', t('127.0.0.1', 1)],
  [`s.connect(('0.0.0.0', 1))`, 'connect', t('0.0.0.0', 1)],
  [`s.connect('127.0.0.1', 5)`, 'connect', '127.0.0.1', 5],
  [`s.connect(('127.0.0.1', 70000))`, 'connect', t('127.0.0.1', 70000)],
  [`s.connect('a')`, 'connect', 'a'],
  [`s.connect_ex(('127.0.0.1', 1))`, 'connect_ex', t('127.0.0.1', 1)],
  [`s.connect_ex('127.0.0.1', 5)`, 'connect_ex', '127.0.0.1', 5],
  [`s.connect_ex(('127.0.0.1', 70000))`, 'connect_ex', t('127.0.0.1', 70000)],
  [`s.connect_ex('x')`, 'connect_ex', 'x'],
  [`s.listen('1')`, 'listen', '1'],
  [`s.listen(None)`, 'listen', null],
  [`s.listen(1.0)`, 'listen', f(1)],
  [`s.listen(1, 2)`, 'listen', 1, 2],
  [`s.listen(2**40)`, 'listen', 2 ** 40],
  [`s.listen(10**30)`, 'listen', huge],
  [`s.listen(-2**40)`, 'listen', -(2 ** 40)],
  [`s.listen(-1)`, 'listen', -1],
  [`s.listen()`, 'listen'],
  [`s.listen(True)`, 'listen', true],
  [`s.accept(1)`, 'accept', 1],
  [`s.accept()`, 'accept'],
  [`s.recv()`, 'recv'],
  [`s.recv('1024')`, 'recv', '1024'],
  [`s.recv(10.0)`, 'recv', f(10)],
  [`s.recv(-1)`, 'recv', -1],
  [`s.recv(10**30)`, 'recv', huge],
  [`s.recv(1, 2, 3)`, 'recv', 1, 2, 3],
  [`s.recv(1, 'x')`, 'recv', 1, 'x'],
  [`s.recv(None)`, 'recv', null],
  [`s.recv(0)`, 'recv', 0],
  [`s.recv(1024)`, 'recv', 1024],
  [`s.send('hi')`, 'send', 'hi'],
  [`s.send(None)`, 'send', null],
  [`s.send(5)`, 'send', 5],
  [`s.send([1])`, 'send', [1]],
  [`s.send((1, 2))`, 'send', t(1, 2)],
  [`s.send()`, 'send'],
  [`s.send(b'', 1, 2)`, 'send', b(''), 1, 2],
  [`s.send(b'x')`, 'send', b('x')],
  [`s.sendall('hi')`, 'sendall', 'hi'],
  [`s.sendall()`, 'sendall'],
  [`s.sendall(b'x')`, 'sendall', b('x')],
  [`s.shutdown()`, 'shutdown'],
  [`s.shutdown('x')`, 'shutdown', 'x'],
  [`s.shutdown(5)`, 'shutdown', 5],
  [`s.shutdown(SHUT_RDWR)`, 'shutdown', c('SHUT_RDWR')],
  [`s.shutdown(2**40)`, 'shutdown', 2 ** 40],
  [`s.close(1)`, 'close', 1],
  [`s.close()`, 'close'],
  [`s.fileno(1)`, 'fileno', 1],
  [`s.getsockname(1)`, 'getsockname', 1],
  [`s.getsockname()`, 'getsockname'],
  [`s.getpeername()`, 'getpeername'],
  [`s.settimeout('x')`, 'settimeout', 'x'],
  [`s.settimeout(-1)`, 'settimeout', -1],
  [`s.settimeout()`, 'settimeout'],
  [`s.settimeout(1, 2)`, 'settimeout', 1, 2],
  [`s.settimeout(10**30)`, 'settimeout', huge],
  [`s.settimeout(1e300)`, 'settimeout', f(1e300)],
  [`s.settimeout(1e10)`, 'settimeout', f(1e10)],
  [`s.settimeout(0.25)`, 'settimeout', f(0.25)],
  [`s.gettimeout()`, 'gettimeout'],
  [`s.gettimeout(1)`, 'gettimeout', 1],
  [`s.setblocking('x')`, 'setblocking', 'x'],
  [`s.setblocking()`, 'setblocking'],
  [`s.setblocking(False)`, 'setblocking', false],
  [`s.setsockopt(1, 2)`, 'setsockopt', 1, 2],
  [`s.setsockopt(1, 2, 'x')`, 'setsockopt', 1, 2, 'x'],
  [`s.setsockopt(1, 2, None)`, 'setsockopt', 1, 2, null],
  [`s.setsockopt(1, 'x', 1)`, 'setsockopt', 1, 'x', 1],
  [`s.setsockopt(1, 2, 1.0)`, 'setsockopt', 1, 2, f(1)],
  [`s.setsockopt(1, 2, 2**40)`, 'setsockopt', 1, 2, 2 ** 40],
  [`s.setsockopt(1, 2, 3, 4, 5)`, 'setsockopt', 1, 2, 3, 4, 5],
  [`s.setsockopt(SOL_SOCKET, SO_REUSEADDR, True)`, 'setsockopt', c('SOL_SOCKET'), c('SO_REUSEADDR'), true],
  [`s.setsockopt(SOL_SOCKET, SO_LINGER, 1)`, 'setsockopt', c('SOL_SOCKET'), c('SO_LINGER'), 1],
  [
    `s.setsockopt(SOL_SOCKET, SO_LINGER, b'\\1\\0\\0\\0\\0\\0\\0\\0')`,
    'setsockopt',
    c('SOL_SOCKET'),
    c('SO_LINGER'),
    b('\u0001\0\0\0\0\0\0\0'),
  ],
  [`s.setsockopt(SO_REUSEADDR, SOL_SOCKET, 1)`, 'setsockopt', c('SO_REUSEADDR'), c('SOL_SOCKET'), 1],
  [`s.setsockopt(999, 9, 1)`, 'setsockopt', 999, 9, 1],
  [`s.setsockopt(IPPROTO_TCP, TCP_MAXSEG, 5)`, 'setsockopt', c('IPPROTO_TCP'), c('TCP_MAXSEG'), 5],
  [`s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)`, 'setsockopt', c('IPPROTO_TCP'), c('TCP_NODELAY'), 1],
  [`s.getsockopt(1)`, 'getsockopt', 1],
  [`s.getsockopt(1, 2, 3, 4)`, 'getsockopt', 1, 2, 3, 4],
  [`s.getsockopt('x', 13)`, 'getsockopt', 'x', 13],
  [`s.getsockopt(SOL_SOCKET, SO_REUSEADDR)`, 'getsockopt', c('SOL_SOCKET'), c('SO_REUSEADDR')],
  [`s.getsockopt(SOL_SOCKET, SO_TYPE)`, 'getsockopt', c('SOL_SOCKET'), c('SO_TYPE')],
  [`s.getsockopt(SOL_SOCKET, SO_PROTOCOL)`, 'getsockopt', c('SOL_SOCKET'), c('SO_PROTOCOL')],
  [`s.getsockopt(SOL_SOCKET, SO_DOMAIN)`, 'getsockopt', c('SOL_SOCKET'), c('SO_DOMAIN')],
  [`s.getsockopt(SOL_SOCKET, SO_ERROR)`, 'getsockopt', c('SOL_SOCKET'), c('SO_ERROR')],
  [`s.getsockopt(SOL_SOCKET, SO_LINGER, 8)`, 'getsockopt', c('SOL_SOCKET'), c('SO_LINGER'), 8],
  [`s.getsockopt(SOL_SOCKET, SO_LINGER, -1)`, 'getsockopt', c('SOL_SOCKET'), c('SO_LINGER'), -1],
  [`s.getsockopt(SOL_SOCKET, SO_LINGER, 2000)`, 'getsockopt', c('SOL_SOCKET'), c('SO_LINGER'), 2000],
];

const onClosedSocket: readonly Case[] = [
  [`s.recv(1)`, 'recv', 1],
  [`s.recv()`, 'recv'],
  [`s.close()`, 'close'],
  [`s.fileno()`, 'fileno'],
  [`s.getsockname()`, 'getsockname'],
  [`s.accept()`, 'accept'],
  [`s.listen()`, 'listen'],
  [`s.send(b'x')`, 'send', b('x')],
  [`s.shutdown(SHUT_WR)`, 'shutdown', c('SHUT_WR')],
  [`s.settimeout(1)`, 'settimeout', 1],
  [`s.bind(1, 2)`, 'bind', 1, 2],
  [`s.bind(('127.0.0.1', 0))`, 'bind', t('127.0.0.1', 0)],
  [`s.connect(('127.0.0.1', 70000))`, 'connect', t('127.0.0.1', 70000)],
];

const onIpv6Socket: readonly Case[] = [
  [`s.bind(('::1', 0))`, 'bind', t('::1', 0)],
  [`s.connect(('::1',))`, 'connect', t('::1')],
  [`s.connect(('::1', 1, 2, 3, 4))`, 'connect', t('::1', 1, 2, 3, 4)],
  [`s.connect(('127.0.0.1', 1))`, 'connect', t('127.0.0.1', 1)],
  [`s.connect(('::1', 70000))`, 'connect', t('::1', 70000)],
  [`s.connect('::1')`, 'connect', '::1'],
  [`s.connect(('::1', 1, 2**21))`, 'connect', t('::1', 1, 2 ** 21)],
  [`s.connect(('::1', 1))`, 'connect', t('::1', 1)],
  [`s.getsockname()`, 'getsockname'],
];

const functions: readonly Case[] = [
  [`socket('x')`, 'socket', 'x'],
  [`socket(None, None)`, 'socket', null, null],
  [`socket(1, 2, 3, 4, 5)`, 'socket', 1, 2, 3, 4, 5],
  [`socket(99, 1)`, 'socket', 99, 1],
  [`socket(AF_INET, 99)`, 'socket', c('AF_INET'), 99],
  [`socket(AF_INET, SOCK_STREAM, 17)`, 'socket', c('AF_INET'), c('SOCK_STREAM'), 17],
  [`socket(2.0, 1)`, 'socket', f(2), 1],
  [`socket(2**40, 1)`, 'socket', 2 ** 40, 1],
  [`gethostname(1)`, 'gethostname', 1],
  [`gethostname()`, 'gethostname'],
  [`gethostbyname()`, 'gethostbyname'],
  [`gethostbyname(5)`, 'gethostbyname', 5],
  [`gethostbyname(None)`, 'gethostbyname', null],
  [`gethostbyname('')`, 'gethostbyname', ''],
  [`gethostbyname('127.1')`, 'gethostbyname', '127.1'],
  [`gethostbyname('0x7f.1')`, 'gethostbyname', '0x7f.1'],
  [`gethostbyname('::1')`, 'gethostbyname', '::1'],
  [`gethostbyname('localhost')`, 'gethostbyname', 'localhost'],
  [`gethostbyname('LOCALHOST')`, 'gethostbyname', 'LOCALHOST'],
  [`gethostbyname('0')`, 'gethostbyname', '0'],
  [`gethostbyname(b'localhost')`, 'gethostbyname', b('localhost')],
];

const groups = {
  'a fresh socket': { prepare: 's = socket()', cases: onSocket },
  'a closed socket': { prepare: 's = socket(); s.close()', cases: onClosedSocket },
  'a fresh IPv6 socket': { prepare: 's = socket(AF_INET6)', cases: onIpv6Socket },
  'no socket': { prepare: 'pass', cases: functions },
};

/** What Python of this host makes of the same, each case on a socket of its own. */
const program = `
import fcntl, json, struct, sys
from socket import *
# In a network that is its own, the loopback interface is still down.
with socket(AF_INET, SOCK_DGRAM) as control:
    try: fcntl.ioctl(control, 0x8914, struct.pack('16sh22x', b'lo', 0x41))
    except OSError: pass
def shown(value):
    if isinstance(value, bytes): return {'bytes': value.hex()}
    return value
answers = []
for prepare, call in json.load(sys.stdin):
    space = dict(globals())
    exec(prepare, space)
    try: answers.append(['value', shown(eval(call, space))])
    except BaseException as error:
        kind = type(error)
        name = kind.__name__ if kind.__module__ == 'builtins' else kind.__module__ + '.' + kind.__name__
        answers.append(['raised', name, getattr(error, 'errno', None), str(error)])
    if 's' in space: space['s'].close()
print(json.dumps({'version': sys.version_info[:2], 'answers': answers}))
`;

const asked = Object.values(groups).flatMap(({ prepare, cases }) =>
  cases.map(([python]) => [prepare, python]),
);
const python = spawnSync('python3', ['-c', program], { input: JSON.stringify(asked), encoding: 'utf8' });
const noPython = python.status === 0 ? null : 'python3 is not installed';
const fromPython =
  noPython === null
    ? (JSON.parse(python.stdout) as { version: [number, number]; answers: unknown[][] })
    : { version: [0, 0], answers: [] };
/** The words of the messages are those of this version; others change some. */
const sameWords = fromPython.version.join('.') === '3.11';

function shown(value: PythonValue): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  if ('bytes' in value) return { bytes: Buffer.from(value.bytes, 'base64').toString('hex') };
  if ('float' in value) return value.float;
  if ('tuple' in value) return value.tuple;
  return value;
}

async function answer(lab: TestLab, prepare: string, name: CallName, args: PythonValue[]): Promise<unknown> {
  const onFunction = prepare === 'pass';
  let fd: number | null = null;
  if (!onFunction) {
    fd = await lab.socket('p', ...(prepare.includes('AF_INET6') ? [c('AF_INET6')] : []));
    if (prepare.includes('close')) {
      await lab.call('p', 'close', fd);
      fd = -1;
    }
  }
  const result = await lab.result(lab.start('p', name, fd, ...args));
  if (typeof result === 'string') return result;
  if (result.ok) return ['value', shown(result.value)];
  const { exception, errno, message } = result.error;
  return ['raised', exception, errno, message];
}

describe.skipIf(noPython !== null)('Like Python of this host', () => {
  let index = 0;
  for (const [what, { prepare, cases }] of Object.entries(groups)) {
    describe(`on ${what}`, () => {
      for (const [written, name, ...args] of cases) {
        const wanted = fromPython.answers[index++];
        it(written, () =>
          withLab(async (lab) => {
            const got = await answer(lab, prepare, name, args);
            const words = (all: unknown) => (sameWords || !Array.isArray(all) ? all : all.slice(0, 3));
            expect(words(got)).toEqual(words(wanted));
          }),
        );
      }
    });
  }
});
