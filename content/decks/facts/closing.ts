import type { Fact } from './fact.ts';

/** Of the chapter “Closing”. */
export const closingFacts: readonly Fact[] = [
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
waiting = tcp()
waiting.connect(s.getsockname())
s.close()
c.sendall(b'still here')
print(conn.recv(1024))
conn.sendall(b'both ways')
print(c.recv(1024))
waiting.settimeout(10)
print(raised(lambda: waiting.recv(1024)))`,
    prints: "b'still here'\nb'both ways'\nConnectionResetError",
    says: '- [x] They all stay connected\nClients that still wait in the queue have no `conn` yet. On Linux their connections are reset.',
    onLinux: true,
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
    says: 'the end that closes first stays in the state TIME-WAIT',
    onLinux: true,
  },
  {
    card: 'restart',
    python: `print(code(lambda: bind_again(left_in_time_wait(0), 0)))`,
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
    card: 'reuseaddr-before',
    python: `
for reuse in (0, 1):
    address = left_in_time_wait(reuse)
    s = tcp()
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    print(code(lambda: s.bind(address)))`,
    prints: 'EADDRINUSE\nnothing',
    says: '- [x] It still raises `EADDRINUSE` — it helps only if both runs set it.',
    onLinux: true,
  },
];
