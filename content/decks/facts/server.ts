import type { Fact } from './fact.ts';

/** Of the chapter “The server”. */
export const serverFacts: readonly Fact[] = [
  {
    card: 'server-order',
    python: `
address = left_in_time_wait(1)
s = tcp()
print(code(lambda: s.bind(address)))
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
print(code(lambda: s.bind(address)))`,
    prints: 'EADDRINUSE\nnothing',
    says: '**Free:** `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` after 1 before 2',
    onLinux: true,
  },
  {
    card: 'bind-two-args',
    python: `print(raised(lambda: tcp().bind('127.0.0.1', 65000)))`,
    prints: 'TypeError',
  },
  {
    card: 'bind-foreign',
    python: `print(code(lambda: tcp().bind(('192.0.2.99', 65000))))`,
    prints: 'EADDRNOTAVAIL',
  },
  {
    card: 'zero-address',
    python: `
s = listener(host='0.0.0.0')
for host in ('127.0.0.1', '127.5.6.7'):
    c = tcp()
    c.connect((host, s.getsockname()[1]))
    print(s.accept()[0].getsockname()[0] == host)
c = tcp()
c.connect(('0.0.0.0', s.getsockname()[1]))
print(c.getpeername()[0])`,
    prints: 'True\nTrue\n127.0.0.1',
    says: 'the server listens on all of them',
    onLinux: true,
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
    card: 'conn-not-s',
    python: `
s, c, conn = pair()
c.sendall(b'Hello')
print(code(lambda: s.recv(1024)))
print(conn.recv(1024))`,
    prints: "ENOTCONN\nb'Hello'",
    says: '**Answer:** `conn`\n`s.recv()` raises `OSError` (`ENOTCONN`)',
  },
  {
    card: 'no-listen',
    python: `
s = tcp()
s.bind(('127.0.0.1', 0))
print(code(s.accept))
print(code(lambda: s.recv(1024)))
print(raised(lambda: tcp().connect(s.getsockname())))`,
    prints: 'EINVAL\nENOTCONN\nConnectionRefusedError',
    says: '- [x] It raises `OSError` (`EINVAL`)',
    onLinux: true,
  },
  {
    card: 'no-bind',
    python: `
s = tcp()
s.listen()
host, port = s.getsockname()
print(host, port > 0)
c = tcp()
c.connect(('127.0.0.1', port))
print(state(c))`,
    prints: '0.0.0.0 True\nESTABLISHED',
    says: '- [x] It works, on a port that the kernel picks',
    onLinux: true,
  },
  {
    card: 'create-server',
    python: `
s = create_server(('127.0.0.1', 0))
print(state(s), s.getsockopt(SOL_SOCKET, SO_REUSEADDR), s.getsockname()[0])
print(blocks(s, s.accept))`,
    prints: 'LISTEN 1 127.0.0.1\nTrue',
    says: '- [x] It makes a socket, binds it and listens\nOn Linux and macOS it also sets \`SO_REUSEADDR\`',
    onLinux: true,
  },
  {
    card: 'bind-errors',
    python: `
s = listener()
for address in (s.getsockname(), ('192.0.2.99', 0)):
    try:
        tcp().bind(address)
    except OSError as error:
        print(type(error).__name__, errno.errorcode[error.errno], error.errno)`,
    prints: 'OSError EADDRINUSE 98\nOSError EADDRNOTAVAIL 99',
    says: '- \`EADDRINUSE\` |\n98 | \`EADDRINUSE (98)\`\n99 | \`EADDRNOTAVAIL (99)\`',
    onLinux: true,
  },
  {
    card: 'default-backlog',
    python: `
most = int(open('/proc/sys/net/core/somaxconn').read())
def backlog(*arguments):
    s = tcp()
    s.bind(('127.0.0.1', 0))
    s.listen(*arguments)
    return struct.unpack_from('I', s.getsockopt(IPPROTO_TCP, TCP_INFO, 300), 28)[0]
print(backlog() == min(128, SOMAXCONN, most), backlog(100_000) == most, backlog(3))`,
    prints: 'True True 3',
    says: '- [x] At most 128\nLinux cuts every backlog to its setting \`net.core.somaxconn\`',
    onLinux: true,
  },
  {
    card: 'server-blanks',
    python: `
s = tcp()
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
print(code(lambda: bind_again(left_in_time_wait(1), 1)))`,
    prints: 'nothing',
    says: 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
    onLinux: true,
  },
];
