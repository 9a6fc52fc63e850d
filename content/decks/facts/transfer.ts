import type { Fact } from './fact.ts';

/** Of the chapter “Sending and receiving”. */
export const transferFacts: readonly Fact[] = [
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
  { card: 'send-str', python: `print(raised(lambda: pair()[1].sendall('Hello')))`, prints: 'TypeError' },
  {
    card: 'recv-after-close',
    python: `
for read in (5, 0):
    s, c, conn = pair()
    conn.sendall(b'Hello')
    arrived(c, 5)
    if read: c.recv(read)
    c.close()
    try:
        print(conn.recv(1024))
    except OSError as error:
        print(type(error).__name__)`,
    prints: "b''\nConnectionResetError",
    says: "**Answer:** `b''`\nIt would send a reset if the client had left bytes unread.",
    onLinux: true,
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
];
