import type { Fact } from './fact.ts';

/** Of the chapter “Sockets and their types”. */
export const socketsFacts: readonly Fact[] = [
  {
    card: 'default-protocol',
    python: `print(tcp().getsockopt(SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP)`,
    prints: 'True',
    says: '**Answer:** TCP',
    onLinux: true,
  },
  {
    card: 'socket-options',
    python: `
s = tcp()
print('| \`SO_DOMAIN\` | \`%s\` |' % AddressFamily(s.getsockopt(SOL_SOCKET, SO_DOMAIN)).name)
print('| \`SO_TYPE\` | \`%s\` |' % SocketKind(s.getsockopt(SOL_SOCKET, SO_TYPE)).name)
print('| \`SO_PROTOCOL\` | \`%s\` |' % {6: 'IPPROTO_TCP', 17: 'IPPROTO_UDP'}[s.getsockopt(SOL_SOCKET, SO_PROTOCOL)])`,
    prints: '| `SO_DOMAIN` | `AF_INET` |\n| `SO_TYPE` | `SOCK_STREAM` |\n| `SO_PROTOCOL` | `IPPROTO_TCP` |',
    onLinux: true,
  },
  {
    card: 'module-call',
    python: `
import socket
print(raised(lambda: socket(socket.AF_INET, socket.SOCK_STREAM)))`,
    prints: 'TypeError',
  },
  {
    card: 'with-line',
    python: `
import socket
for line in ('if s := socket.socket():', 'with s = socket.socket():', 'with socket.socket() as s:', 'socket.socket() as s:'):
    try:
        exec(line + '\\n    pass')
    except SyntaxError:
        continue
    if s.fileno() == -1: print(line)`,
    prints: 'with socket.socket() as s:',
  },
  {
    card: 'with-exception',
    python: `
try:
    with tcp() as s: raise KeyError
except KeyError:
    print(s.fileno())`,
    prints: '-1',
    says: '**Yes.**',
  },
  {
    card: 'sock-stream',
    python: `
for family in (AF_INET, AF_INET6, AF_UNIX):
    try:
        s = socket(family, SOCK_STREAM)
    except OSError:
        not_observable('a family of addresses is missing here')
    print(s.getsockopt(SOL_SOCKET, SO_TYPE) == SOCK_STREAM, s.getsockopt(SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP)`,
    prints: 'True True\nTrue True\nTrue False',
    says: 'a \`SOCK_STREAM\` socket of the family \`AF_UNIX\` carries a stream, too, without TCP',
    onLinux: true,
  },
];
