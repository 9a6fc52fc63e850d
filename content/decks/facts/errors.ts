import type { Fact } from './fact.ts';

/** Of the chapter “Errors”. */
export const errorsFacts: readonly Fact[] = [
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
print(raised(lambda: c.recv(1024)))`,
    prints: 'ConnectionResetError',
    onLinux: true,
  },
];
