import type { Fact } from './fact.ts';

/** Of the chapter “Why TCP”. */
export const reliabilityFacts: readonly Fact[] = [
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
  {
    card: 'tcp-udp',
    python: `
def udp():
    s = socket(AF_INET, SOCK_DGRAM)
    s.bind(('127.0.0.1', 0))
    return s
a, b = udp(), udp()
print(a.getsockname()[1] > 0, a.sendto(b'one', b.getsockname()), a.sendto(b'two', b.getsockname()))
print(b.recv(1024), b.recv(1024))
drop(b, [(6, 0, 0, 0)])
a.sendto(b'lost', b.getsockname())
drop_no_more(b)
a.sendto(b'next', b.getsockname())
print(b.recv(1024), blocks(b, lambda: b.recv(1024)))`,
    prints: "True 3 3\nb'one' b'two'\nb'next' True",
    says: '- [x] It repeats what was lost\n- [x] It makes a connection before data is sent',
    onLinux: true,
  },
];
