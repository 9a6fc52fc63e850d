import type { Fact } from './fact.ts';

/** Of the chapter “The client”. */
export const clientFacts: readonly Fact[] = [
  {
    card: 'killed-client',
    python: `
for read in (5, 0):
    s = listener()
    if os.fork() == 0:
        c = tcp()
        c.connect(s.getsockname())
        arrived(c, 5)
        if read: c.recv(read)
        os.kill(os.getpid(), 9)
    conn, addr = s.accept()
    conn.sendall(b'Hello')
    os.wait()
    try:
        print(conn.recv(1024))
    except OSError as error:
        print(type(error).__name__)`,
    prints: "b''\nConnectionResetError",
    onLinux: true,
  },
  {
    card: 'refused',
    python: `
s = tcp()
s.bind(('127.0.0.1', 0))
print(raised(lambda: tcp().connect(s.getsockname())))`,
    prints: 'ConnectionRefusedError',
  },
];
