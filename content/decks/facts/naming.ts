import type { Fact } from './fact.ts';

/** Of the chapter “Naming computers”. */
export const namingFacts: readonly Fact[] = [
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
for text in ('10.0.0.7', '255.255.255.255', '0.0.0.0', '256.1.1.1', '192.168.1.1.5'):
    if raised(lambda: inet_pton(AF_INET, text)) == 'nothing': print(text)`,
    prints: '10.0.0.7\n255.255.255.255\n0.0.0.0',
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
print(c.getpeername()[0])
print(code(lambda: tcp().connect(('127.255.255.255', 65000))))`,
    prints: '127.5.6.7\nENETUNREACH',
    says: '- [x] `127.5.6.7`\nfails with `ENETUNREACH`',
    onLinux: true,
  },
  {
    card: 'lookup-timeout',
    python: `
import ctypes, fcntl, tempfile
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWNS, MS_BIND, MS_PRIVATE, MS_REC = 0x10000000, 0x40000000, 0x20000, 4096, 0x40000, 0x4000
libc = ctypes.CDLL(None)
if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0:
    not_observable('a network of its own is not to be had')
libc.mount(None, b'/', None, MS_PRIVATE | MS_REC, None)
for path, text in ((b'/etc/resolv.conf', b'nameserver 127.0.0.1\\noptions timeout:1 attempts:1\\n'), (b'/etc/nsswitch.conf', b'hosts: dns\\n')):
    file = tempfile.NamedTemporaryFile()
    file.write(text)
    file.flush()
    if libc.mount(file.name.encode(), path, None, MS_BIND, None) != 0:
        not_observable('the settings of the resolver cannot be changed')
fcntl.ioctl(tcp(), 0x8914, struct.pack('16sh14x', b'lo', 1)) # SIOCSIFFLAGS, IFF_UP
silent = socket(AF_INET, SOCK_DGRAM)
silent.bind(('127.0.0.1', 53))
s = tcp()
s.settimeout(0.1)
began = time.monotonic()
print(raised(lambda: s.connect(('www.example.org', 80))), time.monotonic() - began > 0.9)`,
    prints: 'gaierror True',
    says: '- [x] As long as the resolver tries',
    onLinux: true,
  },
  {
    card: 'create-connection',
    python: `
s = listener()
c = create_connection(('localhost', s.getsockname()[1]))
print(c.getpeername() == s.getsockname())`,
    prints: 'True',
    says: '**Answer:** \`create_connection()\`',
  },
  {
    card: 'private-addresses',
    python: `
import ipaddress
blocks = [ipaddress.ip_network(block) for block in ('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16')]
for text in ('10.1.2.3', '172.16.0.9', '192.168.1.20', '8.8.8.8', '172.32.0.1'):
    address = ipaddress.ip_address(text)
    if address.is_private and any(address in block for block in blocks): print(f'- [x] \`{text}\`')`,
    prints: '- [x] \`10.1.2.3\`\n- [x] \`172.16.0.9\`\n- [x] \`192.168.1.20\`',
  },
];
