import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCardHeading } from '#lib/deck/card-heading.ts';
import { findBlanks } from '#lib/deck/find-blanks.ts';
import { splitDeck } from '#lib/deck/split-deck.ts';

const pythonMissing = spawnSync('python3', ['--version']).status !== 0;
if (pythonMissing) console.log('The facts of the deck are not checked: there is no python3 on this host.');

const linux = process.platform === 'linux';
if (!linux) console.log('Facts about Linux are not checked: this host runs another system.');

const limitMs = 20_000;

/** What every snippet begins with. */
const preamble = `
import errno, os, struct, sys, threading, time
from socket import *

def tcp():
    return socket(AF_INET, SOCK_STREAM)

def listener(backlog=5, host='127.0.0.1'):
    s = tcp()
    s.bind((host, 0))
    s.listen(backlog)
    return s

def pair():
    s = listener()
    c = tcp()
    c.connect(s.getsockname())
    conn, addr = s.accept()
    return s, c, conn

def raised(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return 'nothing'

def code(call):
    try:
        call()
    except OSError as error:
        return errno.errorcode[error.errno]
    return 'nothing'

STATES = {1: 'ESTABLISHED', 2: 'SYN-SENT', 4: 'FIN-WAIT-1', 5: 'FIN-WAIT-2', 6: 'TIME-WAIT', 7: 'CLOSED', 8: 'CLOSE-WAIT', 10: 'LISTEN'}

def state(s):
    return STATES[s.getsockopt(IPPROTO_TCP, TCP_INFO, 300)[0]]

def until(condition):
    end = time.monotonic() + 10
    while not condition():
        if time.monotonic() > end:
            sys.exit('waited in vain')
        time.sleep(0.001)

def arrived(s, count):
    until(lambda: len(s.recv(65536, MSG_PEEK)) >= count)

def blocks(s, call):
    s.setblocking(False)
    return raised(call) == 'BlockingIOError'

def time_wait_on(port):
    rows = [line.split() for line in open('/proc/net/tcp').read().splitlines()[1:]]
    return any(row[3] == '06' and int(row[1].split(':')[1], 16) == port for row in rows)

def left_in_time_wait(reuse):
    'An address whose server closed its connection first, and ended.'
    s = tcp()
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, reuse)
    s.bind(('127.0.0.1', 0))
    s.listen()
    address = s.getsockname()
    c = tcp()
    c.connect(address)
    conn, addr = s.accept()
    conn.close()
    c.recv(1)
    c.close()
    s.close()
    until(lambda: time_wait_on(address[1]))
    return address

def bind_again(address, reuse):
    s = tcp()
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, reuse)
    s.bind(address)
    s.listen()

def not_observable(reason):
    print('not observable here:', reason)
    sys.exit()

def leave_every_network():
    'Into a network of its own: its only interface is lo, and that is down.'
    import ctypes
    CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        not_observable('a network of its own is not to be had')

def drop(s, instructions):
    'Lets the kernel drop segments that s receives: classic BPF, 0 drops.'
    import ctypes
    program = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *one) for one in instructions))
    try:
        s.setsockopt(SOL_SOCKET, 26, struct.pack('@HP', len(instructions), ctypes.addressof(program)))
    except PermissionError:
        not_observable('dropping segments takes CAP_NET_ADMIN')

def drop_no_more(s):
    s.setsockopt(SOL_SOCKET, 27, 0)
`;

interface Fact {
  readonly card: string;
  readonly python: string;
  /** What the snippet prints, line by line; `\n` at the end is left out. */
  readonly prints: string;
  /** What the card says, where its words are not those that the snippet prints. */
  readonly says?: string;
  /** True only of Linux. */
  readonly onLinux?: true;
}

