import type { Fact } from './fact.ts';

/** Of the chapter “Waiting”. */
export const waitingFacts: readonly Fact[] = [
  {
    card: 'can-block',
    python: `
s, c, conn = pair()
full = listener(0)
tcp().connect(full.getsockname())
unbound, fresh = tcp(), tcp()
calls = {
    'accept': (s, lambda: s.accept()),
    'recv': (conn, lambda: conn.recv(1024)),
    'send': (c, lambda: [c.send(bytes(65536)) for i in range(10_000)]),
    'connect': (fresh, lambda: fresh.connect(full.getsockname())),
    'bind': (unbound, lambda: unbound.bind(('127.0.0.1', 0))),
    'listen': (unbound, lambda: unbound.listen()),
}
for name, (waiter, call) in calls.items():
    waiter.settimeout(0.2)
    if raised(call) == 'TimeoutError': print(f'\`{name}()\`')`,
    prints: '`accept()`\n`recv()`\n`send()`\n`connect()`',
    says: '- [x] `accept()`\n- [x] `recv()`\n- [x] `send()`\nThere are more: `connect()`',
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
];
