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
print(c.getpeername()[0])`,
    prints: '127.5.6.7',
    onLinux: true,
  },
];
