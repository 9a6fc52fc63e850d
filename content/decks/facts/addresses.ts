import type { Fact } from './fact.ts';

/** Of the chapter “Addresses and ports”. */
export const addressesFacts: readonly Fact[] = [
  {
    card: 'port-max',
    python: `
for port in (65535, 65536):
    if raised(lambda: tcp().bind(('127.0.0.1', port))) != 'OverflowError': print(port)`,
    prints: '65535',
  },
  {
    card: 'port-zero',
    python: `
s = tcp()
s.bind(('127.0.0.1', 0))
print(0 < s.getsockname()[1] < 65536)`,
    prints: 'True',
    says: 'It binds to a free port',
  },
  {
    card: 'port-70000',
    python: `print(raised(lambda: tcp().bind(('127.0.0.1', 70000))))`,
    prints: 'OverflowError',
  },
  {
    card: 'port-80',
    python: `
if int(open('/proc/sys/net/ipv4/ip_unprivileged_port_start').read()) != 1024:
    not_observable('ip_unprivileged_port_start has been changed')
if os.getuid() == 0:
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    except OSError:
        not_observable('this user cannot become an ordinary one')
bind = lambda: tcp().bind(('127.0.0.1', 80))
print(raised(bind), code(bind))`,
    prints: 'PermissionError EACCES',
    says: '`PermissionError` (`EACCES`)',
    onLinux: true,
  },
  {
    card: 'address-tuple',
    python: `
for address in (['127.0.0.1', 0], '127.0.0.1:0', ('127.0.0.1', 0), ('127.0.0.1', '0')):
    print(raised(lambda: tcp().bind(address)))`,
    prints: 'TypeError\nTypeError\nnothing\nTypeError',
    says: "- [x] `('127.0.0.1', 65000)`",
  },
  {
    card: 'port-ranges',
    python: `
low, high = open('/proc/sys/net/ipv4/ip_local_port_range').read().split()
if (low, high) != ('32768', '60999'):
    not_observable('ip_local_port_range has been changed')
print(f'Linux picks from {low} to {high} by default')`,
    prints: 'Linux picks from 32768 to 60999 by default',
    onLinux: true,
  },
];
