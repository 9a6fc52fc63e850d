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
    onLinux: true,
  },
  {
    card: 'recv-5',
    python: `
s, c, conn = pair()
c.sendall(b'Hello world')
arrived(conn, 11)
print(conn.recv(5))`,
    prints: "b'Hello'",
    onLinux: true,
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
    c.sendall(b'bye')
    arrived(conn, 3)
    c.close()
    until(lambda: state(conn) == ('CLOSE-WAIT' if read else 'CLOSED'))
    try:
        print(conn.recv(1024), conn.recv(1024))
    except OSError as error:
        print(type(error).__name__)`,
    prints: "b'bye' b''\nConnectionResetError",
    says: "**Answer:** `b''`\nThe end of the stream comes after all the data\nOn Linux it would send a reset if the client had left bytes unread.",
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
    card: 'send-empty',
    python: `
s, c, conn = pair()
c.sendall(b'')
print(blocks(conn, lambda: conn.recv(1024)))`,
    prints: 'True',
    says: '- [x] It goes on waiting',
  },
  {
    card: 'encode',
    python: `
s, c, conn = pair()
c.sendall('é'.encode())
arrived(conn, 2)
print(len('é'.encode()), raised(lambda: conn.recv(1).decode()))`,
    prints: '2 UnicodeDecodeError',
    says: '\`é\` is two bytes in UTF-8\n\`decode()\` raises \`UnicodeDecodeError\`',
  },
  {
    card: 'send-part',
    python: `
def part_of(wait):
    s, c, conn = pair()
    wait(c)
    n = c.send(bytes(20_000_000))
    c.shutdown(SHUT_WR)
    total = 0
    while data := conn.recv(1 << 20): total += len(data)
    return n < 20_000_000, total == n
print(part_of(lambda c: c.setblocking(False)), part_of(lambda c: c.settimeout(10)))
s, c, conn = pair()
sender = threading.Thread(target=lambda: print(c.send(bytes(20_000_000))))
sender.start()
sender.join(0.2)
print(sender.is_alive())
left = 20_000_000
while left > 0: left -= len(conn.recv(1 << 20))
sender.join()`,
    prints: '(True, True) (True, True)\nTrue\n20000000',
    says: '- [x] Nothing, until the program sends them again\nA blocking \`send()\` on Linux waits for room',
    onLinux: true,
  },
  {
    card: 'echo-deadlock',
    python: `
s, c, conn = pair()
def echo():
    while data := conn.recv(1024): conn.sendall(data)
sending = [threading.Thread(target=echo, daemon=True), threading.Thread(target=lambda: c.sendall(bytes(20_000_000)), daemon=True)]
for thread in sending: thread.start()
queued = lambda: [struct.unpack('I', fcntl.ioctl(one, 0x5411, bytes(4)))[0] for one in (c, conn)] # SIOCOUTQ
import fcntl
before, after = [], queued()
while before != after or 0 in after:
    time.sleep(0.3)
    before, after = after, queued()
print([thread.is_alive() for thread in sending], min(after) > 0)
left = 20_000_000
while left > 0: left -= len(c.recv(1 << 20))
sending[1].join()
print('both go on once the client reads')`,
    prints: '[True, True] True\nboth go on once the client reads',
    says: '- [x] Each waits in \`sendall()\` for the other to read',
    onLinux: true,
  },
  {
    card: 'flow-control',
    python: `
def window(s):
    return struct.unpack_from('I', s.getsockopt(IPPROTO_TCP, TCP_INFO, 300), 228)[0]
s, c, conn = pair()
c.setblocking(False)
print(window(c) > 0)
while raised(lambda: c.send(bytes(65536))) == 'nothing': pass
until(lambda: window(c) == 0)
c.setblocking(True)
c.shutdown(SHUT_WR)
while conn.recv(1 << 20): pass
print(window(c) > 0)`,
    prints: 'True\nTrue',
    says: 'the window shrinks to zero',
    onLinux: true,
  },
];