const facts: readonly Fact[] = [
  {
    card: 'gethostname-offline',
    python: `
name = gethostname()
leave_every_network()
print(if_nameindex(), code(lambda: tcp().connect(('127.0.0.1', 65000))))
print(gethostname() == name, type(name).__name__)`,
    prints: "[(1, 'lo')] ENETUNREACH\nTrue str",
    says: "It returns the computer's name, as a string",
    onLinux: true,
  },
  { card: 'gethostbyname-type', python: `print(repr(gethostbyname('localhost')))`, prints: "'127.0.0.1'" },
  {
    card: 'gaierror',
    python: `
try:
    gethostbyname('no-such-host.invalid')
except Exception as error:
    print(f'{type(error).__module__}.{type(error).__name__}')`,
    prints: 'socket.gaierror',
  },
  {
    card: 'ipv4-bits',
    python: `print(8 * len(inet_aton('10.0.0.7')))`,
    prints: '32',
    says: '**Answer:** 32',
  },
  {
    card: 'ipv4-valid',
    python: `
for text in ('10.0.0.7', '255.255.255.255', '256.1.1.1', '192.168.1.1.5'):
    if raised(lambda: inet_pton(AF_INET, text)) == 'nothing': print(text)`,
    prints: '10.0.0.7\n255.255.255.255',
  },
  { card: 'inet-aton', python: `print(raised(lambda: inet_aton('256.1.1.1')))`, prints: 'OSError' },
  {
    card: 'loopback-path',
    python: `
def received():
    rows = [line.split(':') for line in open('/proc/net/dev').read().splitlines()[2:]]
    return {name.strip(): int(counters.split()[0]) for name, counters in rows}
s, c, conn = pair()
before = received()
threading.Thread(target=lambda: (c.sendall(bytes(50_000_000)), c.close())).start()
while conn.recv(65536): pass
print([name for name, count in received().items() if count - before[name] >= 50_000_000])`,
    prints: "['lo']",
    says: '`lo`',
    onLinux: true,
  },
  {
    card: 'loopback-offline',
    python: `
import fcntl
leave_every_network()
fcntl.ioctl(tcp(), 0x8914, struct.pack('16sh14x', b'lo', 1)) # SIOCSIFFLAGS, IFF_UP
s, c, conn = pair()
c.sendall(b'Hello')
print(if_nameindex(), conn.recv(1024))`,
    prints: "[(1, 'lo')] b'Hello'",
    says: '**Yes.**',
    onLinux: true,
  },
  {
    card: 'loopback-range',
    python: `
s = listener(host='127.5.6.7')
c = tcp()
c.connect(s.getsockname())
print(c.getpeername()[0])`,
    prints: '127.5.6.7',
    onLinux: true,
  },
  {
    card: 'port-max',
    python: `
for port in (65535, 65536):
    if raised(lambda: tcp().bind(('127.0.0.1', port))) != 'OverflowError': print(port)`,
    prints: '65535',
  },
  {
    card: 'port-zero',
    python: `
s = tcp()
s.bind(('127.0.0.1', 0))
print(0 < s.getsockname()[1] < 65536)`,
    prints: 'True',
    says: 'It binds to a free port',
  },
  {
    card: 'port-70000',
    python: `print(raised(lambda: tcp().bind(('127.0.0.1', 70000))))`,
    prints: 'OverflowError',
  },
  {
    card: 'port-80',
    python: `
if int(open('/proc/sys/net/ipv4/ip_unprivileged_port_start').read()) != 1024:
    not_observable('ip_unprivileged_port_start has been changed')
if os.getuid() == 0:
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    except OSError:
        not_observable('this user cannot become an ordinary one')
bind = lambda: tcp().bind(('127.0.0.1', 80))
print(raised(bind), code(bind))`,
    prints: 'PermissionError EACCES',
    says: '`PermissionError` (`EACCES`)',
    onLinux: true,
  },
  {
    card: 'address-tuple',
    python: `
for address in (['127.0.0.1', 0], '127.0.0.1:0', ('127.0.0.1', 0), ('127.0.0.1', '0')):
    print(raised(lambda: tcp().bind(address)))`,
    prints: 'TypeError\nTypeError\nnothing\nTypeError',
    says: "- [x] `('127.0.0.1', 65000)`",
  },
  {
    card: 'same-port',
    python: `
s = listener()
for i in range(2):
    c = tcp()
    c.connect(s.getsockname())
    conn, addr = s.accept()
    print(conn.getsockname() == s.getsockname(), conn.fileno() != s.fileno())`,
    prints: 'True True\nTrue True',
    says: '**Answer:** 65000',
  },
  {
    card: 'default-protocol',
    python: `print(tcp().getsockopt(SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP)`,
    prints: 'True',
    says: '**Answer:** TCP',
    onLinux: true,
  },
  {
    card: 'socket-options',
    python: `
s = tcp()
print('| \`SO_DOMAIN\` | \`%s\` |' % AddressFamily(s.getsockopt(SOL_SOCKET, SO_DOMAIN)).name)
print('| \`SO_TYPE\` | \`%s\` |' % SocketKind(s.getsockopt(SOL_SOCKET, SO_TYPE)).name)
print('| \`SO_PROTOCOL\` | \`%s\` |' % {6: 'IPPROTO_TCP', 17: 'IPPROTO_UDP'}[s.getsockopt(SOL_SOCKET, SO_PROTOCOL)])`,
    prints: '| `SO_DOMAIN` | `AF_INET` |\n| `SO_TYPE` | `SOCK_STREAM` |\n| `SO_PROTOCOL` | `IPPROTO_TCP` |',
    onLinux: true,
  },
  {
    card: 'handshake-states',
    python: `
s, c, conn = pair()
print(f'both ends of the connection are in the state {state(c)}.' if state(c) == state(conn) else 'no')
print(f"The server's listening socket is still in the state {state(s)}.")`,
    prints:
      "both ends of the connection are in the state ESTABLISHED.\nThe server's listening socket is still in the state LISTEN.",
    onLinux: true,
  },
  {
    card: 'module-call',
    python: `
import socket
print(raised(lambda: socket(socket.AF_INET, socket.SOCK_STREAM)))`,
    prints: 'TypeError',
  },
  {
    card: 'with-line',
    python: `
for line in ('socket.socket() as s:', 's = with socket.socket():', 'with socket.socket() as s:', 'as s = socket.socket():'):
    if raised(lambda: compile(line + '\\n    pass', 'card', 'exec')) == 'nothing': print(line)`,
    prints: 'with socket.socket() as s:',
  },
  {
    card: 'with-exception',
    python: `
try:
    with tcp() as s: raise KeyError
except KeyError:
    print(s.fileno())`,
    prints: '-1',
    says: '**Yes.**',
  },
  {
    card: 'bind-two-args',
    python: `print(raised(lambda: tcp().bind('127.0.0.1', 65000)))`,
    prints: 'TypeError',
  },
  {
    card: 'eaddrinuse',
    python: `
s = listener()
print(code(lambda: tcp().bind(s.getsockname())))`,
    prints: 'EADDRINUSE',
  },
  {
    card: 'bind-foreign',
    python: `print(code(lambda: tcp().bind(('192.0.2.99', 65000))))`,
    prints: 'EADDRNOTAVAIL',
  },
  {
    card: 'loopback-only',
    python: `
import fcntl
s = listener(host='127.0.0.1')
for index, name in if_nameindex():
    try:
        address = inet_ntoa(fcntl.ioctl(s, 0x8915, struct.pack('256s', name.encode()))[20:24]) # SIOCGIFADDR
    except OSError:
        continue
    if not address.startswith('127.'): break
else:
    not_observable('this host has no address besides loopback')
print(raised(lambda: tcp().connect((address, s.getsockname()[1]))))`,
    prints: 'ConnectionRefusedError',
    says: '- [x] It does not get in',
    onLinux: true,
  },
  {
    card: 'zero-address',
    python: `
s = listener(host='0.0.0.0')
for host in ('127.0.0.1', '127.5.6.7'):
    c = tcp()
    c.connect((host, s.getsockname()[1]))
    print(s.accept()[0].getsockname()[0] == host)`,
    prints: 'True\nTrue',
    says: 'the server listens on all of them',
    onLinux: true,
  },
  {
    card: 'backlog-plus-one',
    python: `
s = listener(2)
clients = []
while len(clients) < 10:
    c = tcp()
    c.settimeout(0.5)
    if raised(lambda: c.connect(s.getsockname())) != 'nothing': break
    clients.append(c)
print(len(clients))`,
    prints: '3',
    says: '**Answer:** 3',
    onLinux: true,
  },
  {
    card: 'queue-full',
    python: `
s = listener(0)
first = tcp()
first.connect(s.getsockname())
c = tcp()
c.setblocking(False)
c.connect_ex(s.getsockname())
time.sleep(0.5)
print(state(c))
s.accept()
until(lambda: state(c) == 'ESTABLISHED')`,
    prints: 'SYN-SENT',
    onLinux: true,
  },
  {
    card: 'connect-before-accept',
    python: `
s = listener()
c = tcp()
c.connect(s.getsockname())
print(state(c))`,
    prints: 'ESTABLISHED',
    says: '- [x] `connect()` returns, and the client is connected',
    onLinux: true,
  },
  {
    card: 'send-before-accept',
    python: `
s = listener()
c = tcp()
c.connect(s.getsockname())
c.sendall(b'Hello')
conn, addr = s.accept()
print(conn.recv(1024))`,
    prints: "b'Hello'",
    says: 'It **returns at once**',
  },
  {
    card: 'accept-addr',
    python: `
s = listener()
c = tcp()
c.connect(s.getsockname())
conn, addr = s.accept()
print(type(addr[1]).__name__, addr[1] == c.getsockname()[1])`,
    prints: 'int True',
    says: "- [x] The client's port, an integer",
  },
  { card: 'recv-on-listener', python: `print(code(lambda: listener().recv(1024)))`, prints: 'ENOTCONN' },
  {
    card: 'no-listen',
    python: `
s = tcp()
s.bind(('127.0.0.1', 0))
print(code(s.accept))`,
    prints: 'EINVAL',
    onLinux: true,
  },
  {
    card: 'no-bind',
    python: `
s = tcp()
s.listen()
print(s.getsockname()[1] > 0)`,
    prints: 'True',
    says: '- [x] It works, on a port that the kernel picks',
    onLinux: true,
  },
  {
    card: 'killed-client',
    python: `
s = listener()
if os.fork() == 0:
    c = tcp()
    c.connect(s.getsockname())
    os.kill(os.getpid(), 9)
conn, addr = s.accept()
os.wait()
print(conn.recv(1024))`,
    prints: "b''",
  },
  {
    card: 'refused',
    python: `
s = tcp()
s.bind(('127.0.0.1', 0))
print(raised(lambda: tcp().connect(s.getsockname())))`,
    prints: 'ConnectionRefusedError',
  },
  {
    card: 'two-sends',
    python: `
s, c, conn = pair()
c.send(b'Hello ')
c.send(b'world')
arrived(conn, 11)
print(conn.recv(1024))`,
    prints: "b'Hello world'",
  },
  {
    card: 'recv-5',
    python: `
s, c, conn = pair()
c.sendall(b'Hello world')
arrived(conn, 11)
print(conn.recv(5))`,
    prints: "b'Hello'",
  },
  {
    card: 'recv-rest',
    python: `
s, c, conn = pair()
c.sendall(b'Hello world')
arrived(conn, 11)
conn.recv(5)
print(conn.recv(1024))`,
    prints: "b' world'",
    says: '- [x] They wait for the next `recv()`',
  },
  {
    card: 'recv-limit',
    python: `
s, c, conn = pair()
c.sendall(bytes(10_000))
arrived(conn, 10_000)
print(len(conn.recv(1024)))`,
    prints: '1024',
  },
  { card: 'sendall-returns', python: `print(pair()[1].sendall(b'Hello'))`, prints: 'None' },
  { card: 'send-str', python: `print(raised(lambda: pair()[1].sendall('Hello')))`, prints: 'TypeError' },
  {
    card: 'send-not-arrived',
    python: `
s, c, conn = pair()
drop(conn, [(6, 0, 0, 0)])
print(c.sendall(b'Hello'))
print(blocks(conn, lambda: conn.recv(1024)))`,
    prints: 'None\nTrue',
    says: '- [x] The local kernel has taken the data',
    onLinux: true,
  },
  {
    card: 'recv-after-close',
    python: `
s, c, conn = pair()
c.close()
print(conn.recv(1024))`,
    prints: "b''",
    says: "**Answer:** `b''`",
  },
  {
    card: 'recv-silent',
    python: `
s, c, conn = pair()
print(blocks(conn, lambda: conn.recv(1024)))`,
    prints: 'True',
    says: '- [x] It blocks',
  },
  {
    card: 'recv-again',
    python: `
s, c, conn = pair()
c.close()
print(conn.recv(1024), conn.recv(1024), conn.recv(1024))`,
    prints: "b'' b'' b''",
    says: "- [x] It returns `b''` once more",
  },
  {
    card: 'data-then-end',
    python: `
s, c, conn = pair()
c.sendall(b'bye')
c.close()
print('\`%s\`, then \`%s\`' % (conn.recv(1024), conn.recv(1024)))`,
    prints: "`b'bye'`, then `b''`",
  },
  {
    card: 'send-empty',
    python: `
s, c, conn = pair()
c.sendall(b'')
print(blocks(conn, lambda: conn.recv(1024)))`,
    prints: 'True',
    says: '- [x] It goes on waiting',
  },
  {
    card: 'shutdown-wr',
    python: `
s, c, conn = pair()
c.shutdown(SHUT_WR)
print(conn.recv(1024))
conn.sendall(b'bye')
print(c.recv(1024))`,
    prints: "b''\nb'bye'",
    says: '**Yes.**',
  },
  {
    card: 'close-listener',
    python: `
s, c, conn = pair()
s.close()
c.sendall(b'still here')
print(conn.recv(1024))`,
    prints: "b'still here'",
    says: '- [x] They all stay connected',
  },
  {
    card: 'time-wait',
    python: `
s, c, conn = pair()
closes_first, closes_last = c.getsockname()[1], s.getsockname()[1]
c.close()
conn.recv(1)
conn.close()
s.close()
until(lambda: time_wait_on(closes_first))
print(time_wait_on(closes_last))`,
    prints: 'False',
    says: 'The end that closes first stays in the state TIME-WAIT',
    onLinux: true,
  },
  {
    card: 'restart',
    python: `print(code(lambda: bind_again(left_in_time_wait(0), 0)))`,
    prints: 'EADDRINUSE',
    onLinux: true,
  },
  {
    card: 'reuseaddr',
    python: `
s = tcp()
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
print(code(lambda: bind_again(left_in_time_wait(1), 1)))`,
    prints: 'nothing',
    says: 'SO_REUSEADDR',
    onLinux: true,
  },
  {
    card: 'reuseaddr-before',
    python: `print(code(lambda: bind_again(left_in_time_wait(0), 1)))`,
    prints: 'EADDRINUSE',
    onLinux: true,
  },
  {
    card: 'reuseaddr-listener',
    python: `
s = tcp()
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 0))
s.listen()
print(code(lambda: bind_again(s.getsockname(), 1)))`,
    prints: 'EADDRINUSE',
    onLinux: true,
  },
  {
    card: 'blocked-cpu',
    python: `
s = listener()
def connect_later():
    time.sleep(0.5)
    tcp().connect(s.getsockname())
threading.Thread(target=connect_later).start()
cpu, wall = time.thread_time(), time.monotonic()
s.accept()
cpu, wall = time.thread_time() - cpu, time.monotonic() - wall
print(wall > 0.4, cpu < 0.05)`,
    prints: 'True True',
    says: '- [x] Next to none',
  },
  {
    card: 'settimeout',
    python: `
s, c, conn = pair()
c.settimeout(0.1)
print(raised(lambda: c.recv(1024)))`,
    prints: 'TimeoutError',
  },
  {
    card: 'second-client',
    python: `
s = listener()
def serve():
    while True:
        conn, addr = s.accept()
        while data := conn.recv(1024): conn.sendall(data)
        conn.close()
threading.Thread(target=serve, daemon=True).start()
a, b = tcp(), tcp()
a.connect(s.getsockname())
a.sendall(b'A')
print(a.recv(1))
b.connect(s.getsockname())
b.sendall(b'B')
b.settimeout(0.3)
print(raised(lambda: b.recv(1)))
a.close()
b.settimeout(10)
print(b.recv(1))`,
    prints: "b'A'\nTimeoutError\nb'B'",
    says: '- [x] B is connected, and waits for its echo',
  },
  {
    card: 'errnos',
    python: `
s = listener()
closed = tcp()
closed.close()
for call in (
    lambda: tcp().bind(s.getsockname()),
    lambda: tcp().bind(('192.0.2.99', 0)),
    lambda: s.recv(1024),
    lambda: closed.recv(1024),
): print(code(call))`,
    prints: 'EADDRINUSE\nEADDRNOTAVAIL\nENOTCONN\nEBADF',
  },
  {
    card: 'send-to-closed',
    python: `
s, c, conn = pair()
conn.close()
first = raised(lambda: c.send(b'x'))
until(lambda: state(c) == 'CLOSED')
print(first, raised(lambda: c.send(b'x')))`,
    prints: 'nothing BrokenPipeError',
    says: '- [x] The first succeeds, the second raises `BrokenPipeError`',
    onLinux: true,
  },
  {
    card: 'reset',
    python: `
s, c, conn = pair()
c.sendall(b'Hello')
arrived(conn, 5)
conn.close()
print(raised(lambda: c.recv(1024)))`,
    prints: 'ConnectionResetError',
    onLinux: true,
  },
  {
    card: 'interface-names',
    python: `print('lo' in [name for index, name in if_nameindex()])`,
    prints: 'True',
    says: '`lo`',
    onLinux: true,
  },
  {
    card: 'lost-segment',
    python: `
s, c, conn = pair()
drop(conn, [(6, 0, 0, 0)])
c.sendall(b'Hello')
conn.settimeout(0.1)
print(raised(lambda: conn.recv(1024)))
drop_no_more(conn)
conn.settimeout(10)
print(conn.recv(1024))
print(struct.unpack_from('I', c.getsockopt(IPPROTO_TCP, TCP_INFO, 300), 100)[0] > 0)`,
    prints: "TimeoutError\nb'Hello'\nTrue",
    says: '- [x] It sends the segment again',
    onLinux: true,
  },
  {
    card: 'out-of-order',
    python: `
s, c, conn = pair()
c.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
# Drops what begins with 'o': load the header's length, skip it, compare the first byte of data.
drop(conn, [
    (0x30, 0, 0, 12), (0x54, 0, 0, 0xf0), (0x74, 0, 0, 2), (0x07, 0, 0, 0), (0x80, 0, 0, 0),
    (0x1d, 2, 0, 0), (0x50, 0, 0, 0), (0x15, 1, 0, ord('o')), (0x06, 0, 0, 0xffffffff), (0x06, 0, 0, 0),
])
c.sendall(b'one')
c.sendall(b'two')
until(lambda: struct.unpack_from('I', conn.getsockopt(IPPROTO_TCP, TCP_INFO, 300), 224)[0] > 0)
print(blocks(conn, lambda: conn.recv(1024)))
drop_no_more(conn)
conn.settimeout(10)
arrived(conn, 6)
print(conn.recv(1024))`,
    prints: "True\nb'onetwo'",
    says: '- [x] Nothing yet; it blocks',
    onLinux: true,
  },
];

