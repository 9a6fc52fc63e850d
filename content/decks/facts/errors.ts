import type { Fact } from './fact.ts';

/** Of the chapter “Errors”. */
export const errorsFacts: readonly Fact[] = [
  {
    card: 'errnos',
    python: `
closed = tcp()
closed.close()
s, c, conn = pair()
for call in (
    lambda: s.bind(('127.0.0.1', 0)),
    lambda: c.connect(s.getsockname()),
    lambda: s.recv(1024),
    lambda: closed.recv(1024),
): print(code(call))`,
    prints: 'EINVAL\nEISCONN\nENOTCONN\nEBADF',
    onLinux: true,
  },
  {
    card: 'send-to-closed',
    python: `
s, c, conn = pair()
c.sendall(b'Hello')
conn.recv(5)
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
print(raised(lambda: c.recv(1024)))
s, c, conn = pair()
c.sendall(b'Hello')
arrived(conn, 5)
conn.close()
until(lambda: state(c) == 'CLOSED')
print(raised(lambda: c.send(b'x')), raised(lambda: c.send(b'x')))`,
    prints: 'ConnectionResetError\nConnectionResetError BrokenPipeError',
    says: '**Answer:** `ConnectionResetError`\nonly the next one raises `BrokenPipeError`',
    onLinux: true,
  },
];