/** The card without what it says is wrong, and with its blanks filled in. */
const claims = new Map(
  splitDeck(readFileSync(join(import.meta.dirname, 'sockets.md'), 'utf8')).cards.map(({ source }) => {
    const lines = source.split('\n');
    const { comment } = parseCardHeading(lines[0] ?? '').heading;
    const right = lines.filter((line) => !/^(?:- \[ \]|\*\*(?:Not|Extra):)/.test(line)).map(filledIn);
    return [comment.id?.value ?? '', right.join('\n')];
  }),
);

function filledIn(line: string): string {
  const { blanks } = findBlanks(line, { start: 0, end: line.length }, false);
  return blanks.reduceRight(
    (text, { start, end, answer }) => text.slice(0, start) + answer + text.slice(end),
    line,
  );
}

/** What a snippet prints, or how it failed. */
async function run(python: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      'python3',
      ['-c', preamble + python],
      { timeout: limitMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        resolve(error === null ? stdout.trim() : `${stdout}${stderr}${error.message}`);
      },
    );
  });
}

describe.skipIf(pythonMissing)('what the deck claims is what the kernel does', () => {
  for (const { card, python, prints, says, onLinux } of facts) {
    test.skipIf(onLinux === true && !linux).concurrent(card, async ({ expect: expectHere, skip }) => {
      const printed = await run(python);
      const unobservable = /^not observable here: (.*)$/m.exec(printed)?.[1];
      if (unobservable !== undefined) {
        console.log(`${card} is not checked: ${unobservable}`);
        skip(unobservable);
      }
      expectHere(printed).toBe(prints);
      for (const claim of (says ?? prints).split('\n')) expectHere(claims.get(card)).toContain(claim);
    });
  }

  test('every fact has a card of its own', () => {
    expect(new Set(facts.map(({ card }) => card)).size).toBe(facts.length);
  });
});
